import type { RevertTurn } from '../../../lambdas/ports';

/** The input of RevertTraffic, as far as mutants read it. */
export interface RevertInput {
  readonly route: string;
  readonly execution: string;
  /** ARN of the execution of the revert machine. */
  readonly revert: string;
}

/** A time after which no lease is running, for mutants that release a lock whatever is on its way. */
export const AFTER_ANY_LEASE = '2100-01-01T00:00:00.000Z';

/** The turn of a mutated revert: it waits for no other one, and keeps none waiting. */
export function turnOverAll(by: string): RevertTurn {
  return { by, entered: AFTER_ANY_LEASE, at: AFTER_ANY_LEASE, until: '2000-01-01T00:00:00.000Z' };
}
