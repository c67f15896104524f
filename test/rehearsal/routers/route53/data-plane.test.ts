import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { checkPlan } from '../../../../lambdas/core/plan/plan-checks';
import { rehearse } from '../../../../lib/rehearsal/rehearse';
import { checkScenario } from '../../../../lib/rehearsal/scenario';
import { START } from '../../../../lib/rehearsal/world/world';
import { valid } from '../../../../tools/golden/golden-files';

const planText = readFileSync(join(__dirname, '../../golden/plan-with-health-check.yaml'), 'utf8');
const TTL_SECONDS = 60;
/** From the alarm until the last server of Route 53 no longer answers with the new path. */
const DATA_PLANE_SECONDS = 30;

/** The new path fails from `errorsAt` on, and no control plane is reachable from `deadAt` to `deadUntil`. */
async function run(times: { errorsAt: number; deadAt: number; deadUntil: number }, plan = parse(planText)) {
  const faults = [
    { kind: 'errors', path: 'new', rate: 0.2, at: times.errorsAt },
    { kind: 'control-plane-dead', at: times.deadAt, forSeconds: times.deadUntil - times.deadAt },
  ];
  const { result, samples, percents } = await rehearse({
    plan: valid(checkPlan(plan)),
    scenario: valid(checkScenario({ traffic: { stubbornShare: 0 }, faults })),
    scenarioName: 'data-plane',
  });
  const between = (from: number, to: number) => {
    const here = samples.filter(({ at, seconds }) => {
      const end = (at - START) / 1_000;
      return end - seconds >= from && end <= to;
    });
    const sum = (of: 'requests' | 'onNew') => here.reduce((total, one) => total + one[of], 0);
    return { requests: sum('requests'), onNew: sum('onNew') };
  };
  return { result, percents, between, alarmAt: result.revert?.alarmAt ?? Number.NaN };
}

const cases: [number, { errorsAt: number; deadAt: number; deadUntil: number }][] = [
  [20, { errorsAt: 200, deadAt: 365, deadUntil: 500 }],
  [100, { errorsAt: 870, deadAt: 1_000, deadUntil: 1_160 }],
];

describe.each(cases)('with %d %% on a failing new path and every control plane down', (percent, times) => {
  test('all clients leave the new path within 30 s and the TTL after the alarm', async () => {
    const { between, percents, alarmAt } = await run(times);
    const leftAt = alarmAt + DATA_PLANE_SECONDS + TTL_SECONDS;
    expect(leftAt).toBeLessThan(times.deadUntil);
    expect(between(times.deadAt, alarmAt).onNew).toBeGreaterThan(0);
    const { requests, onNew } = between(leftAt, times.deadUntil);
    expect(requests).toBeGreaterThan(100);
    expect(onNew).toBe(0);
    const held = percents.filter(({ at }) => at <= times.deadUntil);
    expect(held.at(-1)?.percent).toBe(percent);
  });

  test('the revert completes later, and no client sees the new path again', async () => {
    const { result, between, alarmAt } = await run(times);
    expect(result).toMatchObject({ outcome: 'reverted', traffic: { finalPercent: 0 } });
    expect(result.revert?.acceptedAt).toBeGreaterThan(times.deadUntil);
    const leftAt = alarmAt + DATA_PLANE_SECONDS + TTL_SECONDS;
    expect(between(leftAt, result.durationSeconds).onNew).toBe(0);
  });

  test('clients stay on the new path until then when the plan has no health check', async () => {
    const plan = parse(planText);
    const { newHealthCheck: _, ...router } = plan.router;
    const { between, alarmAt } = await run(times, { ...plan, router });
    const leftAt = alarmAt + DATA_PLANE_SECONDS + TTL_SECONDS;
    expect(between(leftAt, times.deadUntil).onNew).toBeGreaterThan(0);
  });
});
