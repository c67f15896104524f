import {
  type DynamoDBDocumentClient,
  GetCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { ServiceBusyError } from '../../core/shared/errors';
import { answerOf, isNamed } from '../shared/service-errors';
import { LOCK_ITEM, namesIn, type RouteItem } from './dynamo-route-item';

/** A check or a write of another item that is part of a transaction. */
export type OtherItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** Reads and updates the lock items of the ledger's table. */
export const routeTable = (client: Pick<DynamoDBDocumentClient, 'send'>, TableName: string) => ({
  /** Null when the route has never been locked. */
  get: async (route: string): Promise<RouteItem | null> => {
    const { Item } = await answerOf(
      client.send(new GetCommand({ TableName, Key: { route, item: LOCK_ITEM }, ConsistentRead: true })),
    );
    return (Item as RouteItem | undefined) ?? null;
  },

  /** The item after the update; null when the condition failed, so that nothing was written. */
  update: async (
    route: string,
    update: string,
    condition: string,
    values: Record<string, unknown>,
  ): Promise<RouteItem | null> => {
    try {
      const { Attributes } = await answerOf(
        client.send(
          new UpdateCommand({
            TableName,
            Key: { route, item: LOCK_ITEM },
            UpdateExpression: update,
            ConditionExpression: condition,
            ExpressionAttributeNames: namesIn(update, condition),
            ExpressionAttributeValues: values,
            ReturnValues: 'ALL_NEW',
          }),
        ),
      );
      return Attributes as RouteItem;
    } catch (error) {
      if (isNamed(error, 'ConditionalCheckFailedException')) {
        return null;
      }
      throw error;
    }
  },

  /**
   * Updates the item if the conditions of other items hold too, in one transaction.
   * @returns whether the update or another item was refused, so that nothing was written; null when it was
   * written
   * @throws ServiceBusyError when another write of either item was under way
   */
  updateIf: async (
    route: string,
    update: string,
    condition: string,
    values: Record<string, unknown>,
    ...others: readonly OtherItem[]
  ): Promise<'update' | 'other' | null> => {
    const transaction = new TransactWriteCommand({
      TransactItems: [
        {
          Update: {
            TableName,
            Key: { route, item: LOCK_ITEM },
            UpdateExpression: update,
            ConditionExpression: condition,
            ExpressionAttributeNames: namesIn(update, condition),
            ExpressionAttributeValues: values,
          },
        },
        ...others,
      ],
    });
    try {
      await answerOf(client.send(transaction));
      return null;
    } catch (error) {
      if (!isNamed(error, 'TransactionCanceledException')) {
        throw error;
      }
      return refusalOf(error);
    }
  },
});

/** Which item the transaction was cancelled for. The reasons are in the order of the items. */
function refusalOf(error: Error): 'update' | 'other' {
  const { CancellationReasons = [] } = error as { CancellationReasons?: readonly { Code?: string }[] };
  const codes = CancellationReasons.map(({ Code = 'None' }) => Code);
  if (codes[0] === 'ConditionalCheckFailed') {
    return 'update';
  }
  if (codes[1] === 'ConditionalCheckFailed') {
    return 'other';
  }
  if (codes.some((code) => TEMPORARY.has(code))) {
    throw new ServiceBusyError(`${error.name}: ${error.message}`, { cause: error });
  }
  throw error;
}

/** Reasons that pass with time (Amazon DynamoDB API Reference, "TransactWriteItems"). */
const TEMPORARY = new Set(['TransactionConflict', 'ProvisionedThroughputExceeded', 'ThrottlingError']);
