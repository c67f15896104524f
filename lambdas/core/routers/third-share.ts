/**
 * The share of the traffic that something of weight `weight` has beside what a revert puts back, for
 * messages: weights are relative, so that the same weight may mean little beside 100 and much beside 3.
 * @param sum of all weights after the revert, that one included; above 0
 */
export function describeThirdShare(weight: number, sum: number): string {
  return `${Math.round((10_000 * weight) / sum) / 100} % of the traffic after the revert`;
}
