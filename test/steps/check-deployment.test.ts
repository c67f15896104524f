import { describe, expect, test } from '@jest/globals';
import type { SoakState } from '../../lambdas/core/health/soak-state';
import type { AlarmReading } from '../../lambdas/core/shared/readings';
import { checkDeployment } from '../../lambdas/steps/check-deployment';
import { shiftTraffic } from '../../lambdas/steps/shift-traffic';
import { startDeployment } from '../../lambdas/steps/start-deployment';
import { deployingStages, fakeCodeDeploy } from '../support/accounts/code-deploy';
import { operatorCommand } from '../support/plans/operator-commands';
import { alarmOf } from '../support/plans/readings';
import { soakStateOf } from '../support/plans/soak';
import { began, cutoverUnderWay, execution } from '../support/world/cutover';
import { TURN } from '../support/world/revert-turn';

const name = 'deployment d-000000001 of shop/api';

/** A deployment under way: of the first stage, or of the second while the first one has traffic. */
async function begun(stage: 0 | 1) {
  const cutover = await cutoverUnderWay({ stages: deployingStages(stage) });
  const codeDeploy = fakeCodeDeploy();
  const { deployments } = codeDeploy;
  if (stage === 1) {
    await shiftTraffic(cutover.ports)({ ...cutover.input, stage: 0, evidence: 'fine' });
  }
  const { deployment } = await startDeployment({ ...cutover.ports, deployments })({
    ...cutover.input,
    ...{ stage, evidence: 'fine' },
  });
  const seen: { alarms: AlarmReading[] } = { alarms: [alarmOf()] };
  const health = {
    alarms: async () => seen.alarms,
    silent: async () => [],
    requests: async () => null,
    minutes: async () => [],
    hours: async () => [],
    balancers: async () => null,
  };
  const soakState: SoakState | null = stage === 0 ? null : soakStateOf({ effectiveAt: began, since: began });
  const check = (over: object = {}) =>
    checkDeployment({ ...cutover.ports, deployments, health })({
      ...cutover.input,
      ...{ deployment, iterations: 7, soakState, ...over },
    });
  const pass = async (seconds: number) => {
    cutover.pass(seconds);
    await codeDeploy.pass(seconds);
  };
  const command = (kind: 'abort' | 'pause') =>
    cutover.ledger.sendCommand(
      cutover.route,
      execution,
      operatorCommand(kind, { by: 'ann', at: began, reason: 'wrong build' }),
    );
  return { ...cutover, codeDeploy, seen, check, pass, command };
}

describe.each([0, 1] as const)('the deployment of stage %i', (stage) => {
  test('is pending while it is under way', async () => {
    const { check, pass } = await begun(stage);
    await pass(60);
    expect(await check()).toMatchObject({ status: 'pending', iterations: 8 });
  });

  test('is done, and recorded, when the new tasks have all traffic of their service', async () => {
    const { check, pass, entry, decisions } = await begun(stage);
    await pass(180);
    const reason = `${name} has all traffic of its service after 180 s (InProgress)`;
    expect(await check()).toMatchObject({ status: 'done', reason, iterations: 8 });
    expect((await entry())?.deployment?.doneAt).toBe('2026-11-20T12:03:00.000Z');
    expect((await decisions()).at(-1)).toMatchObject({ key: `deployed-${stage}`, reason });
  });

  test('fails with CodeDeploy’s reason', async () => {
    const { check, codeDeploy } = await begun(stage);
    codeDeploy.service.stop('d-000000001');
    expect(await check()).toMatchObject({
      status: 'failed',
      reason: `${name} is Stopped: MANUAL_STOP: the deployment was stopped`,
    });
  });

  test('fails when it is not done in time', async () => {
    const { check, pass, plan } = await begun(stage);
    await pass(100);
    const [first, second] = plan.stages.map((one) =>
      one.deploy === undefined ? one : { ...one, deploy: { ...one.deploy, timeoutSeconds: 100 } },
    );
    expect(await check({ plan: { ...plan, stages: [first, second] } })).toMatchObject({
      status: 'failed',
      reason: `${name} is still InProgress after 100 s (limit 100 s)`,
    });
  });

  test('fails when an operator aborts', async () => {
    const { check, command } = await begun(stage);
    await command('abort');
    expect(await check()).toMatchObject({ status: 'failed', reason: 'aborted by ann: wrong build' });
  });

  test('fails when the lock is no longer held', async () => {
    const { check, ledger, route, fence } = await begun(stage);
    await ledger.takeOver(route, execution, TURN);
    const reason = `the lock of ${route} is no longer held under fence ${fence}`;
    expect(await check()).toMatchObject({ status: 'failed', reason });
    expect(await check({ fence: fence + 1 })).toMatchObject({ status: 'failed' });
  });

  test('cannot be recorded as done without the lock', async () => {
    const { check, pass, ledger, route } = await begun(stage);
    await ledger.takeOver(route, execution, TURN);
    await pass(180);
    await expect(check()).rejects.toMatchObject({ name: 'FencedError' });
  });
});

describe('before the first stage', () => {
  test('no health is evaluated', async () => {
    const { check, seen } = await begun(0);
    seen.alarms = [];
    expect(await check()).toEqual({
      status: 'pending',
      reason: `${name} is InProgress after 0 s (limit 3600 s)`,
      iterations: 8,
      soakState: null,
      verdict: null,
    });
  });

  test('a pause does not delay the deployment', async () => {
    const { check, command } = await begun(0);
    await command('pause');
    expect(await check()).toMatchObject({ status: 'pending' });
  });

  test('a route without a lock fails it', async () => {
    const { check } = await begun(0);
    expect(await check({ route: 'route53/Z1/www.example.com' })).toMatchObject({ status: 'failed' });
  });
});

describe('while a stage has traffic', () => {
  test('its health is evaluated, and nothing is shifted', async () => {
    const { check, pass } = await begun(1);
    await pass(60);
    expect(await check()).toMatchObject({
      status: 'pending',
      verdict: 'inconclusive',
      iterations: 8,
      soakState: { iterations: 8, lastVerdict: 'inconclusive', deployment: { name, done: false } },
    });
  });

  test('an alarm in ALARM fails it', async () => {
    const { check, seen } = await begun(1);
    seen.alarms = [alarmOf({ state: 'ALARM', reason: '5xx 2.31 %' })];
    expect(await check()).toMatchObject({
      status: 'failed',
      verdict: 'fail',
      reason: 'alarm "api-new-5xx-rate" is in ALARM: 5xx 2.31 %',
    });
  });

  test('the measurement window restarts at the end of the deployment', async () => {
    const { check, pass } = await begun(1);
    await pass(180);
    expect((await check()).soakState).toMatchObject({
      effectiveAt: '2026-11-20T12:03:00.000Z',
      since: began,
      iterations: 8,
      deployment: { name, done: true },
    });
  });
});
