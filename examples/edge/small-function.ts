import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
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
  const made = new LambdaFunction(scope, 'Function', {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline(CODE),
    environment: { API_NAME: apiName },
    description: `Answers for API ${apiName}`,
    logGroup,
  });
  const small = 'it is a sample that answers with its name, and calls nothing';
  for (const rule of ['lambda_concurrency_check', 'lambda_dlq_check', 'lambda_inside_vpc_check']) {
    Validations.of(made).acknowledge({ id: `cdk-validator-cfnguard::${rule}`, reason: small });
  }
  acknowledgeLogs(logGroup);
  return made;
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
