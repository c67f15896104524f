import type { Judgement } from '../health/verdict';
import type { Deploy } from '../plan/deploy';
import { appSpecJson } from './appspec';

/** A CodeDeploy deployment group. */
export interface DeployableGroup {
  /** The name of the CodeDeploy application. */
  readonly applicationName: string;
  /** The name of the deployment group in that application. */
  readonly deploymentGroupName: string;
}

/** A deployment to be created. */
export interface DeploymentOrder extends DeployableGroup {
  readonly deploymentConfigName?: string | undefined;
  /** JSON. */
  readonly appSpec: string;
  /**
   * The deployment's description in CodeDeploy. CreateDeployment takes no idempotency token, so that a
   * deployment whose id got lost with an answer is found by this mark.
   */
  readonly mark: string;
}

/** A deployment in the ledger, from before it is ordered. */
export interface OrderedDeployment extends DeployableGroup {
  /** See `DeploymentOrder`. */
  readonly mark: string;
  /** Index of the stage that it is for. */
  readonly stage: number;
  /** ISO 8601: when it was first ordered. */
  readonly orderedAt: string;
  /** ISO 8601: until then, an order may still reach CodeDeploy. */
  readonly orderingUntil: string;
  /** CodeDeploy's id; null until it is known. */
  readonly id: string | null;
  /** ISO 8601: since when the new tasks have all traffic of their service; null until they have. */
  readonly doneAt: string | null;
}

/** How far a deployment has come. */
export interface DeploymentProgress {
  /**
   * As CodeDeploy returns it: `Created`, `Queued`, `InProgress`, `Baking`, `Ready`, `Succeeded`, `Failed`,
   * `Stopped`.
   */
  readonly status: string;
  /**
   * Whether the new tasks have all traffic. CodeDeploy's status says so only once the old tasks have ended
   * too.
   */
  readonly serves: boolean;
  /** CodeDeploy's error; null without one. */
  readonly error: string | null;
}

/**
 * At most 256 characters (CodeDeploy User Guide, "CodeDeploy quotas"): the longest ARN of an execution has
 * 220.
 */
export function markOf(execution: string, stage: number): string {
  return `cutover ${execution} stage ${stage}`;
}

/** The order for what a stage deploys. */
export function orderOf(deploy: Deploy, mark: string): DeploymentOrder {
  const { applicationName, deploymentGroupName, deploymentConfigName, hook } = deploy;
  const { taskDefinitionArn: taskDefinition, containerName, containerPort } = deploy;
  const hooks = hook === undefined ? [] : [{ at: 'BeforeAllowTraffic' as const, functionName: hook }];
  return {
    applicationName,
    deploymentGroupName,
    deploymentConfigName,
    appSpec: appSpecJson({ taskDefinition, containerName, containerPort, hooks }),
    mark,
  };
}

/** A deployment group as messages name it. */
export function groupOf({ applicationName, deploymentGroupName }: DeployableGroup): string {
  return `${applicationName}/${deploymentGroupName}`;
}

/** A deployment as messages name it. */
export function deploymentName(ordered: OrderedDeployment): string {
  return `deployment ${ordered.id ?? 'without an id'} of ${groupOf(ordered)}`;
}

/** Whether a deployment may still be under way, as far as the ledger knows. */
export function isUnderWay(ordered: OrderedDeployment | null): boolean {
  return ordered !== null && ordered.doneAt === null;
}

/**
 * Judges a deployment: `pass` when the new tasks have all traffic, `inconclusive` while they do not yet.
 * @param progress null when CodeDeploy has no such deployment
 * @param waitedSeconds since it was ordered
 */
export function judgeDeployment(
  ordered: OrderedDeployment,
  progress: DeploymentProgress | null,
  waitedSeconds: number,
  timeoutSeconds: number,
): Judgement {
  const name = deploymentName(ordered);
  if (progress === null) {
    return { verdict: 'fail', reason: `${name} does not exist in CodeDeploy any more` };
  }
  const { status, serves, error } = progress;
  if (status === 'Failed' || status === 'Stopped') {
    return { verdict: 'fail', reason: `${name} is ${status}: ${error ?? 'CodeDeploy gives no reason'}` };
  }
  const after = Math.floor(waitedSeconds);
  if (serves) {
    return { verdict: 'pass', reason: `${name} has all traffic of its service after ${after} s (${status})` };
  }
  return waitedSeconds < timeoutSeconds
    ? { verdict: 'inconclusive', reason: `${name} is ${status} after ${after} s (limit ${timeoutSeconds} s)` }
    : { verdict: 'fail', reason: `${name} is still ${status} after ${after} s (limit ${timeoutSeconds} s)` };
}
