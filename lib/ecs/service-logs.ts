import { type RemovalPolicy, Validations } from 'aws-cdk-lib';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/** How long logs are kept, and what becomes of them when the stack is deleted. */
export interface KeptLogs {
  readonly retention: RetentionDays;
  readonly removalPolicy: RemovalPolicy;
}

/** A log group of the service: its container, its hook, its API or its network. */
export class ServiceLogs extends LogGroup {
  constructor(scope: Construct, id: string, props: KeptLogs) {
    super(scope, id, props);
    Validations.of(this).acknowledge({
      id: 'cdk-validator-cfnguard::cloudwatch_log_group_encrypted_check',
      reason:
        'CloudWatch encrypts every log group with a key of its own; a key of ours could be disabled when the logs are needed most',
    });
    if (props.retention < RetentionDays.ONE_YEAR) {
      Validations.of(this).acknowledge({
        id: 'cdk-validator-cfnguard::cloudwatch_log_group_retention_period_check',
        reason: 'these are for looking into a deployment, kept as long as `logRetention` says',
      });
    }
  }
}
