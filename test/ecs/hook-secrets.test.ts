import { describe, expect, test } from '@jest/globals';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import type { AllowedSecrets } from '../../lib/workflow/iam/secret-statements';
import { codeDeployStack, nativeStack } from '../support/templates/ecs';

const SECRET = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:smoke-test-AbCdEf';
const PARAMETER = 'arn:aws:ssm:eu-west-1:111122223333:parameter/smoke-test';

const headers = { Authorization: { secret: SECRET } };
const hook = { host: 'api.example.com', checks: [{ path: '/health', headers, body: { secret: PARAMETER } }] };
const secrets: AllowedSecrets = [{ arn: SECRET }, { arn: PARAMETER }];

describe.each([
  ['CodeDeploy', codeDeployStack],
  ['ECS', nativeStack],
] as const)('the hook of deployments by %s', (_, make) => {
  test('may read the secrets of its checks, and gets their ARNs alone', () => {
    const template = Template.fromStack(make({ hook, secrets }));
    for (const [Action, Resource] of [
      ['secretsmanager:GetSecretValue', SECRET],
      ['ssm:GetParameter', PARAMETER],
    ]) {
      template.hasResourceProperties('AWS::IAM::Policy', {
        PolicyDocument: { Statement: Match.arrayWith([{ Action, Effect: 'Allow', Resource }]) },
      });
    }
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: { Variables: { HOOK_PLAN: JSON.stringify(hook) } },
    });
  });

  test('is refused when a check refers to another secret', () => {
    expect(() => make({ hook, secrets: [{ arn: PARAMETER }] })).toThrow(
      `plan.checks[0].headers.Authorization.secret: is "${SECRET}"; must be one of the secrets`,
    );
    expect(() => make({ hook, secrets: [{ arn: 'smoke-test' }] })).toThrow('secrets[0].arn: is "smoke-test"');
  });

  test('reaches the services of its secrets through VPC endpoints where the stack creates these', () => {
    const endpointsOf = (given: AllowedSecrets) => {
      const stack = make((scope) => {
        const image = ContainerImage.fromEcrRepository(Repository.fromRepositoryName(scope, 'Image', 'web'));
        const isolated = { network: { egress: 'endpoints' as const }, container: { image, port: 3000 } };
        return { ...isolated, secrets: given, ...(given.length === 0 ? {} : { hook }) };
      });
      return JSON.stringify(Template.fromStack(stack).findResources('AWS::EC2::VPCEndpoint'));
    };
    expect(endpointsOf(secrets)).toContain('.secretsmanager"');
    expect(endpointsOf(secrets)).toContain('.ssm"');
    expect(endpointsOf([])).not.toMatch(/\.(secretsmanager|ssm)"/);
  });
});
