import { describe, expect, test } from '@jest/globals';
import { checkQuery, type Query } from '../../../lambdas/core/gates/query-gate';
import type { QueryInput } from '../../../lambdas/core/gates/query-input';
import type { ProbeFailure, ProbeRequest, ProbeResponse, SecretReading } from '../../../lambdas/ports';
import { queryGate } from '../../../lambdas/steps/hooks/query-gate';
import { question } from '../../contracts/gates.contract';

const SECRET = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:prometheus-AbCdEf';
const body = JSON.stringify({ status: 'success', data: { resultType: 'scalar', result: [1, '3'] } });
const ok: ProbeResponse = { status: 200, headers: {}, body, truncated: false, latencyMs: 5 };

async function ask(
  over: Partial<QueryInput>,
  reading: SecretReading,
  answer: ProbeResponse | ProbeFailure = ok,
) {
  const checked = checkQuery({
    ...{ url: 'https://prometheus.example.com', prometheus: 'up', timeoutMs: 3_000 },
    passWhen: { comparison: 'above', threshold: 2 },
    ...over,
  });
  const sent: ProbeRequest[] = [];
  const step = queryGate({
    query: (checked as { readonly value: Query }).value,
    probe: {
      send: async (request) => {
        sent.push(request);
        return answer;
      },
    },
    secrets: { read: async () => reading },
  });
  return { answered: await step(question), sent };
}

describe('the gate that asks a URL', () => {
  test('sends one GET, and compares the value', async () => {
    const { answered, sent } = await ask({}, { failure: 'unused', retryable: false });
    expect(answered).toEqual({ verdict: 'pass', reason: '3; must be above 2' });
    expect(sent).toEqual([
      {
        ...{ method: 'GET', url: 'https://prometheus.example.com/api/v1/query?query=up', headers: {} },
        ...{ timeoutMs: 3_000, maxBytes: 262_144 },
      },
    ]);
  });

  test('sends a secret header, and says nothing of it', async () => {
    const headers = { authorization: { secret: SECRET, prefix: 'Bearer ' } };
    const { answered, sent } = await ask({ headers }, { value: 'canary' });
    expect(sent[0]?.headers).toEqual({ authorization: 'Bearer canary' });
    expect(JSON.stringify(answered)).not.toContain('canary');
  });

  test('is an error, and sends nothing, when the secret cannot be read', async () => {
    const headers = { authorization: { secret: SECRET } };
    const failure = `the secret ${SECRET} cannot be read (AccessDeniedException)`;
    const { answered, sent } = await ask({ headers }, { failure, retryable: false });
    expect(answered).toEqual({ verdict: 'error', reason: failure });
    expect(sent).toEqual([]);
  });

  test('is an error when nothing answers', async () => {
    const down = { failure: 'connection to prometheus.example.com refused', retryable: true };
    const { answered } = await ask({}, { value: '' }, down);
    expect(answered).toEqual({ verdict: 'error', reason: down.failure });
  });
});
