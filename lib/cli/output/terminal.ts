/** Where a command writes: results to `out`, progress and errors to `err`. */
export interface Terminal {
  out(text: string): void;
  err(text: string): void;
  /** Characters in a line. */
  readonly columns: number;
}

/** Exit codes of the command line. */
export const EXIT = {
  succeeded: 0,
  rejected: 2,
  reverted: 3,
  'revert-failed': 4,
  usage: 64,
  bug: 70,
} as const;

/** Bad usage, plan or scenario: one clear message, no stack trace, exit code 64. */
export class UsageError extends Error {
  override readonly name = 'UsageError';

  constructor(
    message: string,
    /** What exactly is wrong, for `--json`. */
    readonly problems: readonly { readonly path: string; readonly message: string }[] = [],
  ) {
    super(message);
  }
}
