import { describe, expect, test } from '@jest/globals';
import { MAX_ITERATIONS } from '../../../lambdas/core/estimate/estimate';
import { startSoak } from '../../../lambdas/core/health/soak-state';
import type { Plan } from '../../../lambdas/core/plan/plan';
import type { OperatorCommand } from '../../../lambdas/core/shared/operator-command';
import { plural } from '../../../lambdas/core/shared/plural';
import { operatorCommand } from '../../support/plans/operator-commands';
import { type PlanInput, planOf } from '../../support/plans/plans';
import {
  effectiveAt,
  evaluateAt,
  type Script,
  say,
  secondsIn,
  soakStateOf,
  soakUntilMove,
} from '../../support/plans/soak';

const stages = [
  { percent: 10, soakSeconds: 600 },
  { percent: 100, soakSeconds: 300 },
];
const planWith = (over: Partial<PlanInput['health']> = {}, hold?: PlanInput['hold']): Plan =>
  planOf({
    stages,
    health: { alarms: ['a'], everySeconds: 60, ...over },
    ...(hold === undefined ? {} : { hold }),
  });
const plan = planWith();
const commandOf = (kind: OperatorCommand['kind']) => operatorCommand(kind, { by: 'ann', at: effectiveAt });

test('a soak begins with no verdict, counted from when the shift is effective', () => {
  expect(startSoak(1, effectiveAt, 7)).toEqual({
    phase: 'soak',
    stage: 1,
    startedAt: effectiveAt,
    effectiveAt,
    since: effectiveAt,
    errors: 0,
    inconclusiveSince: null,
    iterations: 7,
    lastVerdict: null,
    paused: false,
    awaitingSince: null,
    deployment: null,
  });
  const startedAt = '2026-11-20T11:59:00.000Z';
  expect(startSoak(1, effectiveAt, 7, startedAt)).toMatchObject({ startedAt, since: effectiveAt });
});

describe('a pass', () => {
  test('waits before the end of the soak', () => {
    expect(evaluateAt(599.9, plan)).toMatchObject({
      move: 'wait',
      waitSeconds: 1,
      reason: 'pass',
      by: 'cutover',
    });
  });

  test('shifts to the next stage at the end of the soak', () => {
    expect(evaluateAt(600, plan)).toEqual({
      move: 'shift',
      reason: 'pass',
      waitSeconds: 0,
      verdict: 'pass',
      by: 'cutover',
      soakState: soakStateOf({ iterations: 1, lastVerdict: 'pass' }),
    });
  });

  test('waits before the shift is effective, even without a soak', () => {
    const atOnce = planOf({ stages: [{ percent: 100, soakSeconds: 0 }] });
    expect(evaluateAt(-1, atOnce).move).toBe('wait');
    expect(evaluateAt(0, atOnce).move).toBe('finish');
  });

  test('finishes at the end of the last stage when there is no hold', () => {
    expect(evaluateAt(300, plan, { soakState: soakStateOf({ stage: 1 }) }).move).toBe('finish');
  });

  test('throws for a stage that is not in the plan', () => {
    expect(() => evaluateAt(600, plan, { soakState: soakStateOf({ stage: 2 }) })).toThrow(RangeError);
  });
});

describe('the hold', () => {
  const held = planWith({}, { seconds: 3_600, everySeconds: 900 });
  const last = soakStateOf({ stage: 1 });

  test('begins after the last stage, and not before', () => {
    expect(evaluateAt(600, held).move).toBe('shift');
    expect(evaluateAt(300, held, { soakState: last })).toMatchObject({
      move: 'wait',
      waitSeconds: 900,
      soakState: { phase: 'hold', stage: 1, effectiveAt, since: new Date(secondsIn(300)).toISOString() },
    });
  });

  test('lasts its own time, evaluated in its own interval, and then finishes', () => {
    const { end, evaluations } = soakUntilMove(held, () => ({}), { soakState: last, from: 300 });
    expect(end.move).toBe('finish');
    expect(evaluations).toEqual([300, 1_200, 2_100, 3_000, 3_900]);
  });

  test('is evaluated a last time when it ends, however long the interval', () => {
    const uneven = planWith({}, { seconds: 1_000, everySeconds: 900 });
    expect(soakUntilMove(uneven, () => ({}), { soakState: last, from: 300 }).evaluations).toEqual([
      300, 1_200, 1_300,
    ]);
  });

  test.each([
    [0, 1],
    [30, 30],
    [900, 900],
    [901, 900],
  ])('of %i s is first evaluated after %i s', (seconds, waitSeconds) => {
    const short = planWith({}, { seconds, everySeconds: 900 });
    expect(evaluateAt(300, short, { soakState: last }).waitSeconds).toBe(waitSeconds);
  });

  test('reverts at once on a fail', () => {
    const { soakState } = evaluateAt(300, held, { soakState: last });
    expect(evaluateAt(1_200, held, { soakState, judgement: say('fail') }).move).toBe('revert');
  });

  test('uses the times of its stage when the plan has no hold any more', () => {
    const soakState = soakStateOf({ stage: 1, phase: 'hold' });
    expect(evaluateAt(299, plan, { soakState })).toMatchObject({ move: 'wait', waitSeconds: 1 });
    expect(evaluateAt(300, plan, { soakState }).move).toBe('finish');
  });
});

describe('a fail', () => {
  test.each([
    ['at once', -60, {}],
    ['at the end of the soak', 600, {}],
    ['while paused', 600, { command: commandOf('pause') }],
    ['although an operator approved', 600, { command: commandOf('approve') }],
  ])('reverts %s', (_, at, over) => {
    expect(evaluateAt(at, plan, { ...over, judgement: say('fail', 'alarm "a" is in ALARM') })).toMatchObject({
      move: 'revert',
      reason: 'alarm "a" is in ALARM',
      waitSeconds: 0,
      by: 'cutover',
      soakState: { lastVerdict: 'fail', iterations: 1 },
    });
  });

  test('reverts with a reason of at most 1,000 characters', () => {
    expect(evaluateAt(0, plan, { judgement: say('fail', 'x'.repeat(2_000)) }).reason).toHaveLength(1_000);
  });
});

describe('errors', () => {
  /** So many errors, then passes. */
  const failing = (times: number): Script =>
    (() => {
      let left = times;
      return () => {
        left -= 1;
        return { judgement: left >= 0 ? say('error', 'CloudWatch is away') : say('pass') };
      };
    })();

  test.each([0, 1, 4])('wait up to a limit of %i in a row, and revert on one more', (errorLimit) => {
    const limited = planWith({ errorLimit });
    expect(soakUntilMove(limited, failing(errorLimit)).end.move).toBe('shift');
    const { end, evaluations } = soakUntilMove(limited, failing(errorLimit + 1));
    expect(evaluations).toHaveLength(errorLimit + 1);
    expect(end).toMatchObject({
      move: 'revert',
      reason:
        `health could not be measured ${plural(errorLimit + 1, 'time')} in a row (limit ` +
        `${errorLimit}): CloudWatch is away`,
    });
  });

  test.each(['pass', 'inconclusive'] as const)(
    'are counted from 0 again after a verdict of %s',
    (verdict) => {
      const soakState = soakStateOf({ errors: 4 });
      expect(evaluateAt(0, plan, { soakState, judgement: say(verdict) }).soakState.errors).toBe(0);
    },
  );

  test('repeat the measurement within a minute when the plan’s interval is longer', () => {
    const seldom = planWith({ everySeconds: 300 });
    expect(evaluateAt(0, seldom, { judgement: say('error') }).waitSeconds).toBe(60);
    expect(evaluateAt(0, seldom, { soakState: soakStateOf({ errors: 1 }) }).waitSeconds).toBe(300);
    expect(evaluateAt(0, planWith({ everySeconds: 15 }), { judgement: say('error') }).waitSeconds).toBe(15);
  });

  test('advance nothing at the end of the soak', () => {
    expect(evaluateAt(6_000, plan, { judgement: say('error') })).toMatchObject({
      move: 'wait',
      waitSeconds: 60,
    });
  });
});

describe('a hold without data', () => {
  const held = planWith({ inconclusiveLimitSeconds: 900 }, { seconds: 7_200, everySeconds: 300 });
  const quiet = say('inconclusive', 'no data');
  const inHold = soakStateOf({ stage: 1, phase: 'hold' });
  const from = (start: number, end: number): Script => {
    return (at) => ({ judgement: at >= start && at < end ? quiet : say('pass') });
  };

  test('waits for longer than a soak may: a quiet night does not revert a finished cutover', () => {
    const { end, at } = soakUntilMove(held, from(600, 6_000), { soakState: inHold });
    expect([end.move, at]).toEqual(['finish', 7_200]);
  });

  test('does not end before the data is back, and asks less and less often', () => {
    const { end, at, evaluations } = soakUntilMove(held, from(6_900, 30_000), { soakState: inHold });
    expect(end.move).toBe('finish');
    expect(evaluations.filter((one) => one >= 7_200)).toEqual([
      7_200, 7_500, 8_100, 9_300, 11_700, 15_300, 18_900, 22_500, 26_100, 29_700, 33_300,
    ]);
    expect(at).toBe(33_300);
  });

  test('reverts after its own limit, and says that it is that of the hold', () => {
    const { end } = soakUntilMove(held, from(600, Number.POSITIVE_INFINITY), { soakState: inHold });
    expect(end.move).toBe('revert');
    expect(end.reason).toMatch(
      /^health has been inconclusive for \d+ s \(limit 86400 s in the hold\): no data$/,
    );
    const strict = planWith({}, { seconds: 7_200, everySeconds: 300, inconclusiveLimitSeconds: 600 });
    const { at, end: early } = soakUntilMove(strict, from(600, 6_000), { soakState: inHold });
    expect([early.move, at]).toEqual(['revert', 1_200]);
  });

  test('is tried again soon after an error, also when it is over', () => {
    const judgement = say('error', 'throttled');
    const inconclusiveSince = new Date(secondsIn(0)).toISOString();
    const soakState = { ...inHold, inconclusiveSince };
    expect(evaluateAt(8_000, held, { judgement, soakState }).waitSeconds).toBe(60);
  });

  test('reverts at once on a fail', () => {
    expect(evaluateAt(8_000, held, { judgement: say('fail'), soakState: inHold }).move).toBe('revert');
  });
});

describe('inconclusive health', () => {
  const withLimit = planWith({ inconclusiveLimitSeconds: 120 });
  const unsure = { judgement: say('inconclusive', 'no data'), evaluationRangeSeconds: 300 };
  const since = (seconds: number) =>
    soakStateOf({ inconclusiveSince: new Date(secondsIn(seconds)).toISOString() });

  test('is only too early within the evaluation range', () => {
    expect(evaluateAt(299.9, withLimit, unsure)).toMatchObject({
      move: 'wait',
      soakState: { inconclusiveSince: null },
    });
    expect(evaluateAt(300, withLimit, unsure)).toMatchObject({
      move: 'wait',
      soakState: { inconclusiveSince: new Date(secondsIn(300)).toISOString() },
    });
  });

  test('keeps its beginning and reverts at the limit', () => {
    expect(evaluateAt(419.9, withLimit, { ...unsure, soakState: since(300) })).toMatchObject({
      move: 'wait',
      soakState: { inconclusiveSince: new Date(secondsIn(300)).toISOString() },
    });
    expect(evaluateAt(420, withLimit, { ...unsure, soakState: since(300) })).toMatchObject({
      move: 'revert',
      reason: 'health has been inconclusive for 120 s (limit 120 s): no data',
    });
  });

  test('is reported in whole seconds', () => {
    expect(evaluateAt(430.9, withLimit, { ...unsure, soakState: since(300) }).reason).toMatch(
      /for 130 s \(limit/,
    );
  });

  test('since the shift reverts at the limit, counted from the end of the evaluation range', () => {
    expect(soakUntilMove(withLimit, () => unsure)).toMatchObject({ at: 420, end: { move: 'revert' } });
  });

  test('ends with a pass', () => {
    const script: Script = (at) => (at === 360 ? { ...unsure, judgement: say('pass') } : unsure);
    expect(soakUntilMove(withLimit, script)).toMatchObject({ at: 540, end: { move: 'revert' } });
  });

  test('continues through an error, which may itself reach the limit', () => {
    const script: Script = (at) => (at === 360 ? { ...unsure, judgement: say('error') } : unsure);
    expect(soakUntilMove(withLimit, script)).toMatchObject({ at: 420, end: { move: 'revert' } });
    expect(evaluateAt(420, withLimit, { soakState: since(300), judgement: say('error') }).move).toBe(
      'revert',
    );
  });

  test('does not begin with an error', () => {
    const judgement = say('error');
    expect(
      evaluateAt(900, withLimit, { judgement, evaluationRangeSeconds: 300 }).soakState.inconclusiveSince,
    ).toBeNull();
  });

  test('with a limit of 0 reverts at once, though not while it is too early', () => {
    const strict = planWith({ inconclusiveLimitSeconds: 0 });
    expect(soakUntilMove(strict, () => unsure)).toMatchObject({ at: 300, end: { move: 'revert' } });
  });

  test('advances nothing at the end of the soak', () => {
    const lenient = planWith({ inconclusiveLimitSeconds: 9_000 });
    expect(evaluateAt(6_000, lenient, unsure)).toMatchObject({ move: 'wait', waitSeconds: 60 });
  });
});

describe('the history of the execution', () => {
  test('ends the cutover before it is full', () => {
    const pass = evaluateAt(0, plan, { soakState: soakStateOf({ iterations: MAX_ITERATIONS - 2 }) });
    expect(pass.move).toBe('wait');
    expect(evaluateAt(0, plan, { soakState: pass.soakState })).toMatchObject({
      move: 'revert',
      reason:
        `the execution history is nearly full after ${MAX_ITERATIONS} iterations (limit ` +
        `${MAX_ITERATIONS}): pass`,
    });
  });
});
