import { describe, expect, test } from '@jest/globals';
import { MAX_ITERATIONS } from '../../../lambdas/core/estimate/estimate';
import { commandState, type OperatorCommand } from '../../../lambdas/core/shared/operator-command';
import { operatorCommand } from '../../support/plans/operator-commands';
import { planOf } from '../../support/plans/plans';
import {
  effectiveAt,
  evaluateAt,
  say,
  secondsIn,
  soakStateOf,
  soakUntilMove,
} from '../../support/plans/soak';

const stages = [
  { percent: 10, soakSeconds: 600 },
  { percent: 100, soakSeconds: 300 },
];
const plan = planOf({ stages });
const commandOf = (kind: OperatorCommand['kind']) => operatorCommand(kind, { by: 'ann', at: effectiveAt });

describe('an operator', () => {
  test.each(['pass', 'inconclusive', 'error', 'fail'] as const)(
    'who aborts reverts when the verdict is %s',
    (verdict) => {
      expect(evaluateAt(0, plan, { judgement: say(verdict), command: commandOf('abort') })).toMatchObject({
        move: 'revert',
        reason: 'aborted by ann: lunch',
        by: 'ann',
        waitSeconds: 0,
      });
    },
  );

  test('who pauses keeps the stage, and is named in the reason', () => {
    expect(evaluateAt(6_000, plan, { command: commandOf('pause') })).toMatchObject({
      move: 'wait',
      waitSeconds: 60,
      reason: 'paused by ann: lunch; pass',
      by: 'ann',
      soakState: { paused: true },
    });
  });

  test('who pauses keeps the hold from beginning and from ending', () => {
    const held = planOf({ stages, hold: { seconds: 60, everySeconds: 30 } });
    const command = commandOf('pause');
    expect(evaluateAt(6_000, held, { command, soakState: soakStateOf({ stage: 1 }) }).soakState.phase).toBe(
      'soak',
    );
    const soakState = soakStateOf({ stage: 1, phase: 'hold' });
    expect(evaluateAt(6_000, held, { command, soakState })).toMatchObject({ move: 'wait', waitSeconds: 30 });
  });

  test('who pauses does not stop the evaluations: inconclusive health and errors still revert', () => {
    const command = commandOf('pause');
    const judgement = say('inconclusive');
    expect(soakUntilMove(plan, () => ({ command, judgement }))).toMatchObject({
      at: 900,
      end: { move: 'revert' },
    });
    const soakState = soakStateOf({ errors: 4 });
    expect(evaluateAt(0, plan, { command, soakState, judgement: say('error') }).move).toBe('revert');
  });

  test('who resumes continues a paused stage, and is named in the reason', () => {
    const command = commandOf('resume');
    const soakState = soakStateOf({ paused: true });
    expect(evaluateAt(0, plan, { command, soakState })).toMatchObject({
      move: 'wait',
      reason: 'resumed by ann: lunch; pass',
      by: 'ann',
      soakState: { paused: false },
    });
    expect(evaluateAt(600, plan, { command, soakState }).move).toBe('shift');
  });

  test('who approves does not end a pause, and the approval counts once somebody resumes', () => {
    const gated = planOf({
      stages: [{ percent: 10, soakSeconds: 600, approval: { timeoutSeconds: 60 } }, stages[1] as never],
    });
    const [pause, approve, resume] = (['pause', 'approve', 'resume'] as const).map(commandOf);
    const soakState = soakStateOf({ paused: true });
    const paused = commandState([pause, approve] as OperatorCommand[]);
    expect(evaluateAt(600, gated, { commands: paused, soakState })).toMatchObject({
      move: 'wait',
      reason: 'paused by ann: lunch; pass',
      soakState: { paused: true, awaitingSince: null },
    });
    const resumed = commandState([pause, approve, resume] as OperatorCommand[]);
    expect(evaluateAt(600, gated, { commands: resumed, soakState })).toMatchObject({
      move: 'shift',
      reason: 'approved by ann: lunch; pass',
      by: 'ann',
    });
  });

  test('who resumed earlier is not named again', () => {
    expect(evaluateAt(0, plan, { command: commandOf('resume') })).toMatchObject({
      reason: 'pass',
      by: 'cutover',
    });
  });

  test('whose command cannot be read leaves a pause in place', () => {
    const soakState = soakStateOf({ paused: true });
    expect(evaluateAt(6_000, plan, { soakState, judgement: say('pass') })).toMatchObject({
      move: 'wait',
      soakState: { paused: true },
    });
  });

  test('who approves a stage does not shorten its soak', () => {
    expect(evaluateAt(599, plan, { command: commandOf('approve') }).move).toBe('wait');
  });

  test('is quoted in at most 1,000 characters', () => {
    const command = { ...commandOf('pause'), reason: 'x'.repeat(2_000) };
    expect(evaluateAt(0, plan, { command }).reason).toHaveLength(1_000);
    expect(evaluateAt(0, plan, { command: { ...command, kind: 'abort' } }).reason).toHaveLength(1_000);
  });

  test('who never ends a pause is stopped before the execution history is full', () => {
    const { end } = soakUntilMove(plan, () => ({ command: commandOf('pause') }));
    expect(end).toMatchObject({ move: 'revert', soakState: { iterations: MAX_ITERATIONS } });
  });
});

describe('a stage with an approval', () => {
  const approved = planOf({
    stages: stages.map((stage) => ({ ...stage, approval: { timeoutSeconds: 1_800 } })),
    hold: { seconds: 3_600 },
  });
  const approval = (seconds: number, atPercent = 10): OperatorCommand =>
    operatorCommand('approve', { by: 'ann', at: new Date(secondsIn(seconds)).toISOString(), atPercent });
  const waiting = soakStateOf({ awaitingSince: new Date(secondsIn(600)).toISOString() });

  test('waits for it after the soak, still evaluated, and says so', () => {
    expect(evaluateAt(600, approved)).toMatchObject({
      move: 'wait',
      waitSeconds: 60,
      reason: 'waiting for an approval since 2026-11-20T12:10:00.000Z; pass',
      by: 'cutover',
      soakState: { awaitingSince: waiting.awaitingSince },
    });
    expect(evaluateAt(660, approved, { soakState: waiting, judgement: say('fail') }).move).toBe('revert');
  });

  test('gives a reason of at most 1,000 characters while it waits', () => {
    const judgement = say('pass', 'x'.repeat(1_000));
    expect(evaluateAt(600, approved, { judgement }).reason).toHaveLength(1_000);
  });

  test('does not wait for it before the soak is over, or without a pass', () => {
    expect(evaluateAt(599, approved).soakState.awaitingSince).toBeNull();
    expect(evaluateAt(600, approved, { judgement: say('inconclusive') }).soakState.awaitingSince).toBeNull();
  });

  test('continues once it is approved, after the soak and not before', () => {
    expect(evaluateAt(599, approved, { command: approval(10) }).move).toBe('wait');
    expect(evaluateAt(600, approved, { command: approval(10) }).move).toBe('shift');
    expect(evaluateAt(900, approved, { command: approval(900), soakState: waiting }).move).toBe('shift');
  });

  test('ignores an approval from before its soak began', () => {
    expect(evaluateAt(600, approved, { command: approval(-1) })).toMatchObject({
      move: 'wait',
      reason:
        'waiting for an approval since 2026-11-20T12:10:00.000Z (that of ann at 2026-11-20T11:59:59.000Z,' +
        ' at 10 %, is for another soak, or of somebody whom the plan does not name); pass',
    });
    expect(evaluateAt(600, approved, { command: approval(0) }).move).toBe('shift');
    const early = soakStateOf({ startedAt: new Date(secondsIn(-60)).toISOString() });
    expect(evaluateAt(600, approved, { command: approval(-60), soakState: early }).move).toBe('shift');
    expect(evaluateAt(600, approved, { command: approval(-61), soakState: early }).move).toBe('wait');
  });

  test.each(['pause', 'resume'] as const)('is not approved by %s', (kind) => {
    expect(evaluateAt(600, approved, { command: commandOf(kind) }).move).toBe('wait');
  });

  test('reverts when the approval times out', () => {
    expect(evaluateAt(2_399.5, approved, { soakState: waiting })).toMatchObject({
      move: 'wait',
      waitSeconds: 1,
    });
    expect(evaluateAt(2_400, approved, { soakState: waiting })).toMatchObject({
      move: 'revert',
      reason: 'not approved within 1800 s after the soak; pass',
    });
    expect(soakUntilMove(approved, () => ({}))).toMatchObject({ at: 2_400, end: { move: 'revert' } });
  });

  test('is evaluated when the approval times out, however long the interval', () => {
    const longInterval = planOf({
      stages: [{ percent: 100, soakSeconds: 600, approval: { timeoutSeconds: 700 } }],
      health: { alarms: ['a'], everySeconds: 300 },
    });
    expect(soakUntilMove(longInterval, () => ({}))).toMatchObject({
      // At 1,125 s, a quarter of the time-out is left, and people are reminded.
      evaluations: [0, 300, 600, 900, 1_125, 1_300],
      end: { move: 'revert' },
    });
    const since = { soakState: waiting };
    expect(evaluateAt(1_299.5, longInterval, since)).toMatchObject({ move: 'wait', waitSeconds: 1 });
  });

  test('reminds once, when a quarter of the time-out is left', () => {
    expect(evaluateAt(1_949, approved, { soakState: waiting })).toMatchObject({
      waitSeconds: 1,
      soakState: { awaitingSince: waiting.awaitingSince },
    });
    expect(evaluateAt(1_949, approved, { soakState: waiting }).soakState).not.toHaveProperty('reminded');
    expect(evaluateAt(1_950, approved, { soakState: waiting }).soakState.reminded).toBe(true);
    // A pause does not hold the reminder back.
    const paused = { soakState: waiting, command: commandOf('pause') };
    expect(evaluateAt(1_950, approved, paused).soakState.reminded).toBe(true);
  });

  test('counts the time-out from when only the approval was missing', () => {
    const late = soakUntilMove(approved, (at) => ({ judgement: say(at < 900 ? 'inconclusive' : 'pass') }));
    expect(late).toMatchObject({
      at: 2_700,
      end: { move: 'revert', reason: expect.stringMatching(/^not approved/) },
    });
  });

  test('does not extend the time-out for a pause, nor for an inconclusive verdict in between', () => {
    const paused = soakUntilMove(approved, () => ({ command: commandOf('pause') }));
    expect(paused).toMatchObject({ at: 2_400, end: { move: 'revert', soakState: { paused: true } } });
    const doubted = soakUntilMove(approved, (at) => ({
      judgement: say(at >= 900 && at < 1_500 ? 'inconclusive' : 'pass'),
    }));
    expect(doubted).toMatchObject({ at: 2_400, end: { move: 'revert' } });
  });

  test('is approved by a command that also ends a pause', () => {
    const script = (at: number) => ({ command: at < 900 ? commandOf('pause') : approval(890) });
    expect(soakUntilMove(approved, script)).toMatchObject({
      at: 900,
      end: { move: 'shift', soakState: { paused: false } },
    });
  });

  test.each([
    ['fail', 660],
    ['error', 900],
    ['inconclusive', 1_560],
  ] as const)(
    'reverts while it waits when the verdict is %s, at %i s as without an approval',
    (verdict, at) => {
      const script = (now: number) => ({ judgement: say(now <= 600 ? 'pass' : verdict) });
      expect(soakUntilMove(approved, script)).toMatchObject({ at, end: { move: 'revert' } });
    },
  );

  test('accepts an approval in time that is read after the time-out', () => {
    expect(evaluateAt(9_000, approved, { soakState: waiting, command: approval(700) }).move).toBe('shift');
  });

  test('may be the last one: the approval starts the hold, which needs none itself', () => {
    const soakState = soakStateOf({ stage: 1 });
    expect(evaluateAt(300, approved, { soakState }).soakState.phase).toBe('soak');
    const { soakState: held } = evaluateAt(300, approved, { soakState, command: approval(300, 100) });
    expect(held.phase).toBe('hold');
    expect(evaluateAt(3_900, approved, { soakState: held }).move).toBe('finish');
  });
});
