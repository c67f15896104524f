import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { secondsToDecide } from '../../lambdas/core/estimate/probe-estimate';
import { checkPlan } from '../../lambdas/core/plan/plan-checks';
import { rehearse } from '../../lib/rehearsal/rehearse';
import { checkScenario } from '../../lib/rehearsal/scenario';
import { type Golden, goldens, valid } from '../../tools/golden/golden-files';

const root = join(__dirname, '..', '..');
const example = () => parse(readFileSync(join(root, 'examples', 'api.yaml'), 'utf8'));
/** The example without probes, which would decide before an alarm does. */
const withoutProbes = () => {
  const { everySeconds: _, holdEverySeconds: __, ...smokeTest } = example().smokeTest;
  return { ...example(), smokeTest };
};
const scenario = (faults: object[], seed = 1) => valid(checkScenario({ seed, faults }));

async function secondsFromAlarm(seed: number): Promise<number> {
  const plan = valid(checkPlan({ ...withoutProbes(), hold: { seconds: 86_400 } }));
  const at = 4_000 + 37 * seed;
  const { result } = await rehearse({
    plan,
    scenario: scenario([{ kind: 'alarm-fires', at }], seed),
    scenarioName: 'alarm',
  });
  return (result.revert?.decidedAt ?? Number.NaN) - (result.revert?.alarmAt ?? Number.NaN);
}

describe('time from an alarm to the decision to revert', () => {
  test('is at most 2 s at the 99th percentile, with an hour between evaluations', async () => {
    const seconds: number[] = [];
    for (let seed = 1; seed <= 100; seed += 1) {
      seconds.push(await secondsFromAlarm(seed));
    }
    seconds.sort((a, b) => a - b);
    expect(seconds[98]).toBeLessThanOrEqual(2);
    expect(seconds[0]).toBeGreaterThan(0);
  }, 600_000);

  test('is until the next evaluation when the event of the alarm is lost', async () => {
    const plan = valid(checkPlan({ ...withoutProbes(), hold: { seconds: 86_400 } }));
    const faults = [
      { kind: 'events-lost', events: 'alarm', at: 0 },
      { kind: 'alarm-fires', at: 10_000 },
    ];
    const { result } = await rehearse({ plan, scenario: scenario(faults), scenarioName: 'lost' });
    expect(result.outcome).toBe('reverted');
    const waited = (result.revert?.decidedAt ?? Number.NaN) - 10_000;
    expect(waited).toBeGreaterThan(2);
    expect(waited).toBeLessThanOrEqual(3_610);
  });
});

describe('time from a hard failure to the decision to revert, with probes', () => {
  test.each([
    ['a soak, with errors', 'soak', { kind: 'errors', rate: 1, at: 901 }],
    ['a soak, with time-outs', 'soak', { kind: 'latency', addMs: 60_000, at: 901 }],
    ['the hold, with errors', 'hold', { kind: 'errors', rate: 1, at: 40_007 }],
    ['the hold, with time-outs', 'hold', { kind: 'latency', addMs: 60_000, at: 40_007 }],
    ['the hold, with time-outs right after a probe', 'hold', { kind: 'latency', addMs: 60_000, at: 40_012 }],
  ] as const)('is at most 30 s, as the estimate says, in %s', async (_, phase, fault) => {
    const smokeTest = { ...example().smokeTest, holdEverySeconds: 15 };
    const plan = valid(checkPlan({ ...example(), smokeTest, hold: { seconds: 86_400 } }));
    const estimated = secondsToDecide(plan, phase);
    expect(estimated).toBeLessThanOrEqual(30);
    const faults = scenario([{ path: 'new', ...fault }]);
    const { result } = await rehearse({ plan, scenario: faults, scenarioName: 'failure' });
    expect(result.outcome).toBe('reverted');
    const seconds = (result.revert?.decidedAt ?? Number.NaN) - fault.at;
    expect(seconds).toBeGreaterThan(5);
    expect(seconds).toBeLessThanOrEqual(estimated);
  });

  test.each(['probes-find-a-hard-failure', 'probes-find-a-failure-in-the-hold'])(
    'is at most 30 s in the golden rehearsal %s',
    (name) => {
      const golden = goldens().find((one) => one.name === name) as Golden;
      const { revert } = JSON.parse(readFileSync(golden.resultFile, 'utf8'));
      expect(revert.decidedAt - revert.faultAt).toBeLessThanOrEqual(30);
    },
  );
});

test('a hold of 72 hours at the default interval takes fewer than 250 state transitions', async () => {
  const run = async (hold: object | undefined) => {
    const plan = valid(checkPlan({ ...withoutProbes(), hold }));
    const { result } = await rehearse({ plan, scenario: scenario([]), scenarioName: 'healthy' });
    expect(result.outcome).toBe('succeeded');
    return result.execution.transitions;
  };
  expect((await run({ seconds: 259_200 })) - (await run(undefined))).toBeLessThan(250);
});
