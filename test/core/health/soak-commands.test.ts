import { describe, expect, test } from '@jest/globals';
import { commandState, type OperatorCommand } from '../../../lambdas/core/shared/operator-command';
import { operatorCommand } from '../../support/plans/operator-commands';
import { planOf } from '../../support/plans/plans';
import { evaluateAt, say, secondsIn, soakStateOf } from '../../support/plans/soak';

const iso = (seconds: number) => new Date(secondsIn(seconds)).toISOString();
const evaluate = (at: number, plan: ReturnType<typeof planOf>, commands: OperatorCommand[], over = {}) =>
  evaluateAt(at, plan, { commands: commandState(commands), ...over });

describe('an approval by several persons', () => {
  const plan = planOf({
    stages: [
      { percent: 10, soakSeconds: 600, approval: { timeoutSeconds: 1_800, count: 2 } },
      { percent: 100, soakSeconds: 300 },
    ],
  });
  const approve = (by: string, more = {}) => operatorCommand('approve', { by, at: iso(100), ...more });

  test('waits for the second person, and says who has approved', () => {
    expect(evaluate(600, plan, [approve('ada')])).toMatchObject({
      move: 'wait',
      reason: `waiting for 1 more approval since ${iso(600)} (approved by ada); pass`,
    });
    expect(evaluate(600, plan, [])).toMatchObject({
      reason: `waiting for 2 more approvals since ${iso(600)}; pass`,
    });
  });

  test('goes on with both, and names them', () => {
    expect(evaluate(600, plan, [approve('ada'), approve('ben')])).toMatchObject({
      move: 'shift',
      by: 'ada, ben',
      reason: 'approved by ada: lunch; approved by ben: lunch; pass',
    });
  });

  test('counts a person once, however often and under whatever name', () => {
    const again = approve('role/ops/session-2', { person: 'role/ops' });
    expect(evaluate(600, plan, [approve('ada'), approve('ada')]).move).toBe('wait');
    expect(evaluate(600, plan, [approve('role/ops/session-1', { person: 'role/ops' }), again]).move).toBe(
      'wait',
    );
  });

  test('counts those alone whom the plan names', () => {
    const by = ['arn:aws:iam::*:user/ada', 'arn:aws:iam::*:user/ben'];
    const [first, second] = plan.stages as [(typeof plan.stages)[0], (typeof plan.stages)[0]];
    const named = planOf({
      stages: [{ ...first, approval: { timeoutSeconds: 1_800, count: 2, by } }, second],
    });
    const of = (name: string) => approve(`arn:aws:iam::111122223333:user/${name}`);
    expect(evaluate(600, named, [of('ada'), of('eve')])).toMatchObject({
      move: 'wait',
      reason: expect.stringContaining('or of somebody whom the plan does not name'),
    });
    expect(evaluate(600, named, [of('ada'), of('eve'), of('ben')]).move).toBe('shift');
  });

  test('counts what was sent for this soak alone', () => {
    const forAnother = approve('ben', { atPercent: 50 });
    const before = approve('ben', { at: iso(-1) });
    expect(evaluate(600, plan, [approve('ada'), forAnother]).move).toBe('wait');
    expect(evaluate(600, plan, [approve('ada'), before]).move).toBe('wait');
  });
});

describe('a promotion', () => {
  const plan = planOf({
    stages: [
      { percent: 10, soakSeconds: 600 },
      { percent: 100, soakSeconds: 300 },
    ],
    hold: { seconds: 3_600, everySeconds: 600 },
  });
  const promote = (more = {}) => operatorCommand('promote', { at: iso(30), ...more });

  test('ends a soak at the next pass, and is named', () => {
    expect(evaluate(60, plan, [promote()])).toMatchObject({
      move: 'shift',
      by: 'ada',
      reason: 'promoted by ada: lunch; pass',
    });
  });

  test.each(['inconclusive', 'error'] as const)('ends nothing while the verdict is %s', (verdict) => {
    expect(evaluate(60, plan, [promote()], { judgement: say(verdict) }).move).toBe('wait');
  });

  test('ends no soak before its shift is effective', () => {
    const soakState = soakStateOf({ startedAt: iso(-60) });
    expect(evaluate(-1, plan, [promote({ at: iso(-30) })], { soakState }).move).toBe('wait');
    expect(evaluate(0, plan, [promote({ at: iso(-30) })], { soakState }).move).toBe('shift');
  });

  test('ends no soak below the least of the policy, and is evaluated right then', () => {
    const least = promote({ minSoakSeconds: 100 });
    expect(evaluate(60, plan, [least])).toMatchObject({ move: 'wait', waitSeconds: 40 });
    expect(evaluate(100, plan, [least]).move).toBe('shift');
    expect(evaluate(600, plan, [promote({ minSoakSeconds: 900 })]).move).toBe('shift');
  });

  test('does not pass an approval, nor end a pause', () => {
    const gated = planOf({ stages: [{ percent: 100, soakSeconds: 600, approval: { timeoutSeconds: 60 } }] });
    const promoted = promote({ atPercent: 100 });
    expect(evaluate(60, gated, [promoted])).toMatchObject({
      move: 'wait',
      reason: expect.stringContaining('waiting for an approval'),
    });
    expect(evaluate(60, plan, [promote(), operatorCommand('pause')]).move).toBe('wait');
  });

  test.each([
    ['another percent', { atPercent: 50 }],
    ['an earlier soak', { at: iso(-1) }],
  ])('for %s does not end this soak', (_, more) => {
    expect(evaluate(60, plan, [promote(more)]).move).toBe('wait');
  });

  test('of the last soak does not end the hold, and one of the hold does, at the least of the policy', () => {
    const ofSoak = promote({ atPercent: 100 });
    const held = soakStateOf({ stage: 1, phase: 'hold', since: iso(300) });
    expect(evaluate(900, plan, [ofSoak], { soakState: held }).move).toBe('wait');
    const ofHold = promote({ atPercent: 100, at: iso(400), minHoldSeconds: 700 });
    expect(evaluate(900, plan, [ofHold], { soakState: held })).toMatchObject({
      move: 'wait',
      waitSeconds: 100,
    });
    expect(evaluate(1_000, plan, [ofHold], { soakState: held })).toMatchObject({ move: 'finish', by: 'ada' });
  });
});

describe('the end of a cutover', () => {
  const plan = planOf({ stages: [{ percent: 100, soakSeconds: 10 }] });

  test('waits until no write of the cutover can land, and evaluates the route once more', () => {
    expect(evaluateAt(10, plan, { leaseSeconds: 25 })).toMatchObject({ move: 'wait', waitSeconds: 25 });
    expect(evaluateAt(35, plan)).toMatchObject({ move: 'finish' });
  });

  test('waits with no other move: a stage after it may begin, and a fail reverts', () => {
    const more = planOf({
      stages: [
        { percent: 10, soakSeconds: 10 },
        { percent: 100, soakSeconds: 10 },
      ],
    });
    expect(evaluateAt(10, more, { leaseSeconds: 25 }).move).toBe('shift');
    expect(evaluateAt(10, plan, { leaseSeconds: 25, judgement: say('fail') }).move).toBe('revert');
  });
});
