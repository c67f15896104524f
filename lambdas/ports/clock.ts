/** The time. A port, so that a rehearsal can simulate days in a second. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}
