import { describe, expect, test } from '@jest/globals';
import { restartMeasurement } from '../../../lambdas/core/health/soak-state';
import { COMPARABLE_AFTER_SECONDS } from '../../../lambdas/core/health/undecided';
import type { Judgement, Undecided } from '../../../lambdas/core/health/verdict';
import type { Plan } from '../../../lambdas/core/plan/plan';
import { operatorCommand } from '../../support/plans/operator-commands';
import { planOf } from '../../support/plans/plans';
import {
  effectiveAt,
  evaluateAt,
  type Script,
  say,
  secondsIn,
  soakStateOf,
  soakUntilMove,
} from '../../support/plans/soak';

const iso = (seconds: number) => new Date(secondsIn(seconds)).toISOString();
const plan: Plan = planOf({
  stages: [
    { percent: 10, soakSeconds: 600 },
    { percent: 50, soakSeconds: 600 },
  ],
  health: { alarms: ['a'], everySeconds: 60, inconclusiveLimitSeconds: 900 },
  hold: { seconds: 7_200, everySeconds: 600, inconclusiveLimitSeconds: 1_800 },
});
const REASON = 'error rate: 0.40 percentage points above (between -0.1 and 0.9), the limit is 0.50';
const unknown = (whenUnknown: Undecided['whenUnknown'], limitSeconds: number | null = null): Judgement => ({
  ...say('inconclusive', REASON),
  undecided: { whenUnknown, limitSeconds },
});
/** Unknown until a time, then known. */
const until =
  (end: number, judgement = unknown('revert')): Script =>
  (at) => ({ judgement: at < end ? judgement : say('pass') });
const never = Number.POSITIVE_INFINITY;

describe('a comparison that is not known', () => {
  test('is no doubt about health before the soak is over', () => {
    for (const at of [0, 300, 599]) {
      const { soakState, move, verdict } = evaluateAt(at, plan, { judgement: unknown('revert') });
      expect({ move, verdict }).toEqual({ move: 'wait', verdict: 'inconclusive' });
      expect(soakState.inconclusiveSince).toBeNull();
      expect(soakState).not.toHaveProperty('undecidedSince');
    }
  });

  test('ends an earlier doubt, which was about something else', () => {
    const soakState = soakStateOf({ inconclusiveSince: iso(0) });
    const { soakState: after } = evaluateAt(300, plan, { judgement: unknown('revert'), soakState });
    expect(after.inconclusiveSince).toBeNull();
  });

  test('counts from the end of the soak, also while something else is missing or away', () => {
    const { soakState } = evaluateAt(600, plan, { judgement: unknown('revert') });
    expect(soakState).toMatchObject({ undecidedSince: iso(600), inconclusiveSince: null });
    for (const judgement of [say('error'), say('inconclusive'), unknown('revert')]) {
      const after = evaluateAt(700, plan, { judgement, soakState }).soakState;
      expect(after.undecidedSince).toBe(iso(600));
    }
    const { soakState: known } = evaluateAt(700, plan, { soakState });
    expect(known).not.toHaveProperty('undecidedSince');
  });

  test('advances as soon as it is known', () => {
    expect(soakUntilMove(plan, until(900))).toMatchObject({ at: 900, end: { move: 'shift' } });
  });

  test('reverts at once on a fail', () => {
    expect(evaluateAt(300, plan, { judgement: say('fail') }).move).toBe('revert');
  });

  test('is first evaluated again when the soak is over', () => {
    expect(evaluateAt(570, plan, { judgement: unknown('revert') }).waitSeconds).toBe(30);
  });

  test('is no doubt before anything can have been compared, however short the soak', () => {
    const short = planOf({
      stages: [{ percent: 10, soakSeconds: 0 }],
      health: { alarms: ['a'], everySeconds: 70, inconclusiveLimitSeconds: 0 },
    });
    expect(soakUntilMove(short, until(never))).toMatchObject({
      at: COMPARABLE_AFTER_SECONDS,
      end: { move: 'revert' },
    });
  });
});

describe('after the soak, a comparison that stays unknown', () => {
  test('reverts after the limit for any doubt, with the interval', () => {
    const { at, end } = soakUntilMove(plan, until(never));
    expect(at).toBe(600 + 900);
    expect(end).toMatchObject({
      move: 'revert',
      verdict: 'inconclusive',
      reason: `the comparison has been inconclusive for 900 s after the soak (limit 900 s): ${REASON}`,
    });
  });

  test('waits up to a limit of its own, ever longer between two evaluations', () => {
    const { at, end, evaluations } = soakUntilMove(plan, until(never, unknown('wait', 7_200)));
    expect(end.reason).toContain('after the soak (limit 7200 s)');
    expect(end.move).toBe('revert');
    expect(evaluations.filter((one) => one >= 600)).toEqual([
      600, 660, 720, 840, 1_080, 1_560, 2_520, 4_440, 7_800,
    ]);
    expect(at).toBe(7_800);
    expect(soakUntilMove(plan, until(4_000, unknown('wait', 7_200))).end.move).toBe('shift');
  });

  test('is accepted from the end of the soak on, and the decision says so', () => {
    const script = until(never, unknown('accept'));
    expect(evaluateAt(599, plan, { ...script(599) })).toMatchObject({
      move: 'wait',
      verdict: 'inconclusive',
    });
    const { at, end } = soakUntilMove(plan, script);
    expect(at).toBe(600);
    expect(end).toMatchObject({
      move: 'shift',
      verdict: 'pass',
      reason: `accepted although it is not known: ${REASON}`,
      soakState: { lastVerdict: 'pass' },
    });
    expect(end.soakState).not.toHaveProperty('undecidedSince');
  });

  test('does not hide another doubt, which has its own limit', () => {
    const script: Script = (at) => ({
      judgement: at < 660 ? unknown('wait', 7_200) : say('inconclusive', 'no data'),
    });
    const { at, end } = soakUntilMove(plan, script);
    expect([at, end.reason]).toEqual([
      1_560,
      'health has been inconclusive for 900 s (limit 900 s): no data',
    ]);
  });

  test('is not judged by its limit while it cannot be measured', () => {
    const soakState = soakStateOf({ undecidedSince: iso(600) });
    expect(evaluateAt(5_000, plan, { judgement: say('error'), soakState }).move).toBe('wait');
  });

  test('counts from the end that a promotion sets', () => {
    const command = operatorCommand('promote', { at: effectiveAt, atPercent: 10, minSoakSeconds: 300 });
    const { soakState } = evaluateAt(300, plan, { judgement: unknown('revert'), command });
    expect(soakState.undecidedSince).toBe(iso(300));
  });

  test('has the time of a soak again after a deployment', () => {
    const before = soakStateOf({ undecidedSince: iso(650) });
    const soakState = restartMeasurement(before, { name: 'd-1', done: true }, iso(1_000));
    expect(soakState).not.toHaveProperty('undecidedSince');
    const { at, end } = soakUntilMove(plan, until(never), { soakState, from: 1_000 });
    expect([at, end.move]).toEqual([1_000 + 600 + 900, 'revert']);
  });
});

describe('in a hold below 100 %, a comparison that stays unknown', () => {
  const soakState = soakStateOf({ stage: 1, phase: 'hold', since: iso(1_000) });
  const held = (judgement: Judgement) =>
    soakUntilMove(plan, until(never, judgement), { soakState, from: 1_000 });

  test('is no doubt before the hold is over, and reverts after its limit', () => {
    const { at, end } = held(unknown('revert'));
    expect(end.reason).toContain('for 1800 s after the hold (limit 1800 s)');
    expect([at, end.move]).toEqual([1_000 + 7_200 + 1_800, 'revert']);
  });

  test('waits, or is accepted, as the plan says', () => {
    expect(held(unknown('wait', 3_600)).at).toBe(1_000 + 7_200 + 3_600);
    expect(held(unknown('accept'))).toMatchObject({ at: 8_200, end: { move: 'finish', verdict: 'pass' } });
  });
});
