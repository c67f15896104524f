import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { readServiceTime } from '../shared/service-time';
import { settings } from './settings';

/**
 * A client for `dynamoLedger`, whose answers also tell AWS's time. In a file of its own, so that the bundles
 * of other functions do not contain it.
 * @param region absent: the Region of the settings
 */
export const dynamoClient = (region?: string): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(readServiceTime(new DynamoDBClient(inRegion(region))), {
    // JSON omits undefined fields too; without this option the SDK throws an error for them.
    marshallOptions: { removeUndefinedValues: true },
  });

/** Without roles, so that the functions that only use the ledger do not contain the client of STS. */
function inRegion(region: string | undefined) {
  return { ...settings, ...(region === undefined ? {} : { region }) };
}
