/**
 * Prices in USD, us-east-1, without the free tier, as of 2026-11. Sources: the pricing pages of Step
 * Functions (Standard workflows) and Lambda (ARM64, first tier).
 */
const USD = {
  perTransition: 0.025 / 1_000,
  perInvocation: 0.2 / 1_000_000,
  perGbSecond: 0.0000133334,
};

/** The functions have 256 MiB. */
const GB = 0.25;
/** Most of them run for about a quarter of a second. */
const SECONDS_PER_INVOCATION = 0.25;

/** What a cutover uses. */
export interface Used {
  /** Including retries. */
  readonly transitions: number;
  readonly invocations: number;
  /** Seconds that the function of the probes runs. @default 0 */
  readonly probeSeconds?: number;
}

/** The cost of state transitions and Lambda functions, in USD. */
export function usdFor({ transitions, invocations, probeSeconds = 0 }: Used): number {
  const seconds = invocations * SECONDS_PER_INVOCATION + probeSeconds;
  return transitions * USD.perTransition + invocations * USD.perInvocation + seconds * GB * USD.perGbSecond;
}
