import type { OrderedDeployment } from '../../core/deployments/deployment';
import type { Router } from '../../core/plan/plan';
import type { Preparation } from '../../core/record-preparation/preparation';
import type { Lock, RevertTurn, RouteEntry, RouteState } from '../../ports';

/** Sort key of the item with the lock of a route and the data of its owner. */
export const LOCK_ITEM = 'lock';
/** Prefix of the sort keys of decisions. */
export const DECISION_PREFIX = 'decision#';

/** The lock item of a route as it is stored. Never deleted, because the fence must never decrease. */
export interface RouteItem {
  readonly route: string;
  readonly item: string;
  /** Of the owner; while the route is not locked, of the last owner. */
  readonly fence: number;
  readonly lock?: Omit<Lock, 'fence'>;
  readonly router?: Router;
  readonly snapshot?: RouteState;
  readonly expected?: RouteState;
  readonly shiftingUntil?: string;
  readonly shiftingTo?: number;
  readonly leaseUntil?: string;
  /** Which revert may write, and until when. */
  readonly turn?: Omit<RevertTurn, 'at'> & {
    /** Present when a write of another revert, or of an earlier try, may be on its way beside it. */
    readonly contested?: true;
  };
  readonly deployment?: OrderedDeployment;
  readonly prepared?: Preparation;
  /** Indexes of refused commands. */
  readonly refused?: ReadonlySet<number>;
}

/**
 * The entry of the port for a stored item.
 * @param commands those to the execution that holds the lock
 */
export function toEntry(item: RouteItem, commands: readonly unknown[]): RouteEntry {
  const { fence, lock, router, snapshot, expected, deployment, prepared } = item;
  const { shiftingUntil, shiftingTo, leaseUntil } = item;
  return {
    lock: lock === undefined ? null : { ...lock, fence },
    router: router ?? null,
    snapshot: snapshot ?? null,
    expected: expected ?? null,
    shiftingUntil: shiftingUntil ?? null,
    shiftingTo: shiftingTo ?? null,
    leaseUntil: leaseUntil ?? null,
    deployment: deployment ?? null,
    prepared: prepared ?? null,
    commands: { stored: commands, refused: [...(item.refused ?? [])] },
  };
}

/**
 * ExpressionAttributeNames for expressions with `#name`. DynamoDB reserves many words, and refuses names that
 * are not used.
 */
export function namesIn(...expressions: readonly string[]): Record<string, string> {
  const found = expressions.join(' ').match(/#\w+/g) ?? [];
  return Object.fromEntries(found.map((name) => [name, name.slice(1)]));
}
