import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { dynamoLedger } from '../../../lambdas/adapters/ledger/dynamo-ledger';
import type { Ledger } from '../../../lambdas/ports';
import type { FunctionName } from '../../../lib/workflow/tasks';

/** A call of a ledger's method by the step of a function. */
export interface LedgerCall {
  readonly task: FunctionName;
  readonly method: keyof Ledger;
  readonly args: readonly unknown[];
}

/** An action of DynamoDB on one partition of the ledger. */
export interface LedgerAccess {
  readonly action: string;
  readonly partition: string;
}

/** The same ledger, which reports each call. */
export function recordedLedger(ledger: Ledger, record: (call: Omit<LedgerCall, 'task'>) => void): Ledger {
  const methods = Object.entries(ledger).map(([method, work]) => [
    method,
    (...args: unknown[]) => {
      record({ method: method as keyof Ledger, args });
      return work(...args);
    },
  ]);
  return Object.fromEntries(methods) as Ledger;
}

/**
 * What the real adapter asks DynamoDB for in a call: when every write succeeds, and when every condition
 * fails, so that both ends of each method are seen.
 */
export async function accessesOf({ method, args }: Omit<LedgerCall, 'task'>): Promise<LedgerAccess[]> {
  const found: LedgerAccess[] = [];
  for (const answer of [accepts, refuses]) {
    const send = async (command: Command) => {
      found.push(...accessesIn(command));
      return answer(command);
    };
    const client = { send } as unknown as Pick<DynamoDBDocumentClient, 'send'>;
    const work = dynamoLedger(client, 'ledger')[method] as (...args: readonly unknown[]) => Promise<unknown>;
    // What the method makes of these answers does not matter here.
    await work(...args).catch(() => undefined);
  }
  return found;
}

/** A command of the document client: its class, and what it asks for. */
interface Command {
  readonly constructor: { readonly name: string };
  readonly input: Operation & { readonly TransactItems?: readonly Readonly<Record<string, Operation>>[] };
}

interface Operation {
  readonly Key?: { readonly route: string };
  readonly Item?: { readonly route: string };
  readonly KeyConditionExpression?: string;
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Readonly<Record<string, unknown>>;
}

/** The actions in a transaction, by the name of its part. */
const PARTS: Readonly<Record<string, string>> = {
  ConditionCheck: 'ConditionCheckItem',
  Delete: 'DeleteItem',
  Get: 'GetItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
};

function accessesIn({ constructor: { name }, input }: Command): LedgerAccess[] {
  if (input.TransactItems !== undefined) {
    return input.TransactItems.flatMap((item) =>
      Object.entries(item).map(([part, operation]) => accessOf(PARTS[part] ?? part, operation)),
    );
  }
  const operation = name.replace(/Command$/, '');
  return [accessOf(operation === 'Query' ? operation : `${operation}Item`, input)];
}

function accessOf(operation: string, input: Operation): LedgerAccess {
  const partition = input.Key?.route ?? input.Item?.route ?? queriedPartition(input);
  if (partition === undefined) {
    throw new Error(`${operation} names no partition: ${JSON.stringify(input)}`);
  }
  return { action: `dynamodb:${operation}`, partition };
}

/** The partition that a query names with `=`. */
function queriedPartition(input: Operation): string | undefined {
  const { KeyConditionExpression = '', ExpressionAttributeNames, ExpressionAttributeValues } = input;
  const [, name = '', value = ''] = /(#?\w+) = (:\w+)/.exec(KeyConditionExpression) ?? [];
  return (ExpressionAttributeNames?.[name] ?? name) === 'route'
    ? (ExpressionAttributeValues?.[value] as string | undefined)
    : undefined;
}

const item = { route: 'route', item: 'lock', fence: 1, lock: { execution: 'other', reverting: true } };

function accepts({ constructor: { name } }: Command): object {
  return name === 'GetCommand' ? { Item: item } : { Attributes: item, Items: [] };
}

function refuses(command: Command): object {
  const { name } = command.constructor;
  if (name === 'GetCommand' || name === 'QueryCommand') {
    return accepts(command);
  }
  const error = name.startsWith('Transact')
    ? 'TransactionCanceledException'
    : 'ConditionalCheckFailedException';
  const CancellationReasons = [{ Code: 'ConditionalCheckFailed' }];
  throw Object.assign(new Error('the condition failed'), { name: error, CancellationReasons });
}
