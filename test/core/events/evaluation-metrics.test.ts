import { describe, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { addPaths, beginEvidence, type Evidence } from '../../../lambdas/core/comparison/evidence';
import {
  evaluationMetrics,
  type RouteMetric,
  revertMetrics,
} from '../../../lambdas/core/events/evaluation-metrics';
import type { Verdict } from '../../../lambdas/core/health/verdict';
import { compareSchema } from '../../../lambdas/core/plan/compare';
import { planOf } from '../../support/plans/plans';
import { soakStateOf } from '../../support/plans/soak';

const startedAt = '2026-11-20T12:00:00.000Z';
const plan = planOf({
  stages: [
    { percent: 10, soakSeconds: 600 },
    { percent: 60, soakSeconds: 600 },
    { percent: 100, soakSeconds: 600 },
  ],
});
const compare = v.parse(compareSchema, {});
const NOON = Date.parse(startedAt);

function written(verdict: Verdict, now: number, stage = 1) {
  const soakState = soakStateOf({ stage, startedAt });
  return byName(evaluationMetrics(plan, soakState, { verdict, soakState }, now));
}

const byName = (metrics: readonly RouteMetric[]) =>
  Object.fromEntries(metrics.map(({ name, value }) => [name, value]));

test.each<[Verdict, string]>([
  ['pass', 'EvaluationPass'],
  ['fail', 'EvaluationFail'],
  ['inconclusive', 'EvaluationInconclusive'],
  ['error', 'EvaluationError'],
])('%s is 1 in its own metric and 0 in the others', (verdict, name) => {
  const { EvaluationPass, EvaluationFail, EvaluationInconclusive, EvaluationError } = written(verdict, NOON);
  const all = { EvaluationPass, EvaluationFail, EvaluationInconclusive, EvaluationError };
  expect(all).toEqual({
    ...{ EvaluationPass: 0, EvaluationFail: 0, EvaluationInconclusive: 0, EvaluationError: 0 },
    [name]: 1,
  });
});

test('has the stage, its percent, and the seconds since its monitoring began', () => {
  expect(written('pass', NOON + 90_400)).toMatchObject({ Percent: 60, Stage: 1, SecondsInStage: 90 });
});

test('a clock that is behind gives 0 seconds', () => {
  expect(written('pass', NOON - 5_000)).toMatchObject({ SecondsInStage: 0 });
});

describe('the requests that the comparison has counted', () => {
  const minute = (i: number, requests: number) => ({ at: 60_000 * i, requests, errors: 0, latencyMs: null });
  const nothing = beginEvidence(0);
  /** Two minutes of each path, and a third. */
  const two = addPaths(
    nothing,
    compare,
    { old: [minute(0, 90), minute(1, 80)], new: [minute(0, 10)] },
    120_000,
  );
  const three = addPaths(two, compare, { old: [minute(2, 60)], new: [minute(2, 7)] }, 180_000);

  const requests = (before: Evidence | null, after: Evidence) => {
    const stateOf = (comparison: Evidence | null) =>
      soakStateOf({ startedAt, ...(comparison === null ? {} : { comparison }) });
    const decision = { verdict: 'pass', soakState: stateOf(after) } as const;
    const { RequestsNew, RequestsOld } = byName(evaluationMetrics(plan, stateOf(before), decision, NOON));
    return [RequestsNew, RequestsOld];
  };

  test.each<[string, Evidence | null, Evidence, (number | undefined)[]]>([
    ['the first evaluation', null, two, [10, 170]],
    ['an evaluation after another', two, three, [7, 60]],
    ['nothing new', three, three, [0, 0]],
    ['a comparison that has restarted', three, two, [10, 170]],
    ['no minute yet', null, nothing, [undefined, undefined]],
  ])('%s', (_, before, after, expected) => {
    expect(requests(before, after)).toEqual(expected);
  });
});

test('a revert takes from the start of its execution to its end', () => {
  expect(revertMetrics(startedAt, NOON + 75_600)).toEqual([
    { name: 'RevertSeconds', unit: 'Seconds', value: 76 },
  ]);
});
