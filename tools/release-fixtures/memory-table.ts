import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { type ExpressionInput, type Stored, TableExpression } from './table-expression';

/** An item as DynamoDB stores it. */
export type TableItem = Readonly<Record<string, AttributeValue>>;

interface Operation extends ExpressionInput {
  readonly Key?: Stored;
  readonly Item?: Stored;
  readonly ConditionExpression?: string;
  readonly KeyConditionExpression?: string;
  readonly UpdateExpression?: string;
  readonly TransactItems?: readonly Readonly<Record<string, Operation>>[];
}

interface Command {
  readonly constructor: { readonly name: string };
  readonly input: Operation;
}

const keyOf = ({ route, item }: Stored): string => JSON.stringify([route, item]);

/**
 * The table of a ledger in memory, which stores items as DynamoDB does: for fixtures of what a release has
 * stored. It carries out what the adapter of the ledger asks for, and refuses everything else.
 */
export class MemoryTable {
  private readonly stored = new Map<string, TableItem>();
  private readonly written = new Set<string>();

  /** What the adapter needs of the document client. */
  readonly client = {
    send: async (command: Command) => this.send(command),
  } as unknown as Pick<DynamoDBDocumentClient, 'send'>;

  /** Every item, in the order in which they were first written. */
  items(): readonly TableItem[] {
    return [...this.stored.values()];
  }

  /** The items that were written since the last time, as they are now. */
  takeWritten(): readonly TableItem[] {
    const items = [...this.written].map((key) => this.stored.get(key) as TableItem);
    this.written.clear();
    return items;
  }

  /** Puts these items in the place of all others. */
  load(items: readonly TableItem[]): void {
    this.stored.clear();
    for (const item of items) {
      this.stored.set(keyOf(unmarshall(item)), item);
    }
  }

  private send({ constructor: { name }, input }: Command): object {
    switch (name) {
      case 'GetCommand': {
        const item = this.get(input.Key as Stored);
        return item === undefined ? {} : { Item: item };
      }
      case 'QueryCommand':
        return { Items: this.query(input) };
      case 'PutCommand':
        this.one('Put', input);
        return {};
      case 'UpdateCommand':
        return { Attributes: this.one('Update', input) };
      case 'TransactWriteCommand':
        this.together(input.TransactItems ?? []);
        return {};
      default:
        throw new Error(`the table in memory has no ${name}`);
    }
  }

  private get(key: Stored): Stored | undefined {
    const item = this.stored.get(keyOf(key));
    return item === undefined ? undefined : unmarshall(item);
  }

  private query(input: Operation): Stored[] {
    const all = [...this.stored.values()].map((item): Stored => unmarshall(item));
    const found = all.filter((item) =>
      new TableExpression(input.KeyConditionExpression as string, item, input).condition(),
    );
    return found.sort((one, other) => (String(one.item) < String(other.item) ? -1 : 1));
  }

  private isAllowed(operation: Operation): boolean {
    const { ConditionExpression, Key, Item } = operation;
    const item = this.get((Key ?? Item) as Stored) ?? {};
    return (
      ConditionExpression === undefined ||
      new TableExpression(ConditionExpression, item, operation).condition()
    );
  }

  private one(kind: string, operation: Operation): Stored {
    if (!this.isAllowed(operation)) {
      const message = 'The conditional request failed';
      throw Object.assign(new Error(message), { name: 'ConditionalCheckFailedException' });
    }
    return this.write(kind, operation);
  }

  private together(items: readonly Readonly<Record<string, Operation>>[]): void {
    const operations = items.flatMap((item) => Object.entries(item));
    const CancellationReasons = operations.map(([, operation]) => ({
      Code: this.isAllowed(operation) ? 'None' : 'ConditionalCheckFailed',
    }));
    if (CancellationReasons.some(({ Code }) => Code !== 'None')) {
      const name = 'TransactionCanceledException';
      throw Object.assign(new Error('Transaction cancelled'), { name, CancellationReasons });
    }
    for (const [kind, operation] of operations) {
      this.write(kind, operation);
    }
  }

  private write(kind: string, operation: Operation): Stored {
    const { Key, Item, UpdateExpression } = operation;
    if (kind === 'ConditionCheck') {
      return {};
    }
    if (kind === 'Put') {
      return this.put(Item as Stored);
    }
    if (kind !== 'Update') {
      throw new Error(`the table in memory has no ${kind}`);
    }
    const before = this.get(Key as Stored) ?? (Key as Stored);
    return this.put(new TableExpression(UpdateExpression as string, before, operation).update());
  }

  private put(item: Stored): Stored {
    const key = keyOf(item);
    // As the client of the functions does (lambdas/adapters/clients/dynamo.ts).
    this.stored.set(key, marshall(item, { removeUndefinedValues: true }));
    this.written.add(key);
    return item;
  }
}
