import { Duration, Validations } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/**
 * How an event is delivered from a rule to its guard. Both EventBridge and Lambda retry: EventBridge until
 * Lambda has accepted the event, Lambda until the guard has handled it.
 */
export interface EventDelivery {
  /** Receives the event when it could not be handled. */
  readonly deadLetterQueue: Queue;
  /** The age after which each of the two stops retrying. */
  readonly maxEventAge: Duration;
}

/**
 * Within 15 minutes the reconciler has run three times. The defaults, 24 and 6 hours, could revert a cutover
 * because of an alarm from before it began.
 */
export const GUARDED_EVENT_AGE = Duration.minutes(15);

/** What an `UndeliveredEvents` queue is for. */
export interface UndeliveredEventsProps {
  /** Undefined: the key of SQS. */
  readonly encryptionKey: IKey | undefined;
  /** The age after which an event is no longer retried. */
  readonly maxEventAge: Duration;
}

/**
 * Events that no function could handle, for an operator to inspect. The queue is encrypted and accepts only
 * TLS: a status change event contains the input of the execution, and a plan may have credentials in its
 * headers.
 */
export class UndeliveredEvents extends Queue {
  readonly delivery: EventDelivery;

  constructor(scope: Construct, id: string, { encryptionKey, maxEventAge }: UndeliveredEventsProps) {
    super(scope, id, {
      ...(encryptionKey === undefined
        ? { encryption: QueueEncryption.SQS_MANAGED }
        : { encryption: QueueEncryption.KMS, encryptionMasterKey: encryptionKey }),
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    Validations.of(this).acknowledge({
      id: 'cdk-validator-cfnguard::sqs_dlq_check',
      reason: 'it is itself the dead-letter queue of rules and functions; only operators read it',
    });
    this.delivery = { deadLetterQueue: this, maxEventAge };
  }
}
