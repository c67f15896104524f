/** The deployments of the example, in their order: what exists, and the four around a cutover. */
export const deployments = ['exists', 'add', 'validate', 'cut-over', 'decommission'] as const;
export type Deployment = (typeof deployments)[number];

/** How the new path gets its tasks: from a service of its own, or from the one that exists. */
export const registrations = ['own-service', 'existing-service'] as const;
export type Registration = (typeof registrations)[number];

/** Whether a deployment is this one or a later one. */
export function reached(deployment: Deployment, milestone: Deployment): boolean {
  return deployments.indexOf(deployment) >= deployments.indexOf(milestone);
}
