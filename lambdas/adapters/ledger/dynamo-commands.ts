import { type DynamoDBDocumentClient, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Starter } from '../../core/operate/starter';
import { commandPartition } from '../../core/shared/command-partition';
import { FencedError } from '../../core/shared/errors';
import { MAX_COMMANDS, type OperatorCommand } from '../../core/shared/operator-command';
import { answerOf, isNamed } from '../shared/service-errors';
import { LOCK_ITEM } from './dynamo-route-item';
import { type TransactItem, writeTogether } from './dynamo-transaction';

/** The item of the commands to an execution. Another one has who started it. */
const commandKey = (route: string, execution: string) => ({
  route: commandPartition(route),
  item: execution,
});
const starterKey = (route: string, execution: string) => ({
  route: commandPartition(route),
  item: `started#${execution}`,
});

/** The check that the commands to an execution are those that a step has read, by their number. */
export function unreadCommands(
  TableName: string,
  route: string,
  execution: string,
  read: number,
): TransactItem {
  const check = {
    TableName,
    Key: commandKey(route, execution),
    ExpressionAttributeNames: { '#commands': 'commands' },
  };
  return read === 0
    ? { ConditionCheck: { ...check, ConditionExpression: 'attribute_not_exists(#commands)' } }
    : {
        ConditionCheck: {
          ...check,
          ConditionExpression: 'size(#commands) = :read',
          ExpressionAttributeValues: { ':read': read },
        },
      };
}

/** What appends a command. Refused when there are too many, unless the command is an abort. */
function appendOf(TableName: string, route: string, execution: string, command: OperatorCommand) {
  const isLimited = command.kind !== 'abort';
  const limit = 'attribute_not_exists(#commands) OR size(#commands) < :most';
  return {
    TableName,
    Key: commandKey(route, execution),
    UpdateExpression: 'SET #commands = list_append(if_not_exists(#commands, :none), :command)',
    ...(isLimited ? { ConditionExpression: limit } : {}),
    ExpressionAttributeNames: { '#commands': 'commands' },
    ExpressionAttributeValues: {
      ':none': [],
      ':command': [command],
      ...(isLimited ? { ':most': MAX_COMMANDS } : {}),
    },
  };
}

function tooMany(execution: string): FencedError {
  return new FencedError(`${execution} has ${MAX_COMMANDS} commands already; only abort is taken now`);
}

/** Reads and writes the items of commands, which are in a partition of their own. */
export const commandTable = (client: Pick<DynamoDBDocumentClient, 'send'>, TableName: string) => {
  const get = async (Key: Record<string, string>): Promise<Record<string, unknown>> => {
    const { Item } = await answerOf(client.send(new GetCommand({ TableName, Key, ConsistentRead: true })));
    return Item ?? {};
  };

  const starter = async (route: string, execution: string): Promise<Starter | null> => {
    const item = await get(starterKey(route, execution));
    return (item.starter as Starter | undefined) ?? null;
  };

  return {
    /** What was sent to an execution, in the order of arrival. */
    get: async (route: string, execution: string): Promise<readonly unknown[]> => {
      const { commands = [] } = await get(commandKey(route, execution));
      // A list, unless somebody has written something else: that is read as one command, and refused.
      return Array.isArray(commands) ? commands : [commands];
    },

    /** @throws FencedError when there are too many, unless the command is an abort */
    append: async (route: string, execution: string, command: OperatorCommand): Promise<void> => {
      try {
        await answerOf(client.send(new UpdateCommand(appendOf(TableName, route, execution, command))));
      } catch (error) {
        if (isNamed(error, 'ConditionalCheckFailedException')) {
          throw tooMany(execution);
        }
        throw error;
      }
    },

    /**
     * The same in a transaction that checks that the execution holds the lock.
     * @returns false when it does not, so that nothing was written
     */
    appendForHolder: async (route: string, execution: string, command: OperatorCommand): Promise<boolean> => {
      const isHolder = {
        TableName,
        Key: { route, item: LOCK_ITEM },
        ConditionExpression: '#lock.#execution = :execution',
        ExpressionAttributeNames: { '#lock': 'lock', '#execution': 'execution' },
        ExpressionAttributeValues: { ':execution': execution },
      };
      const refused = await writeTogether(client, [
        { ConditionCheck: isHolder },
        { Update: appendOf(TableName, route, execution, command) },
      ]);
      if (refused === 1) {
        throw tooMany(execution);
      }
      return refused === null;
    },

    /** Records who starts an execution, unless somebody is recorded. @returns who is recorded */
    saveStarter: async (route: string, execution: string, given: Starter): Promise<Starter> => {
      const put = new PutCommand({
        TableName,
        Item: { ...starterKey(route, execution), starter: given },
        ConditionExpression: 'attribute_not_exists(#item)',
        ExpressionAttributeNames: { '#item': 'item' },
      });
      try {
        await answerOf(client.send(put));
        return given;
      } catch (error) {
        if (!isNamed(error, 'ConditionalCheckFailedException')) {
          throw error;
        }
        return (await starter(route, execution)) ?? given;
      }
    },

    starter,
  };
};
