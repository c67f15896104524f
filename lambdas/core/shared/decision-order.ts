/** What the order of decisions rests on. */
interface Dated {
  /** ISO 8601. */
  readonly at: string;
  readonly execution: string;
  readonly key: string;
}

/** Decisions in the order of their times; those of one instant by execution and key, so that every ledger agrees. */
export function inOrder<T extends Dated>(decisions: readonly T[]): T[] {
  return [...decisions].sort(
    (a, b) =>
      Date.parse(a.at) - Date.parse(b.at) || compare(a.execution, b.execution) || compare(a.key, b.key),
  );
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
