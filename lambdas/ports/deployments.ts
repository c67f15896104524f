import type { DeploymentOrder, DeploymentProgress } from '../core/deployments/deployment';

/** CodeDeploy deployments to ECS services. */
export interface Deployments {
  /**
   * Starts a deployment. CodeDeploy takes no idempotency token: two calls start two deployments, unless the
   * first one is still under way.
   * @returns its id; null when the group has a deployment under way, so that nothing was started
   */
  create(order: DeploymentOrder): Promise<string | null>;
  /**
   * Finds the deployment of a group by its mark.
   * @param since epoch milliseconds: only deployments that were created then or later are searched
   * @returns its id; null when there is none
   */
  find(
    order: Pick<DeploymentOrder, 'applicationName' | 'deploymentGroupName' | 'mark'>,
    since: number,
  ): Promise<string | null>;
  /** Null when there is no such deployment. */
  read(id: string): Promise<DeploymentProgress | null>;
  /**
   * Stops a deployment and has CodeDeploy roll it back.
   * @returns `ended` when it had ended before, or does not exist
   */
  stop(id: string): Promise<'stopped' | 'ended'>;
}
