import { describe, expect, test } from '@jest/globals';
import { MAX_ITERATIONS } from '../../../lambdas/core/estimate/estimate';
import type { OperatorCommand } from '../../../lambdas/core/health/soak';
import { planOf } from '../../support/plans/plans';
import { effectiveAt, evaluateAt, say, secondsIn, soakStateOf, soakUntilMove } from '../../support/plans/soak';

const stages = [
  { percent: 10, soakSeconds: 600 },
  { percent: 100, soakSeconds: 300 },
];
const plan = planOf({ stages });
const asked = (kind: OperatorCommand['kind']): OperatorCommand => ({
  kind,
  by: 'ann',
  reason: 'lunch',
  at: effectiveAt,
});

describe('the operator', () => {
  test.each(['pass', 'inconclusive', 'error', 'fail'] as const)(
    'who aborts reverts, although the verdict is %s',
    (verdict) => {
      expect(evaluateAt(0, plan, { judgement: say(verdict), request: asked('abort') })).toMatchObject({
        move: 'revert',
        reason: 'aborted by ann: lunch',
        by: 'ann',
        waitSeconds: 0,
      });
    },
  );

  test('who pauses keeps the stage where it is, and is named', () => {
    expect(evaluateAt(6_000, plan, { request: asked('pause') })).toMatchObject({
      move: 'wait',
      waitSeconds: 60,
      reason: 'paused by ann: lunch; pass',
      by: 'ann',
      soakState: { paused: true },
    });
  });

  test('who pauses keeps the hold from ending, and from beginning', () => {
    const held = planOf({ stages, hold: { seconds: 60, everySeconds: 30 } });
    const request = asked('pause');
    expect(evaluateAt(6_000, held, { request, soakState: soakStateOf({ stage: 1 }) }).soakState.phase).toBe('soak');
    const soakState = soakStateOf({ stage: 1, phase: 'hold' });
    expect(evaluateAt(6_000, held, { request, soakState })).toMatchObject({ move: 'wait', waitSeconds: 30 });
  });

  test('who pauses does not stop the watching: doubt and errors still revert', () => {
    const request = asked('pause');
    const judgement = say('inconclusive');
    expect(soakUntilMove(plan, () => ({ request, judgement }))).toMatchObject({
      at: 900,
      end: { move: 'revert' },
    });
    const soakState = soakStateOf({ errors: 4 });
    expect(evaluateAt(0, plan, { request, soakState, judgement: say('error') }).move).toBe('revert');
  });

  test.each(['resume', 'approve'] as const)('who says %s lets a paused stage go on, and is named', (kind) => {
    const request = asked(kind);
    const soakState = soakStateOf({ paused: true });
    expect(evaluateAt(0, plan, { request, soakState })).toMatchObject({
      move: 'wait',
      reason: 'resumed by ann: lunch; pass',
      by: 'ann',
      soakState: { paused: false },
    });
    expect(evaluateAt(600, plan, { request, soakState }).move).toBe('shift');
  });

  test('who resumed some time ago is not named again', () => {
    expect(evaluateAt(0, plan, { request: asked('resume') })).toMatchObject({ reason: 'pass', by: 'cutover' });
  });

  test('who cannot be heard is still taken at the last word', () => {
    const soakState = soakStateOf({ paused: true });
    expect(evaluateAt(6_000, plan, { soakState, judgement: say('pass') })).toMatchObject({
      move: 'wait',
      soakState: { paused: true },
    });
  });

  test('who approves a stage does not shorten its soak', () => {
    expect(evaluateAt(599, plan, { request: asked('approve') }).move).toBe('wait');
  });

  test('is quoted in at most 1,000 characters', () => {
    const request = { ...asked('pause'), reason: 'x'.repeat(2_000) };
    expect(evaluateAt(0, plan, { request }).reason).toHaveLength(1_000);
    expect(evaluateAt(0, plan, { request: { ...request, kind: 'abort' } }).reason).toHaveLength(1_000);
  });

  test('who never ends a pause does not fill the history of the execution', () => {
    const { end } = soakUntilMove(plan, () => ({ request: asked('pause') }));
    expect(end).toMatchObject({ move: 'revert', soakState: { iterations: MAX_ITERATIONS } });
  });
});

describe('a stage that must be approved', () => {
  const approved = planOf({
    stages: stages.map((stage) => ({ ...stage, approval: { timeoutSeconds: 1_800 } })),
    hold: { seconds: 3_600 },
  });
  const approval = (seconds: number): OperatorCommand => ({
    ...asked('approve'),
    at: new Date(secondsIn(seconds)).toISOString(),
  });
  const waiting = soakStateOf({ awaitingSince: new Date(secondsIn(600)).toISOString() });

  test('waits for it after the soak, watched, and says so', () => {
    expect(evaluateAt(600, approved)).toMatchObject({
      move: 'wait',
      waitSeconds: 60,
      reason: 'waiting for an approval since 2026-11-20T12:10:00.000Z; pass',
      by: 'cutover',
      soakState: { awaitingSince: waiting.awaitingSince },
    });
    expect(evaluateAt(660, approved, { soakState: waiting, judgement: say('fail') }).move).toBe('revert');
  });

  test('says so in at most 1,000 characters', () => {
    const judgement = say('pass', 'x'.repeat(1_000));
    expect(evaluateAt(600, approved, { judgement }).reason).toHaveLength(1_000);
  });

  test('does not wait for it before the soak is over, or without a pass', () => {
    expect(evaluateAt(599, approved).soakState.awaitingSince).toBeNull();
    expect(evaluateAt(600, approved, { judgement: say('inconclusive') }).soakState.awaitingSince).toBeNull();
  });

  test('goes on once it is there, after the soak and not before', () => {
    expect(evaluateAt(599, approved, { request: approval(10) }).move).toBe('wait');
    expect(evaluateAt(600, approved, { request: approval(10) }).move).toBe('shift');
    expect(evaluateAt(900, approved, { request: approval(900), soakState: waiting }).move).toBe('shift');
  });

  test('is not approved by a word from before its watching began', () => {
    expect(evaluateAt(600, approved, { request: approval(-1) }).move).toBe('wait');
    expect(evaluateAt(600, approved, { request: approval(0) }).move).toBe('shift');
    const early = soakStateOf({ startedAt: new Date(secondsIn(-60)).toISOString() });
    expect(evaluateAt(600, approved, { request: approval(-60), soakState: early }).move).toBe('shift');
    expect(evaluateAt(600, approved, { request: approval(-61), soakState: early }).move).toBe('wait');
  });

  test.each(['pause', 'resume'] as const)('is not approved by a %s', (kind) => {
    expect(evaluateAt(600, approved, { request: asked(kind) }).move).toBe('wait');
  });

  test('reverts when it has waited for its time', () => {
    expect(evaluateAt(2_399.5, approved, { soakState: waiting })).toMatchObject({ move: 'wait', waitSeconds: 1 });
    expect(evaluateAt(2_400, approved, { soakState: waiting })).toMatchObject({
      move: 'revert',
      reason: 'not approved within 1800 s after the soak; pass',
    });
    expect(soakUntilMove(approved, () => ({}))).toMatchObject({ at: 2_400, end: { move: 'revert' } });
  });

  test('is looked at when that time is over, however long the interval', () => {
    const seldom = planOf({
      stages: [{ percent: 100, soakSeconds: 600, approval: { timeoutSeconds: 700 } }],
      health: { alarms: ['a'], everySeconds: 300 },
    });
    expect(soakUntilMove(seldom, () => ({}))).toMatchObject({
      looks: [0, 300, 600, 900, 1_200, 1_300],
      end: { move: 'revert' },
    });
    const since = { soakState: waiting };
    expect(evaluateAt(1_299.5, seldom, since)).toMatchObject({ move: 'wait', waitSeconds: 1 });
  });

  test('has its time counted from when nothing else was missing', () => {
    const late = soakUntilMove(approved, (at) => ({ judgement: say(at < 900 ? 'inconclusive' : 'pass') }));
    expect(late).toMatchObject({
      at: 2_700,
      end: { move: 'revert', reason: expect.stringMatching(/^not approved/) },
    });
  });

  test('does not get more time for a pause, nor for a doubt in between', () => {
    const paused = soakUntilMove(approved, () => ({ request: asked('pause') }));
    expect(paused).toMatchObject({ at: 2_400, end: { move: 'revert', soakState: { paused: true } } });
    const doubted = soakUntilMove(approved, (at) => ({
      judgement: say(at >= 900 && at < 1_500 ? 'inconclusive' : 'pass'),
    }));
    expect(doubted).toMatchObject({ at: 2_400, end: { move: 'revert' } });
  });

  test('is approved by a word that ends a pause', () => {
    const script = (at: number) => ({ request: at < 900 ? asked('pause') : approval(890) });
    expect(soakUntilMove(approved, script)).toMatchObject({
      at: 900,
      end: { move: 'shift', soakState: { paused: false } },
    });
  });

  test.each([
    ['fail', 660],
    ['error', 900],
    ['inconclusive', 1_560],
  ] as const)('reverts while it waits when the verdict is %s, at %i s as ever', (verdict, at) => {
    const script = (now: number) => ({ judgement: say(now <= 600 ? 'pass' : verdict) });
    expect(soakUntilMove(approved, script)).toMatchObject({ at, end: { move: 'revert' } });
  });

  test('is approved in time even if its time has passed since', () => {
    expect(evaluateAt(9_000, approved, { soakState: waiting, request: approval(700) }).move).toBe('shift');
  });

  test('may be the last: then the hold begins with the approval, and wants none itself', () => {
    const soakState = soakStateOf({ stage: 1 });
    expect(evaluateAt(300, approved, { soakState }).soakState.phase).toBe('soak');
    const { soakState: held } = evaluateAt(300, approved, { soakState, request: approval(300) });
    expect(held.phase).toBe('hold');
    expect(evaluateAt(3_900, approved, { soakState: held }).move).toBe('finish');
  });
});
