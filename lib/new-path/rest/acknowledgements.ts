import { type Acknowledgment, Validations } from 'aws-cdk-lib';
import type { RestApi } from 'aws-cdk-lib/aws-apigateway';
import { type LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IConstruct } from 'constructs';

const guard = (rule: string, reason: string): Acknowledgment => ({
  id: `cdk-validator-cfnguard::${rule}`,
  reason,
});
const nag = (rule: string, reason: string): Acknowledgment => ({ id: `AwsSolutions::${rule}`, reason });

const EXECUTION_LOGS =
  'execution logs have the headers of requests, and so the secret of the origin and the tokens of users';
const WITHOUT_ACCESS_LOGS =
  'logs of a REST API need a role of the whole account, which is a deployment of its own; then leave out ' +
  '`accessLogs: none`';

/** Optional parts of a REST API, without which linters report something. */
export interface RestApiParts {
  readonly hasAccessLogs: boolean;
  /** Whether no web ACL protects it. */
  readonly isOpen: boolean;
}

/** Acknowledges what linters report about a REST API and its stage. */
export function acknowledgeRestApi(api: RestApi, { hasAccessLogs, isOpen }: RestApiParts): void {
  Validations.of(api).acknowledge(
    nag('AwsSolutions-APIG2', 'the service validates requests itself, as it does on the old path'),
    nag('AwsSolutions-APIG6', EXECUTION_LOGS),
    guard('api_gw_v1_execution_logging_enabled_check', EXECUTION_LOGS),
    ...(hasAccessLogs ? [] : [nag('AwsSolutions-APIG1', WITHOUT_ACCESS_LOGS)]),
    ...(isOpen ? [nag('AwsSolutions-APIG3', OPEN)] : []),
  );
}

const OPEN = 'a web ACL is an option of the deployment: give `originSecrets`, or associate one of your own';

/** Acknowledges what linters report about methods that leave authorization to the service. */
export function acknowledgeWithoutAuthorizer(methods: IConstruct, reason: string): void {
  for (const rule of ['AwsSolutions-APIG4', 'AwsSolutions-COG4']) {
    Validations.of(methods).acknowledge(nag(rule, reason));
  }
}

/** Acknowledges what linters report about the log group of access logs. */
export function acknowledgeApiLogs(logs: LogGroup, retention: RetentionDays): void {
  Validations.of(logs).acknowledge(
    guard(
      'cloudwatch_log_group_encrypted_check',
      'CloudWatch Logs encrypts every log group with its own key; access logs hold no payloads, and a ' +
        'customer managed key would have to outlive a rollback',
    ),
  );
  if (retention < RetentionDays.ONE_YEAR) {
    const reason =
      'access logs are for troubleshooting a cutover and its hold; set their retention to keep them longer';
    Validations.of(logs).acknowledge(guard('cloudwatch_log_group_retention_period_check', reason));
  }
}
