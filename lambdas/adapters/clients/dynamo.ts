import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { settings } from './settings';

/** A client for `dynamoLedger`. A file of its own, so that no other function carries it. */
export const dynamoClient = (): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(new DynamoDBClient(settings), {
    // JSON leaves such fields out as well; without this the SDK throws on them.
    marshallOptions: { removeUndefinedValues: true },
  });
