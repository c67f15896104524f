import type { IEventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { EVENT_DETAIL_TYPE, EVENT_SOURCE } from '../../../lambdas/core/events/decision-event';
import type { LedgerLike } from '../ledger-table';
import { noResourceTypes, WildcardStatement } from './wildcards';

/** What the workflow needs of a bus. */
export type EventBusLike = Pick<IEventBus, 'eventBusArn' | 'eventBusName'>;

/**
 * What Lambda does as the role of a function to read the stream of a table (AWS Lambda Developer Guide,
 * "Process DynamoDB records with Lambda"). Nothing for a table without a stream.
 */
export function readStream({ tableStreamArn }: LedgerLike): PolicyStatement[] {
  return tableStreamArn === undefined
    ? []
    : [
        new PolicyStatement({
          actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator'],
          resources: [tableStreamArn],
        }),
        new WildcardStatement({
          actions: ['dynamodb:ListStreams'],
          resource: '*',
          reason: noResourceTypes('Amazon DynamoDB'),
        }),
      ];
}

/**
 * Events of the workflow and no others (Amazon EventBridge User Guide, "Using IAM policy conditions in Amazon
 * EventBridge").
 */
export function putEvents(bus: EventBusLike | undefined): PolicyStatement[] {
  return bus === undefined
    ? []
    : [
        new PolicyStatement({
          actions: ['events:PutEvents'],
          resources: [bus.eventBusArn],
          conditions: {
            StringEquals: { 'events:source': EVENT_SOURCE, 'events:detail-type': EVENT_DETAIL_TYPE },
          },
        }),
      ];
}
