/**
 * The deployments of the example, in order: all services in blue; another task definition in green; and two
 * that break, to see a deployment roll back.
 */
export const ecsDeployments = ['blue', 'green', 'break'] as const;
export type EcsDeployment = (typeof ecsDeployments)[number];

/** Whether a deployment is the milestone or a later one. */
export function hasReached(deployment: EcsDeployment, milestone: EcsDeployment): boolean {
  return ecsDeployments.indexOf(deployment) >= ecsDeployments.indexOf(milestone);
}

/**
 * The deployment that the context value `deployment` names: `cdk -c deployment=green`.
 * @throws Error for a value that names none
 */
export function deploymentFrom(context: unknown): EcsDeployment {
  const found = ecsDeployments.find((one) => one === (context ?? 'blue'));
  if (found === undefined) {
    throw new Error(
      `the context value deployment is ${JSON.stringify(context)}; must be one of ` +
        `${ecsDeployments.join(', ')} (cdk -c deployment=…)`,
    );
  }
  return found;
}
