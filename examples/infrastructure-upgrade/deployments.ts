/** The deployments of the example, in order: the starting point, and the four around a cutover. */
export const upgradeDeployments = ['exists', 'add', 'validate', 'cut-over', 'decommission'] as const;
export type UpgradeDeployment = (typeof upgradeDeployments)[number];

/** Whether a deployment is the milestone or a later one. */
export function hasReached(deployment: UpgradeDeployment, milestone: UpgradeDeployment): boolean {
  return upgradeDeployments.indexOf(deployment) >= upgradeDeployments.indexOf(milestone);
}
