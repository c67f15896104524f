import { describe, expect, test } from '@jest/globals';
import { markOf } from '../../lambdas/core/deployments/deployment';
import { DeploymentRefusedError, FencedError } from '../../lambdas/core/shared/errors';
import type { Deployments } from '../../lambdas/ports';
import { startDeployment } from '../../lambdas/steps/start-deployment';
import { deploy, deployingStages, fakeCodeDeploy, orderedDeployment } from '../support/accounts/code-deploy';
import { cutoverUnderWay, execution } from '../support/world/cutover';
import { TURN } from '../support/world/revert-turn';

const evidence = 'all checks passed';

async function deploying() {
  const cutover = await cutoverUnderWay({ stages: deployingStages(0) });
  const codeDeploy = fakeCodeDeploy();
  const start = (over: Partial<Deployments> = {}, input = {}) =>
    startDeployment({ ...cutover.ports, deployments: { ...codeDeploy.deployments, ...over } })({
      ...cutover.input,
      ...{ stage: 0, evidence, ...input },
    });
  return { ...cutover, codeDeploy, start };
}

const lostAnswer = ({ codeDeploy }: Awaited<ReturnType<typeof deploying>>): Partial<Deployments> => ({
  create: async (order) => {
    await codeDeploy.deployments.create(order);
    throw new Error('socket hang up');
  },
});

describe('the deployment of a stage', () => {
  test('is started, with its id in the ledger', async () => {
    const { start, entry, codeDeploy } = await deploying();
    expect(await start()).toEqual({
      deployment: orderedDeployment(),
      reason: 'deployment d-000000001 of shop/api was started',
      waitSeconds: 30,
    });
    expect((await entry())?.deployment).toEqual(orderedDeployment());
    expect(codeDeploy.asked).toEqual(['create']);
  });

  test('is in the ledger, with its reason, before CodeDeploy gets the order', async () => {
    const cutover = await deploying();
    const { start, entry, decisions } = cutover;
    const seen: unknown[] = [];
    await start({
      create: async () => {
        seen.push((await entry())?.deployment, (await decisions()).at(-1));
        return 'd-1';
      },
    });
    expect(seen).toMatchObject([
      orderedDeployment({ id: null }),
      { key: 'deploy-0', what: `deploy ${deploy.taskDefinitionArn} to shop/api`, reason: evidence },
    ]);
  });

  test('is ordered with the mark of its execution and stage', async () => {
    const { start } = await deploying();
    const marks: string[] = [];
    await start({
      create: async ({ mark }) => {
        marks.push(mark);
        return 'd-1';
      },
    });
    expect(marks).toEqual([markOf(execution, 0)]);
  });
});

describe('a step that runs again', () => {
  test('calls CodeDeploy no more after a success', async () => {
    const { start, codeDeploy } = await deploying();
    await start();
    expect(await start()).toMatchObject({ deployment: { id: 'd-000000001' } });
    expect(codeDeploy.asked).toEqual(['create']);
  });

  test('finds what it has started after a lost answer', async () => {
    const cutover = await deploying();
    const { start, codeDeploy, pass } = cutover;
    await expect(start(lostAnswer(cutover))).rejects.toThrow('socket hang up');
    pass(10);
    const { deployment } = await start();
    expect(deployment).toMatchObject({ id: 'd-000000001', orderedAt: orderedDeployment().orderedAt });
    expect(codeDeploy.asked).toEqual(['create', 'find']);
  });

  test('searches again when the list lags behind and CodeDeploy refuses a second deployment', async () => {
    const cutover = await deploying();
    const { start, codeDeploy } = cutover;
    await expect(start(lostAnswer(cutover))).rejects.toThrow('socket hang up');
    let finds = 0;
    const find: Deployments['find'] = async (...args) => {
      finds += 1;
      return finds === 1 ? null : codeDeploy.deployments.find(...args);
    };
    expect(await start({ find })).toMatchObject({ deployment: { id: 'd-000000001' } });
    expect(codeDeploy.asked).toEqual(['create', 'create', 'find']);
  });

  test('starts the deployment, with a new lease, when no order had arrived', async () => {
    const { start, entry, pass } = await deploying();
    await expect(start({ create: () => Promise.reject(new Error('throttled')) })).rejects.toThrow(
      'throttled',
    );
    pass(10);
    await start();
    expect((await entry())?.deployment).toEqual(
      orderedDeployment({ orderingUntil: '2026-11-20T12:00:55.000Z' }),
    );
  });
});

describe('nothing is deployed', () => {
  test('while another deployment is under way in the group, and the lease ends', async () => {
    const { start, codeDeploy, entry, clock } = await deploying();
    codeDeploy.service.occupy();
    await expect(start()).rejects.toThrow(DeploymentRefusedError);
    const until = (await entry())?.deployment?.orderingUntil ?? '';
    expect(Date.parse(until)).toBe(clock.now());
  });

  test('under a fence that is no longer held', async () => {
    const { start, codeDeploy, fence } = await deploying();
    await expect(start({}, { fence: fence + 1 })).rejects.toThrow(FencedError);
    expect(codeDeploy.asked).toEqual([]);
  });

  test('once a revert has taken over', async () => {
    const { start, codeDeploy, ledger, route, fence } = await deploying();
    await ledger.takeOver(route, execution, TURN);
    await expect(start({}, { fence: fence + 1 })).rejects.toThrow(FencedError);
    expect(codeDeploy.asked).toEqual([]);
  });

  test('for a route that is not in the ledger', async () => {
    const { start } = await deploying();
    await expect(start({}, { route: 'route53/Z1/www.example.com' })).rejects.toThrow(FencedError);
  });

  test('by a stage without a deployment', async () => {
    const { start } = await deploying();
    await expect(start({}, { stage: 1 })).rejects.toThrow('stage 1 of the plan has no deployment');
  });
});

test('the order of another stage or execution is not taken for its own', async () => {
  const { start, ledger, route, fence, codeDeploy } = await deploying();
  const another = orderedDeployment({ mark: markOf(execution, 1), stage: 1, id: 'd-another' });
  await ledger.saveDeployment(route, fence, another, null);
  expect(await start()).toMatchObject({ deployment: { id: 'd-000000001', mark: markOf(execution, 0) } });
  expect(codeDeploy.asked).toEqual(['create']);
});
