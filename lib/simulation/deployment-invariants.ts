import type { World } from '../rehearsal/world/world';

/** What the watchdog wants to know of a deployment before a raise. */
export interface Raise {
  /** Index of the stage that is raised to. */
  readonly stage: number;
  readonly deploys: boolean;
  /** Whether anything was raised before, so that health could be measured. */
  readonly isFirst: boolean;
  /** Epoch milliseconds of the last pass. */
  readonly passedAt: number;
  /** Clocks may be off by this much. */
  readonly toleranceMs: number;
}

/** What is wrong with a raise to a stage that deploys: its tasks do not serve, or the verdict reaches back to others. Null: nothing. */
export function raiseProblem(world: World, raise: Raise): string | null {
  if (!raise.deploys) {
    return null;
  }
  const servedAt = world.codeDeploy.servedAt(`${world.cutoverArn}rehearsal stage ${raise.stage}`);
  if (servedAt === null) {
    return `raised to stage ${raise.stage} before its deployment served`;
  }
  const { periodSeconds, evaluationPeriods } = world.scenario.world.alarms;
  const measuredAt = servedAt + 1_000 * periodSeconds * evaluationPeriods;
  return raise.isFirst || raise.passedAt + raise.toleranceMs >= measuredAt
    ? null
    : `raised to stage ${raise.stage} on a pass that reaches back to before its deployment`;
}

/** Whether a revert has said that nothing of the cutover is under way at CodeDeploy, and something is. */
export function goesOn(world: World, wasStopped: boolean): boolean {
  return (
    wasStopped &&
    world.codeDeploy.underWay().some((mark) => mark.includes(`${world.cutoverArn}rehearsal stage`))
  );
}
