/**
 * Prices in USD, us-east-1, without the free tier, as of 2026-11. Sources: the pricing pages of Step
 * Functions (Standard workflows) and Lambda (ARM64, first tier).
 */
const USD = {
  perTransition: 0.025 / 1_000,
  perInvocation: 0.2 / 1_000_000,
  perGbSecond: 0.0000133334,
};

/** The functions have 256 MiB and run for about a quarter of a second. */
const GB_SECONDS_PER_INVOCATION = 0.25 * 0.25;

/** The cost of state transitions (including retries) and Lambda invocations, in USD. */
export function usdFor(used: { readonly transitions: number; readonly invocations: number }): number {
  const perInvocation = USD.perInvocation + GB_SECONDS_PER_INVOCATION * USD.perGbSecond;
  return used.transitions * USD.perTransition + used.invocations * perInvocation;
}
