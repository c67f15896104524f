import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { CfnPolicy } from 'aws-cdk-lib/aws-iam';
import { ownRules } from './cfn-guard';
import type { Linter } from './linter';

/** The rules that must report the planted stack: all of our own, and of the others one of each kind. */
const expected: Readonly<Record<string, readonly string[]>> = {
  AwsSolutions: ['AwsSolutions-IAM5[Action::s3:*]', 'AwsSolutions-IAM5[Resource::*]'],
  'cdk-validator-cfnguard': [...ownRules, 'lambda_inside_vpc_check'],
  // A value out of range, and a warning.
  'cfn-lint': ['E3034', 'W3005'],
};

/**
 * The rules that should report a stack with planted faults but do not. Without this check, a linter that
 * finds nothing anywhere would look like success.
 */
export function missedFaults(linters: readonly Linter[]): string[] {
  const outdir = mkdtempSync(join(tmpdir(), 'cutover-planted-'));
  try {
    const app = new App({ outdir, builtinCloudFormationValidation: false });
    plant(new Stack(app, 'Planted'));
    const stackTemplates = app.synth().stacks.map((stack) => ({
      stackConstructPath: stack.hierarchicalId,
      templatePath: stack.templateFullPath,
      accountId: undefined,
      region: undefined,
    }));
    const templatePaths = stackTemplates.map(({ templatePath }) => templatePath);
    return linters.flatMap((linter) => {
      const { violations } = linter.validate({ appConstruct: app, stackTemplates, templatePaths });
      const found = new Set(violations.map(({ ruleName }) => ruleName));
      return (expected[linter.name] ?? ['anything']).flatMap((rule) =>
        found.has(rule) ? [] : [`${linter.name} does not report ${rule} for the planted fault`],
      );
    });
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

/** Creates one resource of each type, with as many faults as possible. */
function plant(stack: Stack): void {
  const put = (id: string, type: string, properties: Record<string, unknown>) =>
    new CfnResource(stack, id, { type, properties });
  const role = put('Role', 'AWS::IAM::Role', {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '111122223333' } }],
    },
    ManagedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'],
  });
  const anyRecord = { Effect: 'Allow', Action: 'route53:ChangeResourceRecordSets', Resource: '*' };
  new CfnPolicy(stack, 'Policy', {
    policyName: 'everything',
    roles: [role.ref],
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: '*' }, anyRecord],
    },
  });
  const lambda = put('Function', 'AWS::Lambda::Function', {
    Code: { ZipFile: 'exports.handler = async () => {};' },
    Handler: 'index.handler',
    Role: role.getAtt('Arn'),
    Runtime: 'nodejs22.x',
    Architectures: ['x86_64'],
    MemorySize: 1,
    TracingConfig: { Mode: 'PassThrough' },
    LoggingConfig: { LogFormat: 'Text' },
  });
  lambda.addResourceDependency(role);
  put('Url', 'AWS::Lambda::Url', { AuthType: 'NONE', TargetFunctionArn: lambda.getAtt('Arn') });
  put('Permission', 'AWS::Lambda::Permission', {
    Action: 'lambda:InvokeFunction',
    FunctionName: lambda.ref,
    Principal: '*',
  });
  put('Machine', 'AWS::StepFunctions::StateMachine', {
    RoleArn: role.getAtt('Arn'),
    StateMachineType: 'EXPRESS',
    LoggingConfiguration: { Level: 'ERROR', IncludeExecutionData: true },
    TracingConfiguration: { Enabled: false },
    DefinitionString: '{"StartAt":"End","States":{"End":{"Type":"Succeed"}}}',
  });
  put('Table', 'AWS::DynamoDB::GlobalTable', {
    AttributeDefinitions: [{ AttributeName: 'key', AttributeType: 'S' }],
    KeySchema: [{ AttributeName: 'key', KeyType: 'HASH' }],
    BillingMode: 'PAY_PER_REQUEST',
    SSESpecification: { SSEEnabled: false },
    Replicas: [
      {
        Region: 'us-east-1',
        DeletionProtectionEnabled: false,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: false },
      },
    ],
  });
  put('Logs', 'AWS::Logs::LogGroup', {});
  put('Schedule', 'AWS::Scheduler::Schedule', {
    FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 60 },
    ScheduleExpression: 'at(2030-01-01T06:00:00)',
    Target: {
      Arn: lambda.getAtt('Arn'),
      RoleArn: role.getAtt('Arn'),
      RetryPolicy: { MaximumEventAgeInSeconds: 86_400 },
    },
  });
  put('Rule', 'AWS::Events::Rule', {
    ScheduleExpression: 'rate(5 minutes)',
    Targets: [{ Id: 'Function', Arn: lambda.getAtt('Arn') }],
  });
  put('Alarm', 'AWS::CloudWatch::Alarm', {
    ComparisonOperator: 'GreaterThanThreshold',
    EvaluationPeriods: 1,
    MetricName: 'Errors',
    Namespace: 'AWS/Lambda',
    Period: 60,
    Statistic: 'Sum',
    Threshold: 0,
  });
  const group = put('Group', 'AWS::EC2::SecurityGroup', {
    GroupDescription: 'open',
    SecurityGroupIngress: [{ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }],
  });
  put('Ingress', 'AWS::EC2::SecurityGroupIngress', {
    GroupId: group.getAtt('GroupId'),
    IpProtocol: '-1',
    CidrIp: '0.0.0.0/0',
  });
  put('LoadBalancer', 'AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internet-facing' });
  put('Service', 'AWS::ECS::Service', {
    NetworkConfiguration: {
      AwsvpcConfiguration: { AssignPublicIp: 'ENABLED', Subnets: ['subnet-0123456789abcdef0'] },
    },
  });
}
