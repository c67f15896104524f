import { expect, test } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { BlueGreenDeploymentGroup } from '../../lib/ecs/blue-green-deployment-group';
import { EcsBlueGreenService } from '../../lib/ecs/ecs-blue-green-service';
import { EcsNativeBlueGreenService } from '../../lib/ecs/ecs-native-blue-green-service';
import { UpgradedInstances } from '../../lib/instances/upgraded-instances';
import { AdditiveApiGateway } from '../../lib/new-path/additive-api-gateway';
import { CutoverAlarms } from '../../lib/new-path/cutover-alarms';
import { NewPathHealthCheck } from '../../lib/new-path/new-path-health-check';
import { AdditiveRestApiGateway } from '../../lib/new-path/rest/additive-rest-api-gateway';
import { RegionalRestApi } from '../../lib/new-path/rest/regional-rest-api';
import { WeightedRecords } from '../../lib/new-path/weighted-records';
import { UserAwareDistribution } from '../../lib/user-split/user-aware-distribution';
import { CutoverStack } from '../../lib/workflow/cutover-stack';
import { CutoverWorkflow } from '../../lib/workflow/cutover-workflow';
import { CutoverDashboard } from '../../lib/workflow/dashboard/cutover-dashboard';
import { AlarmForwarding } from '../../lib/workflow/guards/alarm-forwarding';
import { appWithoutBundles } from '../support/templates/synth';

type Constructor = new (scope: Construct, id: string, props: never) => Construct;

/** The constructs that the guides show, with a prop that each requires. */
const constructs: readonly (readonly [Constructor, string])[] = [
  [AdditiveApiGateway, 'zone'],
  [AdditiveRestApiGateway, 'zone'],
  [AlarmForwarding, 'workflowRegion'],
  [BlueGreenDeploymentGroup, 'terminationWait'],
  [CutoverAlarms, 'prefix'],
  [CutoverDashboard, 'workflow'],
  [CutoverStack, 'routes'],
  [CutoverWorkflow, 'routes'],
  [EcsBlueGreenService, 'container'],
  [EcsNativeBlueGreenService, 'hook'],
  [NewPathHealthCheck, 'alarm'],
  [RegionalRestApi, 'restApiName'],
  [UpgradedInstances, 'image'],
  [UserAwareDistribution, 'newPaths'],
  [WeightedRecords, 'recordName'],
];

test.each(constructs)(
  '%p refuses a prop that it does not know, and names one that is missing',
  (Made, required) => {
    const stack = new Stack(appWithoutBundles(), 'Here');
    const make = (props: object) => () => new Made(stack, 'One', props as never);
    expect(make({ zzzzzz: 1 })).toThrow(/\bzzzzzz: is not a prop; props: /);
    const other = new Stack(appWithoutBundles(), 'There');
    expect(() => new Made(other, 'Two', {} as never)).toThrow(`${required}: is missing; it is required`);
  },
);
