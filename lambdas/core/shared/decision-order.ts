/** The fields that order decisions. */
interface Ordered {
  /** ISO 8601. */
  readonly at: string;
  readonly execution: string;
  readonly key: string;
}

/**
 * Decisions, oldest first; those of the same time by execution and key, so that every ledger gives the same
 * order.
 */
export function inOrder<T extends Ordered>(decisions: readonly T[]): T[] {
  return [...decisions].sort(
    (a, b) =>
      Date.parse(a.at) - Date.parse(b.at) || compare(a.execution, b.execution) || compare(a.key, b.key),
  );
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
