import { expect, test } from '@jest/globals';
import { addPaths, beginEvidence } from '../../../lambdas/core/comparison/evidence';
import type { Plan } from '../../../lambdas/core/plan/plan';
import { comparisonSample } from '../../../lib/rehearsal/timeline/comparison-sample';
import { planOf } from '../../support/plans/plans';
import { soakStateOf } from '../../support/plans/soak';

const stages = [
  { percent: 0, soakSeconds: 60 },
  { percent: 50, soakSeconds: 600 },
];
const compare = { old: 'app/old/0123456789abcdef', new: 'app/new/0123456789abcdef' };
const planWith = (over: object = {}) =>
  planOf({ stages, health: { alarms: ['a'], compare: { ...compare, ...over } } });
const minutes = Array.from({ length: 30 }, (_, i) => ({
  ...{ at: 60_000 * i, requests: 1_000, errors: 10, latencyMs: 40 },
}));
const left = (plan: Plan, state: object, name = 'EvaluateHealth') => {
  const soakState = soakStateOf({ stage: 1, ...state });
  const event = { kind: 'left' as const, state: name, result: { soakState } };
  return comparisonSample(plan, event as never, 90);
};
const evidence = (plan: Plan) => {
  const written = plan.health.compare as Exclude<Plan['health']['compare'], 'none' | undefined>;
  return addPaths(beginEvidence(0), written, { old: minutes, new: minutes }, 30 * 60_000);
};

test('an evaluation has a sample of what it knew of the error rates', () => {
  const plan = planWith();
  expect(left(plan, { comparison: evidence(plan) })).toEqual({
    at: 90,
    percent: 50,
    estimate: 0,
    low: expect.any(Number),
    high: expect.any(Number),
    limit: 0.5,
  });
});

// Every row has a value for each argument: for a missing one, Jest passes a callback and waits for its call.
test.each<[string, Plan, (plan: Plan) => object, string]>([
  ['another state', planWith(), (plan) => ({ comparison: evidence(plan) }), 'ProbeNewPath'],
  ['a plan without a comparison', planOf(), () => ({}), 'EvaluateHealth'],
  ['a stage at 0 %', planWith(), (plan) => ({ stage: 0, comparison: evidence(plan) }), 'EvaluateHealth'],
  ['no evidence', planWith(), () => ({}), 'EvaluateHealth'],
  ['nothing known', planWith(), () => ({ comparison: beginEvidence(0) }), 'EvaluateHealth'],
  [
    'another measure',
    planWith({ measures: ['latency'] }),
    (plan) => ({ comparison: evidence(plan) }),
    'EvaluateHealth',
  ],
])('there is none for %s', (_, plan, state, name) => {
  expect(left(plan, state(plan), name)).toBeNull();
});

test('there is none for another event', () => {
  const event = { kind: 'entered', state: 'EvaluateHealth' };
  expect(comparisonSample(planWith(), event as never, 90)).toBeNull();
});
