import { expect, test } from '@jest/globals';
import { appSpecBody } from '../../../lambdas/core/deployments/appspec';

const service = { taskDefinition: 'web:7', containerName: 'web', containerPort: 80 };

test('an AppSpec leaves out what the service defines itself', () => {
  expect(JSON.stringify(appSpecBody(service))).not.toMatch(/Hooks|NetworkConfiguration/);
});

test('an AppSpec has the hook at its event, and the network', () => {
  const hook = { at: 'AfterAllowTestTraffic' as const, functionName: 'check' };
  const network = { subnets: ['subnet-1'], securityGroups: ['sg-1'] };
  expect(appSpecBody({ ...service, hook, network })).toMatchObject({
    Hooks: [{ AfterAllowTestTraffic: 'check' }],
    Resources: [
      {
        TargetService: {
          Properties: {
            NetworkConfiguration: {
              AwsvpcConfiguration: {
                Subnets: ['subnet-1'],
                SecurityGroups: ['sg-1'],
                AssignPublicIp: 'DISABLED',
              },
            },
          },
        },
      },
    ],
  });
});
