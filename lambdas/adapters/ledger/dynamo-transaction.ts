import {
  type DynamoDBDocumentClient,
  TransactWriteCommand,
  type TransactWriteCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { ServiceBusyError } from '../../core/shared/errors';
import { answerOf, isNamed } from '../shared/service-errors';

/** A check or a write of one item in a transaction. */
export type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** Reasons that pass with time (Amazon DynamoDB API Reference, "TransactWriteItems"). */
const TEMPORARY = new Set(['TransactionConflict', 'ProvisionedThroughputExceeded', 'ThrottlingError']);

/**
 * Writes all items or none.
 * @returns null when they were written; else the index of the first item whose condition failed
 * @throws ServiceBusyError when another write of an item was under way
 */
export async function writeTogether(
  client: Pick<DynamoDBDocumentClient, 'send'>,
  items: readonly TransactItem[],
): Promise<number | null> {
  try {
    await answerOf(client.send(new TransactWriteCommand({ TransactItems: [...items] })));
    return null;
  } catch (error) {
    if (!isNamed(error, 'TransactionCanceledException')) {
      throw error;
    }
    const { CancellationReasons = [] } = error as { CancellationReasons?: readonly { Code?: string }[] };
    // The reasons are in the order of the items.
    const codes = CancellationReasons.map(({ Code = 'None' }) => Code);
    const refused = codes.indexOf('ConditionalCheckFailed');
    if (refused >= 0) {
      return refused;
    }
    if (codes.some((code) => TEMPORARY.has(code))) {
      throw new ServiceBusyError(`${error.name}: ${error.message}`, { cause: error });
    }
    throw error;
  }
}
