import { Duration, RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  Code,
  Function as LambdaFunction,
  LoggingFormat,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/** Answers with the name of the API and the path, which HTTP APIs and REST APIs name differently. */
const CODE = `exports.handler = async (event) => ({
  statusCode: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ api: process.env.API_NAME, path: event.rawPath ?? event.path }),
});`;

/** A function that stands for a service: it answers JSON with the name of its API. */
export function smallFunction(scope: Construct, apiName: string): LambdaFunction {
  const logGroup = new LogGroup(scope, 'FunctionLogs', {
    retention: RetentionDays.ONE_WEEK,
    // So that cdk destroy leaves nothing.
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const role = new Role(scope, 'FunctionRole', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  logGroup.grantWrite(role);
  const made = new LambdaFunction(scope, 'Function', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline(CODE),
    environment: { API_NAME: apiName },
    description: `Answers for API ${apiName}`,
    ...{ logGroup, role, timeout: Duration.seconds(10), tracing: Tracing.ACTIVE },
    ...{ architecture: Architecture.ARM_64, loggingFormat: LoggingFormat.JSON },
  });
  Validations.of(role).acknowledge({
    id: 'AwsSolutions::AwsSolutions-IAM5[Resource::*]',
    reason:
      'xray:PutTelemetryRecords, xray:PutTraceSegments: no resource types ' +
      '(Service Authorization Reference, "AWS X-Ray")',
  });
  const small = 'it is a sample that answers with its name, and calls nothing';
  Validations.of(made).acknowledge(
    { id: 'cfn-lint::W3005', reason: 'CDK adds the dependency on the role; it is redundant but harmless' },
    { id: 'cdk-validator-cfnguard::lambda_inside_vpc_check', reason: small },
  );
  acknowledgeLogs(logGroup);
  return made;
}

/** Acknowledges what linters report about the permissions that API Gateway gets to invoke a function. */
export function acknowledgeInvocations(api: Construct): void {
  Validations.of(api).acknowledge({
    id: 'cdk-validator-cfnguard::lambda_function_public_access_prohibited_check',
    reason: 'the permission names the ARN of the API as its source; the rule does not read it in a reference',
  });
}

/** Acknowledges what linters report about a log group of the example. */
export function acknowledgeLogs(logGroup: LogGroup): void {
  for (const rule of [
    'cloudwatch_log_group_encrypted_check',
    'cloudwatch_log_group_retention_period_check',
  ]) {
    const reason = 'it is a sample, whose logs hold nothing private and are not needed for long';
    Validations.of(logGroup).acknowledge({ id: `cdk-validator-cfnguard::${rule}`, reason });
  }
}
