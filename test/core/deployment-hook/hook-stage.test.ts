import { expect, test } from '@jest/globals';
import { parseEcsEvent } from '../../../lambdas/core/deployment-hook/hook-event';
import { calledStage, isRollback, stageProblem } from '../../../lambdas/core/deployment-hook/hook-stage';
import ecsEvent from '../../fixtures/hook/ecs-post-test-traffic-shift.json';
import ecsRollback from '../../fixtures/hook/ecs-rollback.json';
import ecsShift from '../../fixtures/hook/ecs-test-traffic-shift.json';

test.each([
  ['codedeploy', 'AfterAllowTestTraffic'],
  ['codedeploy', 'BeforeAllowTraffic'],
  ['ecs', 'TEST_TRAFFIC_SHIFT'],
  ['ecs', 'POST_TEST_TRAFFIC_SHIFT'],
  ['ecs', null],
] as const)('the hook of %s may run at %s', (contract, stage) => {
  expect(stageProblem(contract, stage)).toBeNull();
});

test.each([
  ['codedeploy', 'BeforeInstall', 'AfterAllowTestTraffic or BeforeAllowTraffic'],
  ['codedeploy', 'AfterInstall', 'AfterAllowTestTraffic or BeforeAllowTraffic'],
  ['codedeploy', 'AfterAllowTraffic', 'AfterAllowTestTraffic or BeforeAllowTraffic'],
  ['codedeploy', 'POST_TEST_TRAFFIC_SHIFT', 'AfterAllowTestTraffic or BeforeAllowTraffic'],
  ['ecs', 'PRE_SCALE_UP', 'TEST_TRAFFIC_SHIFT or POST_TEST_TRAFFIC_SHIFT'],
  ['ecs', 'PRODUCTION_TRAFFIC_SHIFT', 'TEST_TRAFFIC_SHIFT or POST_TEST_TRAFFIC_SHIFT'],
] as const)('the hook of %s must not run at %s', (contract, stage, usable) => {
  expect(stageProblem(contract, stage)).toBe(
    `the stage is ${stage}, at which test traffic does not reach only the new tasks;` +
      ` the hook must run at ${usable}`,
  );
});

test.each([
  [[], null],
  [['AfterInstall'], 'AfterInstall'],
  [['Install', 'BeforeAllowTraffic'], 'BeforeAllowTraffic'],
  [['Install', 'AllowTraffic'], 'Install'],
])('the stage of the events in progress %j is %s', (inProgress, stage) => {
  expect(calledStage(inProgress)).toBe(stage);
});

test('a rollback is recognized by the test traffic weights at TEST_TRAFFIC_SHIFT', () => {
  const rollsBack = (event: object) => isRollback(parseEcsEvent(event));
  expect(rollsBack(ecsRollback)).toBe(true);
  expect(rollsBack({ ...ecsRollback, lifecycleStage: 'POST_TEST_TRAFFIC_SHIFT' })).toBe(false);
  expect(rollsBack(ecsShift)).toBe(false);
  expect(rollsBack({ ...ecsEvent, lifecycleStage: 'TEST_TRAFFIC_SHIFT' })).toBe(false);
  const executionDetails = { ...ecsEvent.executionDetails, testTrafficWeights: null };
  expect(rollsBack({ ...ecsShift, executionDetails })).toBe(false);
});
