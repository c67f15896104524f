import type { OrderedDeployment } from '../../core/deployments/deployment';
import type { Router } from '../../core/plan/plan';
import type { Preparation } from '../../core/record-preparation/preparation';
import type { Lock, OperatorCommand, RouteEntry, RouteState } from '../../ports';

/** Sort key of the item that holds the lock of a route and all that belongs to its present owner. */
export const LOCK_ITEM = 'lock';
/** Start of the sort key of each decision. */
export const DECISION_PREFIX = 'decision#';

/** The lock item of a route as it is stored. It is never deleted, because the fence must never go back. */
export interface RouteItem {
  readonly route: string;
  readonly item: string;
  /** Of the present owner, or of the last one while the route is free. */
  readonly fence: number;
  readonly lock?: Omit<Lock, 'fence'>;
  readonly router?: Router;
  readonly snapshot?: RouteState;
  readonly expected?: RouteState;
  readonly shiftingUntil?: string;
  readonly deployment?: OrderedDeployment;
  readonly prepared?: Preparation;
  readonly request?: OperatorCommand & { readonly execution: string };
}

/** What the port says of a stored item. */
export function toEntry(item: RouteItem): RouteEntry {
  const { fence, lock, router, snapshot, expected, shiftingUntil, deployment, prepared } = item;
  return {
    lock: lock === undefined ? null : { ...lock, fence },
    router: router ?? null,
    snapshot: snapshot ?? null,
    expected: expected ?? null,
    shiftingUntil: shiftingUntil ?? null,
    deployment: deployment ?? null,
    prepared: prepared ?? null,
  };
}

/** The names that expressions refer to as `#name`: DynamoDB refuses one that is not used, and reserves many words. */
export function namesIn(...expressions: readonly string[]): Record<string, string> {
  const found = expressions.join(' ').match(/#\w+/g) ?? [];
  return Object.fromEntries(found.map((name) => [name, name.slice(1)]));
}
