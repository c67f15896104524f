import { describe, expect, test } from '@jest/globals';
import type { OrderedDeployment } from '../../lambdas/core/deployments/deployment';
import { markOf, orderOf } from '../../lambdas/core/deployments/deployment';
import { deployOf } from '../../lambdas/core/plan/stage-of';
import { stopDeployment } from '../../lambdas/steps/stop-deployment';
import { deployingStages, fakeCodeDeploy, orderedDeployment } from '../support/accounts/code-deploy';
import { cutoverUnderWay, execution, other } from '../support/world/cutover';
import { TURN } from '../support/world/revert-turn';

/** A cutover that a revert has taken over, with what it had ordered by then. */
async function reverting(ordered: OrderedDeployment | null) {
  const cutover = await cutoverUnderWay({ stages: deployingStages(0) });
  const codeDeploy = fakeCodeDeploy();
  if (ordered !== null) {
    await cutover.ledger.saveDeployment(cutover.route, cutover.fence, ordered, null);
  }
  await cutover.ledger.takeOver(cutover.route, execution, TURN);
  const arrive = (by = execution) =>
    codeDeploy.service.create(orderOf(deployOf(cutover.plan, 0), markOf(by, 0)));
  const stop = (by = execution) =>
    stopDeployment({ ...cutover.ports, deployments: codeDeploy.deployments })({
      execution: by,
      route: cutover.route,
    });
  return { ...cutover, codeDeploy, arrive, stop };
}

const nothing = { status: 'done', reason: 'no deployment of this cutover is under way', waitSeconds: 0 };

describe('a deployment that is under way', () => {
  test('is stopped, rolled back and recorded', async () => {
    const { arrive, stop, codeDeploy, decisions } = await reverting(orderedDeployment());
    arrive();
    const reason = 'deployment d-000000001 of shop/api was stopped and is being rolled back';
    expect(await stop()).toEqual({ status: 'done', reason, waitSeconds: 0 });
    expect(codeDeploy.service.read('d-000000001')).toMatchObject({ status: 'Stopped' });
    expect((await decisions()).at(-1)).toMatchObject({ key: 'stop-deployment-0', reason });
  });

  test('has already ended the second time', async () => {
    const { arrive, stop } = await reverting(orderedDeployment());
    arrive();
    await stop();
    expect(await stop()).toMatchObject({
      status: 'done',
      reason: 'deployment d-000000001 of shop/api had already ended',
    });
  });

  test('is found by its mark when its id is not known', async () => {
    const { arrive, stop, codeDeploy } = await reverting(orderedDeployment({ id: null }));
    arrive();
    expect(await stop()).toMatchObject({ status: 'done' });
    expect(codeDeploy.service.read('d-000000001')).toMatchObject({ status: 'Stopped' });
  });
});

describe('an order without a deployment', () => {
  test('is waited for while it may arrive, and stopped when it does', async () => {
    const { arrive, stop, pass, codeDeploy } = await reverting(orderedDeployment({ id: null }));
    pass(5);
    expect(await stop()).toEqual({
      status: 'wait',
      reason: 'an order for shop/api may still reach CodeDeploy; waiting for it',
      waitSeconds: 40,
    });
    arrive();
    pass(40);
    expect(await stop()).toMatchObject({ status: 'done' });
    expect(codeDeploy.service.read('d-000000001')).toMatchObject({ status: 'Stopped' });
  });

  test('is given up when its lease is over', async () => {
    const { stop, pass } = await reverting(orderedDeployment({ id: null }));
    pass(45);
    expect(await stop()).toEqual({
      status: 'done',
      reason: 'the deployment of this cutover was never started',
      waitSeconds: 0,
    });
  });
});

describe('nothing is stopped', () => {
  test('when nothing was ordered', async () => {
    expect(await (await reverting(null)).stop()).toEqual(nothing);
  });

  test('when the deployment is done', async () => {
    const { arrive, stop, codeDeploy } = await reverting(
      orderedDeployment({ doneAt: '2026-11-20T12:03:00.000Z' }),
    );
    arrive();
    expect(await stop()).toEqual(nothing);
    expect(codeDeploy.asked).toEqual([]);
  });

  test('when another cutover has ordered the deployment', async () => {
    const { arrive, stop, codeDeploy } = await reverting(orderedDeployment());
    arrive();
    expect(await stop(other)).toEqual(nothing);
    expect(codeDeploy.asked).toEqual([]);
  });
});
