import { CreateApplicationCommand, CreateDeploymentGroupCommand } from '@aws-sdk/client-codedeploy';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { codeDeployClient } from '../../lambdas/adapters/clients/codedeploy';
import { codeDeployDeployments } from '../../lambdas/adapters/deployments/codedeploy-deployments';
import { orderOf } from '../../lambdas/core/deployments/deployment';
import { deployOf } from '../../lambdas/core/plan/stage-of';
import { deployingStages } from '../support/accounts/code-deploy';
import { planOf } from '../support/plans/plans';

/** What moto can show: it stores and lists deployments, but none of them ever proceeds or ends. */

const client = codeDeployClient(1);
const deployments = codeDeployDeployments(client);
const order = (mark: string) => ({
  ...orderOf(deployOf(planOf({ stages: deployingStages(0) }), 0), mark),
  applicationName: `shop-${process.pid}`,
});

beforeAll(async () => {
  const { applicationName, deploymentGroupName } = order('');
  await client.send(new CreateApplicationCommand({ applicationName, computePlatform: 'ECS' }));
  const serviceRoleArn = 'arn:aws:iam::123456789012:role/deploys';
  await client.send(
    new CreateDeploymentGroupCommand({ applicationName, deploymentGroupName, serviceRoleArn }),
  );
});
afterAll(() => client.destroy());

test('an ordered deployment is created and found by its mark', async () => {
  const [one, two] = [await deployments.create(order('one')), await deployments.create(order('two'))];
  expect(one).not.toBeNull();
  expect(await deployments.read(`${one}`)).toEqual({ status: 'Created', serves: false, error: null });
  const anHourAgo = Date.now() - 3_600_000;
  expect(await deployments.find(order('one'), anHourAgo)).toBe(one);
  expect(await deployments.find(order('two'), anHourAgo)).toBe(two);
  expect(await deployments.find(order('three'), anHourAgo)).toBeNull();
});

test('a deployment that does not exist is null', async () => {
  expect(await deployments.read('d-MISSING00')).toBeNull();
});
