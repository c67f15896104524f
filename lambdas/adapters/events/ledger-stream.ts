import { type NativeAttributeValue, unmarshall } from '@aws-sdk/util-dynamodb';
import type { LedgerChange } from '../../core/events/ledger-change';
import { routeOfCommands } from '../../core/shared/command-partition';
import { DECISION_PREFIX, LOCK_ITEM, type RouteItem } from '../ledger/dynamo-route-item';

type Image = Parameters<typeof unmarshall>[0];
type Item = Record<string, NativeAttributeValue>;

/** A record of a table's stream with new and old images (Amazon DynamoDB API Reference, "Record"). */
export interface LedgerStreamRecord {
  readonly dynamodb?: {
    readonly SequenceNumber?: string;
    /** Seconds since the epoch. */
    readonly ApproximateCreationDateTime?: number;
    readonly NewImage?: Image;
    readonly OldImage?: Image;
  };
}

/** The event with which Lambda invokes a function for a batch of records. */
export interface LedgerStreamEvent {
  readonly Records: readonly LedgerStreamRecord[];
}

/**
 * The changes of a batch, in its order, each with its sequence number. A record that cannot be read gives a
 * text that says why, so that it holds no other one back.
 */
export function ledgerChanges({ Records }: LedgerStreamEvent) {
  return Records.map(({ dynamodb = {} }) => ({
    sequence: dynamodb.SequenceNumber ?? '',
    change: readChange(dynamodb),
  }));
}

function readChange(record: NonNullable<LedgerStreamRecord['dynamodb']>): LedgerChange | string | null {
  try {
    const after = itemOf(record.NewImage);
    return after === null ? null : changeOf(itemOf(record.OldImage), after, record);
  } catch (error) {
    const { name, message } = error as Error;
    return `the record cannot be read: ${name}: ${message}`;
  }
}

function itemOf(image: Image | undefined): Item | null {
  return image === undefined ? null : unmarshall(image);
}

function changeOf(
  before: Item | null,
  after: Item,
  { ApproximateCreationDateTime = 0 }: NonNullable<LedgerStreamRecord['dynamodb']>,
): LedgerChange | null {
  const { route, item } = after as { readonly route: string; readonly item: string };
  if (item.startsWith(DECISION_PREFIX)) {
    return before === null ? { kind: 'decision', route, decision: after.decision ?? {} } : null;
  }
  const ofCommands = routeOfCommands(route);
  if (ofCommands !== null) {
    const stored = listOf(after.commands);
    const sent = listOf(before?.commands).length;
    const change = { kind: 'commands', route: ofCommands, execution: item, before: sent, stored } as const;
    return stored.length > sent ? change : null;
  }
  const at = new Date(1_000 * ApproximateCreationDateTime).toISOString();
  return item === LOCK_ITEM ? takenOver(before as RouteItem | null, after as RouteItem, at) : null;
}

function listOf(commands: unknown): readonly unknown[] {
  return Array.isArray(commands) ? commands : [];
}

function takenOver(before: RouteItem | null, after: RouteItem, at: string): LedgerChange | null {
  const { route, lock, snapshot, expected } = after;
  if (before?.lock?.reverting !== false || lock?.reverting !== true) {
    return null;
  }
  const { execution, planName, revertReason = null } = lock;
  const percents =
    snapshot === undefined ? null : { from: (expected ?? snapshot).percent, to: snapshot.percent };
  return { kind: 'taken-over', route, execution, planName, reason: revertReason, percents, at };
}
