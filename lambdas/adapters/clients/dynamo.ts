import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { readServiceTime } from '../shared/service-time';
import { settings } from './settings';

/**
 * A client for `dynamoLedger`, whose answers also tell AWS's time. In a file of its own, so that the bundles
 * of other functions do not contain it.
 */
export const dynamoClient = (): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(readServiceTime(new DynamoDBClient(settings)), {
    // JSON omits undefined fields too; without this option the SDK throws an error for them.
    marshallOptions: { removeUndefinedValues: true },
  });
