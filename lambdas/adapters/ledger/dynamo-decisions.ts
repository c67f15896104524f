import { type DynamoDBDocumentClient, GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { type Decision, storedDecision } from '../../core/events/decision';
import { inOrder } from '../../core/shared/decision-order';
import { answerOf, isNamed } from '../shared/service-errors';
import { DECISION_PREFIX } from './dynamo-route-item';

type Client = Pick<DynamoDBDocumentClient, 'send'>;

/** Writes a decision under its execution and key, unless it is there: what was decided is never rewritten. */
export async function putDecision(
  client: Client,
  TableName: string,
  route: string,
  decision: Decision,
): Promise<void> {
  try {
    await answerOf(client.send(new PutCommand(newDecision(TableName, route, decision))));
  } catch (error) {
    if (!isNamed(error, 'ConditionalCheckFailedException')) {
      throw error;
    }
  }
}

function itemOf({ execution, key }: Pick<Decision, 'execution' | 'key'>): string {
  return `${DECISION_PREFIX}${execution}#${key}`;
}

/** What writes a decision, unless it is there. */
export function newDecision(TableName: string, route: string, decision: Decision) {
  return {
    TableName,
    Item: { route, item: itemOf(decision), decision },
    ConditionExpression: 'attribute_not_exists(#item)',
    ExpressionAttributeNames: { '#item': 'item' },
  };
}

/** A decision; null when there is none. */
export async function decisionAt(
  client: Client,
  TableName: string,
  route: string,
  of: Pick<Decision, 'execution' | 'key'>,
): Promise<Decision | null> {
  const Key = { route, item: itemOf(of) };
  const { Item } = await answerOf(client.send(new GetCommand({ TableName, Key, ConsistentRead: true })));
  return Item === undefined ? null : storedDecision(Item.decision as Decision);
}

/** Every decision of a route, oldest first. */
export async function decisionsOf(
  client: Client,
  TableName: string,
  route: string,
): Promise<readonly Decision[]> {
  const found: Decision[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const page = await answerOf(
      client.send(
        new QueryCommand({
          TableName,
          ConsistentRead: true,
          KeyConditionExpression: '#route = :route AND begins_with(#item, :prefix)',
          ExpressionAttributeNames: { '#route': 'route', '#item': 'item' },
          ExpressionAttributeValues: { ':route': route, ':prefix': DECISION_PREFIX },
          ExclusiveStartKey: from,
        }),
      ),
    );
    found.push(...(page.Items ?? []).map(({ decision }) => storedDecision(decision as Decision)));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  return inOrder(found);
}
