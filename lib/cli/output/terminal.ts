/** Where a command writes to. */
export interface Terminal {
  /** Writes results to standard output. */
  out(text: string): void;
  /** Writes progress and errors to standard error. */
  err(text: string): void;
  /** Width in characters, to which text is wrapped. */
  readonly columns: number;
  /** Whether a person sees standard error, so that a line of it may be written over. @default false */
  readonly isInteractive?: boolean;
}

/** Exit codes of the command line. */
export const EXIT = {
  succeeded: 0,
  rejected: 2,
  reverted: 3,
  'revert-failed': 4,
  usage: 64,
  unavailable: 69,
  bug: 70,
  'output-lost': 74,
  'timed-out': 124,
} as const;
