import { describe, expect, test } from '@jest/globals';
import { restartMeasurement } from '../../../lambdas/core/health/soak-state';
import { deployingStages } from '../../support/accounts/code-deploy';
import { operatorCommand } from '../../support/plans/operator-commands';
import { planOf } from '../../support/plans/plans';
import { evaluateAt, say, secondsIn, soakStateOf } from '../../support/plans/soak';

const plan = planOf({ stages: deployingStages(1) });
const name = 'deployment d-1 of shop/api';
const command = operatorCommand('pause');

describe('a stage whose next one deploys', () => {
  test('starts the deployment when it could have shifted', () => {
    expect(evaluateAt(599, plan)).toMatchObject({ move: 'wait' });
    expect(evaluateAt(600, plan)).toMatchObject({ move: 'deploy', reason: 'pass' });
  });

  test('deploys nothing while it is paused', () => {
    expect(evaluateAt(600, plan, { command })).toMatchObject({ move: 'wait' });
  });

  test('shifts when only a later stage would deploy', () => {
    expect(evaluateAt(600, planOf({ stages: deployingStages(0) }))).toMatchObject({ move: 'shift' });
  });
});

describe('while the deployment is under way', () => {
  const soakState = soakStateOf({ deployment: { name, done: false } });

  test('the percent stays, even on a pass', () => {
    expect(evaluateAt(900, plan, { soakState })).toMatchObject({
      move: 'wait',
      reason: `${name} is under way; pass`,
    });
  });

  test('a fail reverts', () => {
    expect(evaluateAt(900, plan, { soakState, judgement: say('fail', '5xx 2.31 %') })).toMatchObject({
      move: 'revert',
      reason: '5xx 2.31 %',
    });
  });
});

describe('after the deployment', () => {
  const deployedAt = new Date(secondsIn(900)).toISOString();
  const before = soakStateOf({ errors: 2, inconclusiveSince: deployedAt, deployment: { name, done: false } });
  const soakState = restartMeasurement(before, { name, done: true }, deployedAt);

  test('the measurement window restarts, and the soak timer continues', () => {
    expect(soakState).toEqual({
      ...before,
      effectiveAt: deployedAt,
      errors: 0,
      inconclusiveSince: null,
      deployment: { name, done: true },
    });
  });

  test('it is too early to judge within the evaluation range', () => {
    const measured = { soakState, evaluationRangeSeconds: 300, judgement: say('inconclusive') };
    expect(evaluateAt(1_199, plan, measured)).toMatchObject({
      move: 'wait',
      soakState: { inconclusiveSince: null },
    });
    expect(evaluateAt(1_200, plan, measured).soakState.inconclusiveSince).not.toBeNull();
  });

  test('an earlier approval stays valid, whatever command came since', () => {
    const [first, second] = planOf({ stages: deployingStages(1) }).stages;
    const approved = {
      ...plan,
      stages: [{ ...first, approval: { timeoutSeconds: 60 } }, second],
    } as typeof plan;
    const resumed = operatorCommand('resume');
    const waited = { ...soakState, awaitingSince: soakState.since };
    expect(evaluateAt(1_200, approved, { soakState: waited, command: resumed })).toMatchObject({
      move: 'shift',
    });
    expect(evaluateAt(1_200, approved, { soakState: { ...waited, deployment: null } })).toMatchObject({
      move: 'revert',
    });
  });

  test('a pass shifts', () => {
    expect(evaluateAt(1_200, plan, { soakState })).toMatchObject({ move: 'shift', reason: 'pass' });
  });
});
