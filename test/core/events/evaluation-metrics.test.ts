import { expect, test } from '@jest/globals';
import { evaluationMetrics } from '../../../lambdas/core/events/evaluation-metrics';
import type { Verdict } from '../../../lambdas/core/health/verdict';
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
const NOON = Date.parse(startedAt);

function written(verdict: Verdict, now: number, stage = 1) {
  const soakState = soakStateOf({ stage, startedAt });
  const decision = { move: 'wait', reason: '', waitSeconds: 60, verdict, soakState, by: 'cutover' } as const;
  return Object.fromEntries(evaluationMetrics(plan, decision, now).map(({ name, value }) => [name, value]));
}

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
