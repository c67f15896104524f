/** A property that holds in every cutover, whatever fails. */
export interface Invariant {
  readonly id: string;
  /** Position in the list, from 1. */
  readonly number: number;
  /** One sentence. */
  readonly statement: string;
  /** What the simulation checks, and when; null where it checks nothing of it. */
  readonly simulation: string | null;
  /** Folders of tests that hold it, or the part that the simulation does not check. */
  readonly tests: readonly string[];
}
