import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { checkPlan } from '../../lambdas/core/plan/plan-checks';
import { routeKey } from '../../lambdas/core/routers/route';
import { validated } from '../../lambdas/core/validation/validated';
import type { HttpProbe, ProbeRequest } from '../../lambdas/ports';
import { REHEARSED_SECRET } from '../../lib/rehearsal/aws/secrets';
import { rehearse } from '../../lib/rehearsal/rehearse';
import { checkScenario } from '../../lib/rehearsal/scenario';
import { bindStep } from '../../lib/rehearsal/world/bind-steps';
import { reportOf } from '../support/cli/report-of';

const file = join(__dirname, 'golden', 'plan-with-secrets.yaml');
const plan = validated('the plan', checkPlan(parse(readFileSync(file, 'utf8'))));

const echoOf = ({ headers, body = '' }: ProbeRequest) => ({
  headers: { ...headers, location: `https://${REHEARSED_SECRET}.example.net/` },
  body: `${body}${Object.values(headers).join('')}`,
});

/** All that a rehearsal leaves: inputs, outputs, errors, events, decisions, logs, result and report. */
async function everythingOf(faults: readonly object[]) {
  const scenario = validated('the scenario', checkScenario({ faults }));
  const seen: unknown[] = [];
  let sent = 0;
  let ledger = () => Promise.resolve<unknown>(null);
  const rehearsal = await rehearse(
    {
      plan,
      scenario,
      scenarioName: 'secrets',
      tamper: (_, ports) => {
        const send: HttpProbe['send'] = async (request) => {
          sent += JSON.stringify(request).includes(REHEARSED_SECRET) ? 1 : 0;
          const answer = await ports.probe.send(request);
          // A service may repeat what it was sent.
          return 'failure' in answer ? answer : { ...answer, ...echoOf(request) };
        };
        return { SmokeTest: bindStep('SmokeTest', { ...ports, probe: { send } }) };
      },
    },
    {
      world: (world) => {
        const route = routeKey(plan.router);
        ledger = async () => [await world.ledger.read(route), await world.ledger.decisions(route)];
      },
      trace: (_, event) => void seen.push(event),
      entry: (entry) => void seen.push(entry),
    },
  );
  seen.push(rehearsal, await ledger(), reportOf(plan, rehearsal));
  return { text: JSON.stringify(seen), sent, outcome: rehearsal.result.outcome };
}

test.each([
  ['nothing goes wrong', [], 'succeeded'],
  ['every answer is an error', [{ kind: 'errors', rate: 1, at: 0 }], 'rejected'],
  ['the certificate is not valid', [{ kind: 'certificate-status', status: 'EXPIRED', at: 0 }], 'rejected'],
  ['the target serves another name', [{ kind: 'new-target', answers: 'other-host', at: 0 }], 'rejected'],
  ['requests time out', [{ kind: 'latency', addMs: 60_000, at: 0 }], 'rejected'],
  [
    'the function fails after its work',
    [{ kind: 'task-fails', task: 'SmokeTest', afterEffect: true, at: 0 }],
    'rejected',
  ],
  ['the traffic is reverted', [{ kind: 'errors', rate: 1, whenPercentAtLeast: 100 }], 'reverted'],
])('no value of a secret is left anywhere when %s', async (_, faults, outcome) => {
  const rehearsed = await everythingOf(faults);
  expect(rehearsed.outcome).toBe(outcome);
  expect(rehearsed.sent).toBeGreaterThan(0);
  expect(rehearsed.text).toContain('secret:smoke-test-AbCdEf');
  expect(rehearsed.text).not.toContain(REHEARSED_SECRET);
});
