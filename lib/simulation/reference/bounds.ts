/** How soon what must happen has to have happened, in milliseconds, in a world without other faults. */
export const BOUNDS = {
  /** From an alarm, an `abort`, a stop, or the decision to revert until the router has the revert's write. */
  atOnceMs: 90_000,
  /** The same where no event arrives: the reconciler runs every 300 s, and a lease lasts 45 s. */
  byReconcilerMs: 500_000,
  /** A raise that the router's servers do not all have after so long is late, polls and retries included. */
  lateMs: 660_000,
  /** The same as `atOnceMs` from the end of the last other fault: retries are up to 60 s apart. */
  afterFaultMs: 900_000,
} as const;

/** After more iterations, the history of an execution is nearly full, and a cutover may end for it. */
export const MANY_ITERATIONS = 700;

/** How far two clocks of functions may be apart, in milliseconds, without a fault: twice 2 s. */
export const SKEW_MS = 4_000;
