import { type DynamoDBDocumentClient, GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { answerOf, isNamed } from '../shared/service-errors';
import { LOCK_ITEM, namesIn, type RouteItem } from './dynamo-route-item';
import type { TransactItem } from './dynamo-transaction';

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
            ...updateOf(TableName, route, update, condition, values),
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

  /** The same update as a part of a transaction. */
  updateItem: (
    route: string,
    update: string,
    condition: string,
    values: Record<string, unknown>,
  ): TransactItem => ({ Update: updateOf(TableName, route, update, condition, values) }),
});

function updateOf(
  TableName: string,
  route: string,
  update: string,
  condition: string,
  values: Record<string, unknown>,
) {
  return {
    TableName,
    Key: { route, item: LOCK_ITEM },
    UpdateExpression: update,
    ConditionExpression: condition,
    ExpressionAttributeNames: namesIn(update, condition),
    ExpressionAttributeValues: values,
  };
}
