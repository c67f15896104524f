/** The time. A port, so that a rehearsal can simulate days in a second. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  /**
   * Milliseconds by which AWS's own clock was ahead of this one at the last answer of the ledger, to about a
   * second; negative where it was behind. Null before the first answer.
   */
  aheadMs(): number | null;
  sleep(milliseconds: number): Promise<void>;
}
