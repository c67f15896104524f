import type { DeploymentOrder, DeploymentProgress } from '../core/deployments/deployment';

/** Deployments of CodeDeploy to services of ECS. */
export interface Deployments {
  /**
   * Starts one. CodeDeploy takes no token: asked twice, it deploys twice, unless the first is still under way.
   * @returns its id; null when the group has one under way, so that nothing was started
   */
  create(order: DeploymentOrder): Promise<string | null>;
  /**
   * The deployment of a group with this mark.
   * @param since epoch milliseconds: it was created then or later
   */
  find(
    order: Pick<DeploymentOrder, 'applicationName' | 'deploymentGroupName' | 'mark'>,
    since: number,
  ): Promise<string | null>;
  /** Null when there is no such deployment. */
  read(id: string): Promise<DeploymentProgress | null>;
  /** Stops one and has it rolled back. `ended`: it had ended before, or is not there. */
  stop(id: string): Promise<'stopped' | 'ended'>;
}
