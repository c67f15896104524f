import { Duration, Validations } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { EventDelivery } from '../guards/undelivered-events';

/** What could not be published, and of what nobody could be notified, for an operator to inspect. */
export class UnpublishedEvents extends Queue {
  /** Six hours, the most that Lambda keeps an event of an asynchronous invocation. */
  readonly delivery: EventDelivery;

  /** @param encryptionKey undefined: the key of SQS */
  constructor(scope: Construct, id: string, encryptionKey: IKey | undefined) {
    super(scope, id, {
      ...(encryptionKey === undefined
        ? { encryption: QueueEncryption.SQS_MANAGED }
        : { encryption: QueueEncryption.KMS, encryptionMasterKey: encryptionKey }),
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    Validations.of(this).acknowledge({
      id: 'cdk-validator-cfnguard::sqs_dlq_check',
      reason: 'it is itself the queue of what failed; only operators read it',
    });
    this.delivery = { deadLetterQueue: this, maxEventAge: Duration.hours(6) };
  }
}
