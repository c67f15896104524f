import { Duration, Validations } from 'aws-cdk-lib';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';

/** How an event gets from a rule to its guard. It is waited for twice: by EventBridge, and by Lambda once that has taken it. */
export interface EventDelivery {
  /** Where it goes when it could not be handled. */
  readonly deadLetterQueue: Queue;
  /** After which it is no longer tried, by each of the two. */
  readonly maxEventAge: Duration;
}

/**
 * Events that no guard could handle, for a person to look at. Encrypted, and only over TLS: what tells of an execution carries its input, and a
 * plan may have credentials in its headers.
 */
export class UndeliveredEvents extends Queue {
  readonly delivery: EventDelivery;

  constructor(scope: Construct, id: string) {
    super(scope, id, {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    Validations.of(this).acknowledge({
      id: 'cdk-validator-cfnguard::sqs_dlq_check',
      reason: 'it is a dead-letter queue, of rules and functions; nothing receives from it but a person',
    });
    // The reconciler has looked three times by then. The defaults, 24 and 6 hours, could revert a cutover for an alarm from before it began.
    this.delivery = { deadLetterQueue: this, maxEventAge: Duration.minutes(15) };
  }
}
