import type { CodeDeployEvent } from '../core/deployment-hook/hook-event';
import type { DeploymentReading } from '../core/shared/readings';

/** A deployment that waits for the word of its hook. */
export interface DeploymentHook<Event> {
  /** How the deployment routes traffic now. Null when there is no such deployment. */
  read(event: Event): Promise<DeploymentReading | null>;
}

/** CodeDeploy, which has to be told; ECS takes what the function returns. */
export interface CodeDeployHook extends DeploymentHook<CodeDeployEvent> {
  /** Says how the hook ended. `already`: somebody has said it before, or too much time has passed. */
  report(event: CodeDeployEvent, status: 'Succeeded' | 'Failed'): Promise<'reported' | 'already'>;
}
