import { Annotations, Duration, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { EventSourceMapping, FilterCriteria, FilterRule, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import type { TaskFunction } from '../functions/task-function';
import type { LedgerLike } from '../ledger-table';
import { EventsFailedAlarm } from './events-failed-alarm';

export interface EventPublishingProps {
  readonly ledger: LedgerLike;
  /** The function PublishEvents. */
  readonly publish: TaskFunction;
  /** @default - the key of SQS */
  readonly encryptionKey?: IKey | undefined;
}

/** The records of a batch. PutEvents takes ten entries at once. */
const BATCH_SIZE = 10;

/**
 * Gives the changes of the ledger to PublishEvents. A record is tried again until it is six hours old, for
 * EventBridge may be away; then what is left of its batch is named in a queue. A stream keeps a record for a
 * day (Amazon DynamoDB Developer Guide, "Change data capture for DynamoDB Streams"), so that it can still be
 * read by hand.
 */
export class EventPublishing extends Construct {
  readonly alarm: EventsFailedAlarm;

  constructor(scope: Construct, id: string, { ledger, publish, encryptionKey }: EventPublishingProps) {
    super(scope, id);
    const queue = new Queue(this, 'Unpublished', {
      ...(encryptionKey === undefined
        ? { encryption: QueueEncryption.SQS_MANAGED }
        : { encryption: QueueEncryption.KMS, encryptionMasterKey: encryptionKey }),
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    Validations.of(queue).acknowledge({
      id: 'cdk-validator-cfnguard::sqs_dlq_check',
      reason: 'it is itself the queue of what failed; only operators read it',
    });
    this.alarm = new EventsFailedAlarm(this, 'Failed', { ledger, queue, publish: publish.lambda });
    const { tableStreamArn } = ledger;
    if (tableStreamArn === undefined) {
      Annotations.of(this).addWarningV2(
        'cutover:ledger-without-stream',
        'the ledger has no stream, so that no decision becomes an event; give its table a stream with new ' +
          'and old images (stream: StreamViewType.NEW_AND_OLD_IMAGES), or leave `ledger` out',
      );
      return;
    }
    publish.lambda.addToRolePolicy(
      new PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] }),
    );
    new EventSourceMapping(this, 'Mapping', {
      target: publish.lambda,
      eventSourceArn: tableStreamArn,
      // The first deployment publishes what is recorded while it goes on.
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: BATCH_SIZE,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      maxRecordAge: Duration.hours(6),
      onFailure: { bind: () => ({ destination: queue.queueArn }) },
      filters: FILTERS.map((dynamodb) => FilterCriteria.filter({ dynamodb })),
    });
  }
}

/** Every record from which an event may follow: a decision, commands, a lock that a revert has taken over. */
const FILTERS = [
  { Keys: { item: { S: FilterRule.beginsWith('decision#') } } },
  { Keys: { route: { S: FilterRule.beginsWith('commands#') } } },
  { Keys: { item: { S: ['lock'] } }, NewImage: { lock: { M: { reverting: { BOOL: [true] } } } } },
];
