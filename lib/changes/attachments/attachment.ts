import type { Risk } from '../../../lambdas/core/stack-changes/stack-change';
import type { PlacedResource } from './compared';
import type { Target } from './origin';

/** A risk of an addition, and the reason in one or two sentences. */
export interface AttachmentFinding {
  readonly risk: Risk;
  readonly note: string;
}

/** A property by its path, and the values of it that count, in lower case. Absent: any value. */
export interface PropertyTest {
  readonly path: string;
  readonly is?: readonly string[];
}

/** Types of resources that attach to something else, and what this does if that already exists. */
export interface Attachment {
  /** CloudFormation types. */
  readonly types: readonly string[];
  /**
   * Paths of the properties that name what a resource attaches to: `Targets.Arn`, through lists. `account`:
   * it always acts on the account and the Region.
   */
  readonly targets: readonly string[] | 'account';
  /** What it attaches to when no target is given. Default: nothing. */
  readonly orDefault?: string;
  /** The risk when one of the targets exists; with `judge` the highest that it may find. */
  readonly risk: Risk;
  /** What it does to the target, as a clause: `it takes requests that …`. */
  readonly why: string;
  /** The page of the AWS documentation with the behavior. */
  readonly source: string;
  /** The entry counts only for these values, or for one that cannot be read. Absent: for all. */
  readonly when?: PropertyTest;
  /** The entry does not count for these values. */
  readonly unless?: PropertyTest;
  /** Finds the risk from the properties, in place of `risk` and `why`. */
  readonly judge?: Judge;
}

/**
 * Finds the risks of an added resource that attaches to something that exists.
 * @param targets what exists, of what it attaches to; at least one
 */
export type Judge = (added: PlacedResource, targets: readonly Target[]) => readonly AttachmentFinding[];
