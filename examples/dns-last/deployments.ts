/**
 * The deployments of the example, in order: the starting point, two before the cutover, and three after its
 * hold, a week apart.
 */
export const dnsLastDeployments = [
  'exists',
  'add',
  'validate',
  'records',
  'remove-record',
  'remove-path',
] as const;
export type DnsLastDeployment = (typeof dnsLastDeployments)[number];

/** Whether a deployment is the milestone or a later one. */
export function hasReached(deployment: DnsLastDeployment, milestone: DnsLastDeployment): boolean {
  return dnsLastDeployments.indexOf(deployment) >= dnsLastDeployments.indexOf(milestone);
}
