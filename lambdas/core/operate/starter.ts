import { canonical } from '../shared/canonical';

/** Who started an execution, as the ledger has it. */
export interface Starter {
  /** ARN of the caller, as AWS authenticated it. */
  readonly by: string;
  /** The person behind the caller: see `personOf`. */
  readonly person: string;
  /** ISO 8601. */
  readonly at: string;
  readonly reason: string;
  /** Digest of `planText`: nobody else may start another plan under this name. */
  readonly planDigest: string;
}

/** A plan as text that is the same for all equal plans. */
export function planText(plan: unknown): string {
  return JSON.stringify(canonical(plan));
}
