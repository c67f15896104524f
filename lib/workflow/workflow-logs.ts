import { type RemovalPolicy, Validations } from 'aws-cdk-lib';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

export interface WorkflowLogsProps {
  readonly retention: RetentionDays;
  readonly removalPolicy: RemovalPolicy;
}

/** The log group of a function or a machine. */
export class WorkflowLogs extends LogGroup {
  constructor(scope: Construct, id: string, props: WorkflowLogsProps) {
    super(scope, id, props);
    Validations.of(this).acknowledge({
      id: 'cdk-validator-cfnguard::cloudwatch_log_group_encrypted_check',
      reason:
        'CloudWatch encrypts every log group with a key of its own; these hold no payloads, and a key of ours could be disabled when the logs are needed most',
    });
    if (props.retention < RetentionDays.ONE_YEAR) {
      Validations.of(this).acknowledge({
        id: 'cdk-validator-cfnguard::cloudwatch_log_group_retention_period_check',
        reason:
          'the record of a cutover is the ledger, which is kept; logs are for looking into one, as long as Step Functions keeps its history, or as long as `logRetention` says',
      });
    }
  }
}
