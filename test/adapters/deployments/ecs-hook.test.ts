import { ECSClient } from '@aws-sdk/client-ecs';
import { expect, test } from '@jest/globals';
import { ecsHook } from '../../../lambdas/adapters/deployments/ecs-hook';
import { parseEcsEvent } from '../../../lambdas/core/deployment-hook/hook-event';
import described from '../../fixtures/hook/describe-service-revisions.json';
import given from '../../fixtures/hook/ecs-post-test-traffic-shift.json';
import { inTurn, json, jsonError, type WireAnswer, wire } from '../../support/accounts/wire';
import { blue, green, productionListener, testListener } from '../../support/world/hook-world';

const event = parseEcsEvent(given);
const [revision] = described.serviceRevisions;
const [balancer] = revision?.loadBalancers ?? [];
const rule = (listener: string, id: string) => `${listener.replace(':listener/', ':listener-rule/')}/${id}`;
const testRule = rule(testListener, '1291d13826f405c3');
const productionRule = rule(productionListener, '9683b2d02a6cabee');

function hookOf(answer: WireAnswer) {
  const { config, requests } = wire(inTurn(answer));
  return { hook: ecsHook(new ECSClient(config)), requests };
}
const readWith = (over: object) =>
  hookOf(json({ serviceRevisions: [{ ...revision, ...over }] })).hook.read(event);

test('an active revision has the target group that it uses', async () => {
  const { hook, requests } = hookOf(json(described));
  expect(await hook.read(event)).toEqual({
    stage: 'POST_TEST_TRAFFIC_SHIFT',
    targetGroups: [green],
    oldTargetGroups: [blue],
    testListeners: [testRule],
    productionListeners: [],
  });
  expect(requests[0]?.headers['x-amz-target']).toBe(
    'AmazonEC2ContainerServiceV20141113.DescribeServiceRevisions',
  );
  expect(JSON.parse(requests[0]?.body ?? '')).toEqual({
    serviceRevisionArns: [event.executionDetails.targetServiceRevisionArn],
  });
});

test.each([
  ['no resolved configuration', { resolvedConfiguration: undefined }],
  ['one that names no group', { resolvedConfiguration: { loadBalancers: [{}] } }],
  ['one of another group', { resolvedConfiguration: { loadBalancers: [{ targetGroupArn: 'arn:other' }] } }],
])('with %s, both target groups and the production listener are returned', async (_, over) => {
  expect(await readWith(over)).toMatchObject({
    targetGroups: [blue, green],
    testListeners: [testRule],
    productionListeners: [productionRule],
  });
});

test.each([
  ['no load balancer', { loadBalancers: undefined }],
  ['one that is not for blue/green', { loadBalancers: [{ ...balancer, advancedConfiguration: undefined }] }],
  [
    'one without a test listener',
    { loadBalancers: [{ ...balancer, advancedConfiguration: { productionListenerRule: productionRule } }] },
  ],
])('with %s there is no test listener', async (_, over) => {
  expect(await readWith(over)).toMatchObject({ targetGroups: [], testListeners: [] });
});

test('a revision that does not exist is null', async () => {
  const failures = [{ arn: 'x', reason: 'MISSING' }];
  expect(await hookOf(json({ serviceRevisions: [], failures })).hook.read(event)).toBeNull();
});

test('a refusal is thrown', async () => {
  const { hook } = hookOf(jsonError('AccessDeniedException', 'no'));
  await expect(hook.read(event)).rejects.toMatchObject({ name: 'AccessDeniedException' });
});
