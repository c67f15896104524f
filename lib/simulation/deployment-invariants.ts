import type { World } from '../rehearsal/world/world';

/** A raise, as far as the deployment of its stage matters. */
export interface DeployedRaise {
  /** ARN of the execution of its cutover. */
  readonly execution: string;
  /** Index of the stage that the percent was raised to. */
  readonly stage: number;
  readonly deploys: boolean;
  /** Whether it is the first raise: before it there is no traffic to measure. */
  readonly isFirst: boolean;
  /** Epoch milliseconds of the last pass. */
  readonly passedAt: number;
  /** How far clocks may be off, and how long a verdict may take. */
  readonly toleranceMs: number;
}

/**
 * What is wrong with a raise to a stage that deploys: its tasks do not serve, or the verdict covers other
 * tasks. Null when nothing is.
 */
export function deployedRaiseProblem(world: World, raise: DeployedRaise): string | null {
  if (!raise.deploys) {
    return null;
  }
  const servedAt = world.codeDeploy.servedAt(`${raise.execution} stage ${raise.stage}`);
  if (servedAt === null) {
    return `raised to stage ${raise.stage} before its deployment served traffic`;
  }
  const setups = world.alarms.setupsOf(world.plan.health.alarms);
  const windows = setups.map(({ periodSeconds, evaluationPeriods }) => periodSeconds * evaluationPeriods);
  const measuredAt = servedAt + 1_000 * Math.max(...windows);
  return raise.isFirst || raise.passedAt + raise.toleranceMs >= measuredAt
    ? null
    : `raised to stage ${raise.stage} on a pass that covers time before its deployment`;
}

/** Whether a deployment of this execution's cutover is still in progress. */
export function isDeploying({ codeDeploy }: World, execution: string): boolean {
  return codeDeploy.underWay().some((mark) => mark.includes(`${execution} stage`));
}
