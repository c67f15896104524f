/**
 * Prices in USD, us-east-1, without the free tier, read 2026-11: Step Functions pricing page (Standard workflows) and Lambda pricing
 * page (ARM64, first tier).
 */
const USD = {
  perTransition: 0.025 / 1_000,
  perInvocation: 0.2 / 1_000_000,
  perGbSecond: 0.0000133334,
};

/** The functions have 256 MiB and take about a quarter of a second. */
const GB_SECONDS_PER_INVOCATION = 0.25 * 0.25;

/** What state transitions (retries included) and Lambda invocations cost, in USD. */
export function usdFor(used: { readonly transitions: number; readonly invocations: number }): number {
  const perInvocation = USD.perInvocation + GB_SECONDS_PER_INVOCATION * USD.perGbSecond;
  return used.transitions * USD.perTransition + used.invocations * perInvocation;
}
