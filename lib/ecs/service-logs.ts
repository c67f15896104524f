import { type RemovalPolicy, Validations } from 'aws-cdk-lib';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/** How long logs are kept, and what happens to them when the stack is deleted. */
export interface LogSettings {
  readonly retention: RetentionDays;
  readonly removalPolicy: RemovalPolicy;
}

export interface ServiceLogsProps extends LogSettings {
  /** @default - CloudFormation makes a name */
  readonly logGroupName?: string;
}

/** A log group of the service, for its container, its hook, its API or its network. */
export class ServiceLogs extends LogGroup {
  constructor(scope: Construct, id: string, props: ServiceLogsProps) {
    super(scope, id, props);
    Validations.of(this).acknowledge({
      id: 'cdk-validator-cfnguard::cloudwatch_log_group_encrypted_check',
      reason:
        'CloudWatch Logs encrypts every log group with its own key; a customer managed key could be ' +
        'disabled when the logs are needed most',
    });
    if (props.retention < RetentionDays.ONE_YEAR) {
      Validations.of(this).acknowledge({
        id: 'cdk-validator-cfnguard::cloudwatch_log_group_retention_period_check',
        reason: 'these logs are for troubleshooting deployments; `logRetention` sets how long they are kept',
      });
    }
  }
}
