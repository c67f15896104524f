import type { GateAnswer } from '../../core/gates/gate-answer';
import { judgeQuery } from '../../core/gates/judge-query';
import { type Query, queryUrl } from '../../core/gates/query-gate';
import type { HttpProbe, SecretSource } from '../../ports';
import { secretValues } from '../support/secret-values';

/** What the ready-made gate needs. */
export interface QueryGatePorts {
  readonly query: Query;
  readonly probe: HttpProbe;
  readonly secrets: SecretSource;
}

/** Enough for the answer of a query with a few series. */
const MAX_BYTES = 262_144;

/**
 * The gate that asks one URL, such as Prometheus, and compares the value with a threshold. What it asks is
 * decided by the deployment alone: nothing of the question changes the request. No redirect is followed.
 */
export const queryGate =
  ({ query, probe, secrets }: QueryGatePorts) =>
  async (_question: object): Promise<Pick<GateAnswer, 'verdict' | 'reason'>> => {
    const { headers = {}, timeoutMs } = query;
    const filled = await secretValues(secrets).fill({
      headers,
      body: undefined,
      clientCertificate: undefined,
    });
    if ('failure' in filled) {
      return { verdict: 'error', reason: filled.failure };
    }
    const answer = await probe.send({
      ...{ method: 'GET', url: queryUrl(query), headers: filled.headers, timeoutMs },
      maxBytes: MAX_BYTES,
    });
    return judgeQuery(query, answer);
  };
