import { describe, expect, test } from '@jest/globals';
import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { AccountPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { CutoverStack } from '../../../lib/workflow/cutover-stack';
import { CutoverWorkflow, type CutoverWorkflowProps } from '../../../lib/workflow/cutover-workflow';
import { appWithoutBundles, routes, templateOf } from '../../support/templates/synth';

/** A workflow with a role that may send commands, and the statements of that role. */
function granted(props: Partial<CutoverWorkflowProps> = {}) {
  const stack = new Stack(appWithoutBundles(), 'Cutover');
  const workflow = new CutoverWorkflow(stack, 'Workflow', { routes, ...props });
  const role = new Role(stack, 'Operator', { assumedBy: new AccountPrincipal('111122223333') });
  workflow.grantCommands(role);
  const template = Template.fromStack(stack);
  const policies = Object.entries(template.findResources('AWS::IAM::Policy'));
  const ours = policies.filter(([id]) => id.startsWith('Operator'));
  const [, policy] = ours[0] as (typeof ours)[number];
  return { template, statements: policy.Properties.PolicyDocument.Statement as object[] };
}

const operateArn = { 'Fn::GetAtt': [expect.stringMatching(/^WorkflowOperateFunction/), 'Arn'] };

describe('a function URL', () => {
  test('is there by default, authenticates with IAM, and is an output', () => {
    const template = templateOf();
    template.hasResourceProperties('AWS::Lambda::Url', { AuthType: 'AWS_IAM' });
    template.resourceCountIs('AWS::ApiGatewayV2::Api', 0);
    expect(template.findOutputs('CommandUrl')).toMatchObject({
      CommandUrl: { Value: { 'Fn::GetAtt': [expect.stringMatching(/FunctionUrl/), 'FunctionUrl'] } },
    });
  });

  test('is granted with the right to invoke through the URL alone', () => {
    expect(granted().statements).toEqual([
      {
        Effect: 'Allow',
        Action: 'lambda:InvokeFunctionUrl',
        Resource: operateArn,
        Condition: { StringEquals: { 'lambda:FunctionUrlAuthType': 'AWS_IAM' } },
      },
      {
        Effect: 'Allow',
        Action: 'lambda:InvokeFunction',
        Resource: operateArn,
        Condition: { Bool: { 'lambda:InvokedViaFunctionUrl': true } },
      },
    ]);
  });

  test('gives nobody outside of the account a right by itself', () => {
    const { template } = granted();
    for (const [id, { Properties }] of Object.entries(template.findResources('AWS::Lambda::Permission'))) {
      expect([id, Properties.Action, Properties.Principal]).toEqual([
        expect.stringMatching(/^WorkflowRules/),
        'lambda:InvokeFunction',
        'events.amazonaws.com',
      ]);
    }
  });
});

describe('an HTTP API', () => {
  test('has one route, which authenticates with IAM', () => {
    const template = templateOf({ commandEndpoint: 'http-api' });
    template.resourceCountIs('AWS::Lambda::Url', 0);
    template.resourceCountIs('AWS::ApiGatewayV2::Route', 1);
    template.hasResourceProperties('AWS::ApiGatewayV2::Route', {
      RouteKey: 'POST /',
      AuthorizationType: 'AWS_IAM',
    });
    // The version in which the event names the caller as a function URL does.
    template.hasResourceProperties('AWS::ApiGatewayV2::Integration', { PayloadFormatVersion: '2.0' });
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 },
      AccessLogSettings: Match.anyValue(),
    });
  });

  test('is granted for its one route', () => {
    expect(granted({ commandEndpoint: 'http-api' }).statements).toEqual([
      { Effect: 'Allow', Action: 'execute-api:Invoke', Resource: expect.anything() },
    ]);
  });
});

test.each([
  ['eu-west-1', 'AWS::Lambda::Url'],
  ['us-gov-west-1', 'AWS::ApiGatewayV2::Api'],
  ['me-central-1', 'AWS::ApiGatewayV2::Api'],
])('in %s it is by default one that the region has: %s', (region, type) => {
  const app = appWithoutBundles();
  const env = { account: '111122223333', region };
  const template = Template.fromStack(new CutoverStack(app, 'Cutover', { env, routes }));
  template.resourceCountIs(type, 1);
});

test('a function URL in a region without them is refused', () => {
  const app = appWithoutBundles();
  const env = { account: '111122223333', region: 'us-gov-west-1' };
  expect(() => new CutoverStack(app, 'Cutover', { env, routes, commandEndpoint: 'function-url' })).toThrow(
    'commandEndpoint: is "function-url", but us-gov-west-1 has no function URLs; use "http-api"',
  );
});
