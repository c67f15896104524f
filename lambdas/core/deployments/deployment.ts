import type { Judgement } from '../health/verdict';
import type { Deploy } from '../plan/deploy';
import { appSpecJson } from './appspec';

/** A deployment group of CodeDeploy. */
export interface DeployableGroup {
  readonly applicationName: string;
  readonly deploymentGroupName: string;
}

/** What CodeDeploy is asked for. */
export interface DeploymentOrder extends DeployableGroup {
  readonly deploymentConfigName?: string | undefined;
  /** JSON. */
  readonly appSpec: string;
  /** Its description in CodeDeploy. CreateDeployment takes no token: by this a deployment is found again whose id nobody was told. */
  readonly mark: string;
}

/** A deployment as the ledger has it, from before it is ordered. */
export interface OrderedDeployment extends DeployableGroup {
  /** See `DeploymentOrder`. */
  readonly mark: string;
  /** Index of the stage that it is for. */
  readonly stage: number;
  /** ISO 8601: when it was ordered first. */
  readonly orderedAt: string;
  /** ISO 8601: until then an order may be on its way to CodeDeploy. */
  readonly orderingUntil: string;
  /** CodeDeploy's id; null until it is known. */
  readonly id: string | null;
  /** ISO 8601: since when the new tasks have the traffic of their service; null until they have. */
  readonly doneAt: string | null;
}

/** How a deployment goes. */
export interface DeploymentProgress {
  /** In the words of CodeDeploy: `Created`, `Queued`, `InProgress`, `Baking`, `Ready`, `Succeeded`, `Failed`, `Stopped`. */
  readonly status: string;
  /** The new tasks have all the traffic. CodeDeploy's own status says so only when it has also waited for the end of the old ones. */
  readonly serves: boolean;
  /** CodeDeploy's error; null without one. */
  readonly error: string | null;
}

/** Of at most 256 characters (CodeDeploy User Guide, "CodeDeploy quotas"): the longest ARN of an execution has 220. */
export function markOf(execution: string, stage: number): string {
  return `cutover ${execution} stage ${stage}`;
}

/** What a stage orders. */
export function orderOf(deploy: Deploy, mark: string): DeploymentOrder {
  const { applicationName, deploymentGroupName, deploymentConfigName, hook } = deploy;
  const { taskDefinitionArn: taskDefinition, containerName, containerPort } = deploy;
  const hooked =
    hook === undefined ? {} : { hook: { at: 'BeforeAllowTraffic' as const, functionName: hook } };
  return {
    applicationName,
    deploymentGroupName,
    deploymentConfigName,
    appSpec: appSpecJson({ taskDefinition, containerName, containerPort, ...hooked }),
    mark,
  };
}

/** A group as messages name it. */
export function groupOf({ applicationName, deploymentGroupName }: DeployableGroup): string {
  return `${applicationName}/${deploymentGroupName}`;
}

/** A deployment in words. */
export function deploymentName(ordered: OrderedDeployment): string {
  return `deployment ${ordered.id ?? 'without an id'} of ${groupOf(ordered)}`;
}

/** Whether a deployment may still be under way, as far as the ledger knows. */
export function isUnderWay(ordered: OrderedDeployment | null): boolean {
  return ordered !== null && ordered.doneAt === null;
}

/**
 * What becomes of a stage by its deployment: `pass` when the new tasks serve, `inconclusive` while they do not yet.
 * @param progress null when CodeDeploy has no such deployment
 * @param waited seconds since it was ordered
 */
export function judgeDeployment(
  ordered: OrderedDeployment,
  progress: DeploymentProgress | null,
  waited: number,
  timeoutSeconds: number,
): Judgement {
  const name = deploymentName(ordered);
  if (progress === null) {
    return { verdict: 'fail', reason: `${name} is gone from CodeDeploy` };
  }
  const { status, serves, error } = progress;
  if (status === 'Failed' || status === 'Stopped') {
    return { verdict: 'fail', reason: `${name} is ${status}: ${error ?? 'CodeDeploy tells no reason'}` };
  }
  const after = Math.floor(waited);
  if (serves) {
    return { verdict: 'pass', reason: `${name} has the traffic of its service after ${after} s (${status})` };
  }
  return waited < timeoutSeconds
    ? { verdict: 'inconclusive', reason: `${name} is ${status} after ${after} s` }
    : {
        verdict: 'fail',
        reason: `${name} is still ${status} after ${after} s, the limit is ${timeoutSeconds} s`,
      };
}
