import { expect, test } from '@jest/globals';
import { appSpecBody } from '../../../lambdas/core/deployments/appspec';

const service = { taskDefinition: 'web:7', containerName: 'web', containerPort: 80 };

test('an AppSpec leaves out what the service defines itself', () => {
  expect(appSpecBody(service)).toEqual({
    Resources: [
      {
        TargetService: {
          Type: 'AWS::ECS::Service',
          Properties: {
            TaskDefinition: 'web:7',
            LoadBalancerInfo: { ContainerName: 'web', ContainerPort: 80 },
          },
        },
      },
    ],
  });
});

/** The AppSpec of the CodeDeploy User Guide, "AppSpec file example for an Amazon ECS deployment". */
test('an AppSpec has all that CodeDeploy allows, with its hooks in the order of a deployment', () => {
  const body = appSpecBody({
    ...service,
    hooks: [
      { at: 'AfterAllowTraffic', functionName: 'tell-team' },
      { at: 'BeforeInstall', functionName: 'check-database' },
      { at: 'AfterAllowTestTraffic', functionName: 'test' },
    ],
    network: { subnets: ['subnet-1', 'subnet-2'], securityGroups: ['sg-1'], assignPublicIp: true },
    platformVersion: 'LATEST',
    capacity: [
      { capacityProvider: 'FARGATE_SPOT', base: 1, weight: 2 },
      { capacityProvider: 'FARGATE', base: 0, weight: 1 },
    ],
  });
  expect(body).toEqual({
    Resources: [
      {
        TargetService: {
          Type: 'AWS::ECS::Service',
          Properties: {
            TaskDefinition: 'web:7',
            LoadBalancerInfo: { ContainerName: 'web', ContainerPort: 80 },
            PlatformVersion: 'LATEST',
            NetworkConfiguration: {
              AwsvpcConfiguration: {
                Subnets: ['subnet-1', 'subnet-2'],
                SecurityGroups: ['sg-1'],
                AssignPublicIp: 'ENABLED',
              },
            },
            CapacityProviderStrategy: [
              { Base: 1, CapacityProvider: 'FARGATE_SPOT', Weight: 2 },
              { Base: 0, CapacityProvider: 'FARGATE', Weight: 1 },
            ],
          },
        },
      },
    ],
    Hooks: [
      { BeforeInstall: 'check-database' },
      { AfterAllowTestTraffic: 'test' },
      { AfterAllowTraffic: 'tell-team' },
    ],
  });
});

test('tasks have no public address unless it is asked for', () => {
  const network = { subnets: ['subnet-1'], securityGroups: ['sg-1'] };
  expect(JSON.stringify(appSpecBody({ ...service, network }))).toContain('"AssignPublicIp":"DISABLED"');
});
