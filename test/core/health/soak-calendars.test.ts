import { describe, expect, test } from '@jest/globals';
import type { ClosedCalendars } from '../../../lambdas/core/health/soak-state';
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
const closed: ClosedCalendars = { reason: 'the change calendar "freeze" is closed', opensAt: null };
const at = (seconds: number) => new Date(secondsIn(seconds)).toISOString();

describe('a change calendar that is closed', () => {
  test('keeps the next stage from beginning when the soak has passed', () => {
    expect(evaluateAt(600, plan, { closed })).toMatchObject({
      move: 'wait',
      verdict: 'pass',
      reason: 'the change calendar "freeze" is closed; pass',
      waitSeconds: 60,
      soakState: { closedSince: at(600) },
    });
    expect(evaluateAt(600, plan, { closed: null }).move).toBe('shift');
  });

  test('keeps the deployment of the next stage from beginning', () => {
    const deploy = {
      ...{ applicationName: 'shop', deploymentGroupName: 'api', containerName: 'web', containerPort: 80 },
      taskDefinitionArn: 'arn:aws:ecs:eu-west-1:111122223333:task-definition/web:7',
    };
    const deploying = planOf({ stages: [stages[0], { ...stages[1], deploy }] as typeof stages });
    expect(evaluateAt(600, deploying, { closed: null }).move).toBe('deploy');
    expect(evaluateAt(600, deploying, { closed }).move).toBe('wait');
  });

  test('is not named before the soak has passed', () => {
    const decision = evaluateAt(599, plan, { closed });
    expect(decision.reason).toBe('pass');
    expect(decision.soakState).not.toHaveProperty('closedSince');
  });

  test('counts from the first evaluation that it alone holds back, until another point is open', () => {
    const first = evaluateAt(600, plan, { closed });
    const second = evaluateAt(660, plan, { closed, soakState: first.soakState });
    expect(second.soakState.closedSince).toBe(at(600));
    const doubtful = evaluateAt(720, plan, {
      ...{ closed, soakState: second.soakState, judgement: say('inconclusive') },
    });
    expect(doubtful.soakState).not.toHaveProperty('closedSince');
  });

  test.each([
    ['a failure', { judgement: say('fail') }],
    ['an abort', { command: operatorCommand('abort', { at: effectiveAt }) }],
  ])('never holds up the revert for %s', (_, over) => {
    expect(evaluateAt(600, plan, { closed, ...over }).move).toBe('revert');
  });

  test('holds back neither the hold nor the end: no more traffic moves', () => {
    const held = planOf({ stages, hold: { seconds: 60, everySeconds: 30 } });
    const last = soakStateOf({ stage: 1 });
    expect(evaluateAt(300, held, { closed, soakState: last }).soakState.phase).toBe('hold');
    expect(evaluateAt(300, plan, { closed, soakState: last }).move).toBe('finish');
  });

  test('is asked about less often the longer it is closed, and when it opens', () => {
    const state = soakStateOf({ closedSince: at(600) });
    const waits = (seconds: number, opensIn: number | null) =>
      evaluateAt(600 + seconds, plan, {
        closed: { ...closed, opensAt: opensIn === null ? null : secondsIn(600 + seconds + opensIn) },
        soakState: state,
      }).waitSeconds;
    expect([0, 30, 600, 86_400].map((seconds) => waits(seconds, null))).toEqual([60, 60, 600, 3_600]);
    expect([1, 600, 7_200].map((opensIn) => waits(86_400, opensIn))).toEqual([1, 600, 3_600]);
    // It should have opened, and is still closed.
    expect(waits(86_400, -10)).toBe(60);
  });

  test('does not fill the history in a freeze of three weeks', () => {
    const opensAt = 600 + 21 * 86_400;
    const {
      end,
      at: movedAt,
      evaluations,
    } = soakUntilMove(plan, (seconds) => ({
      closed: seconds < opensAt ? closed : null,
    }));
    expect(end.move).toBe('shift');
    expect(movedAt).toBeGreaterThanOrEqual(opensAt);
    expect(movedAt).toBeLessThanOrEqual(opensAt + 3_600);
    expect(evaluations.length).toBeLessThan(600);
  });

  test('lets approvals come meanwhile', () => {
    const gated = planOf({
      stages: [{ ...stages[0], approval: { timeoutSeconds: 900 } }, stages[1]] as typeof stages,
    });
    const approve = operatorCommand('approve', { at: effectiveAt, atPercent: 10 });
    expect(evaluateAt(600, gated, { closed })).toMatchObject({
      reason: expect.stringContaining('waiting for'),
      soakState: { awaitingSince: at(600) },
    });
    expect(evaluateAt(600, gated, { closed, command: approve })).toMatchObject({
      move: 'wait',
      reason: 'the change calendar "freeze" is closed; pass',
    });
  });
});
