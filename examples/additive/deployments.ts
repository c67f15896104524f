/** The deployments of the example, in order: the starting point, and the five around a cutover. */
export const deployments = [
  'exists',
  'add',
  'validate',
  'cut-over',
  'remove-record',
  'decommission',
] as const;
export type Deployment = (typeof deployments)[number];

/** The service behind the new path: its own, or the existing one. */
export const registrations = ['own-service', 'existing-service'] as const;
export type Registration = (typeof registrations)[number];

/** Whether a deployment is the milestone or a later one. */
export function reached(deployment: Deployment, milestone: Deployment): boolean {
  return deployments.indexOf(deployment) >= deployments.indexOf(milestone);
}
