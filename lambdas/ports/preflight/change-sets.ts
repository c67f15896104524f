import type { ChangeSetReading } from '../../core/shared/readings';

/** CloudFormation change sets. */
export interface ChangeSets {
  /** Null when the stack, or its change set, does not exist. */
  describe(stackName: string, changeSetName: string): Promise<ChangeSetReading | null>;
}
