import type { ChangeSetReading } from '../core/shared/readings';

/** Deployments of CloudFormation that are prepared. */
export interface ChangeSets {
  /** Null when there is no such stack, or no such change set of it. */
  describe(stackName: string, changeSetName: string): Promise<ChangeSetReading | null>;
}
