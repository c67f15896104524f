import type { CodeDeployEvent } from '../core/deployment-hook/hook-event';
import type { DeploymentReading } from '../core/shared/readings';

/** A deployment that waits for the answer of its hook. */
export interface DeploymentHook<Event> {
  /** How the deployment routes its traffic now. Null when there is no such deployment. */
  read(event: Event): Promise<DeploymentReading | null>;
}

/** CodeDeploy, which is answered by an API call. ECS takes the return value of the function. */
export interface CodeDeployHook extends DeploymentHook<CodeDeployEvent> {
  /**
   * Reports the outcome of the hook.
   * @returns `already` when an outcome was reported before, or CodeDeploy has timed the hook out
   */
  report(event: CodeDeployEvent, status: 'Succeeded' | 'Failed'): Promise<'reported' | 'already'>;
}
