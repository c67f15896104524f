import { type RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

export interface WorkflowLogsProps {
  readonly retention: RetentionDays;
  readonly removalPolicy: RemovalPolicy;
  /** @default - the key of CloudWatch Logs */
  readonly encryptionKey?: IKey | undefined;
}

/** The log group of a function or a state machine. */
export class WorkflowLogs extends LogGroup {
  constructor(scope: Construct, id: string, props: WorkflowLogsProps) {
    const { encryptionKey, ...rest } = props;
    super(scope, id, { ...rest, ...(encryptionKey === undefined ? {} : { encryptionKey }) });
    if (encryptionKey === undefined) {
      Validations.of(this).acknowledge({
        id: 'cdk-validator-cfnguard::cloudwatch_log_group_encrypted_check',
        reason:
          'CloudWatch Logs encrypts every log group with its own key; these logs hold no payloads, and a ' +
          'customer managed key could be disabled when the logs are needed most',
      });
    }
    if (props.retention < RetentionDays.ONE_YEAR) {
      Validations.of(this).acknowledge({
        id: 'cdk-validator-cfnguard::cloudwatch_log_group_retention_period_check',
        reason:
          'the permanent record of a cutover is the ledger; logs are for troubleshooting, and are kept as ' +
          'long as the history in Step Functions, or as `logRetention` says',
      });
    }
  }
}
