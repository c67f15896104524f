import type { StackChange } from '../../lambdas/core/stack-changes/stack-change';
import type { ComparedStack } from './attachments/compared';
import type { Contents } from './moves';
import type { Feeds } from './outside/outside-names';
import type { Template } from './template';

/** The difference between two templates. */
export interface TemplateDiff {
  readonly changes: readonly StackChange[];
  /** The resources that are added or removed, to find moves. */
  readonly contents: Contents;
  /** The templates that were compared: the two, and those of nested stacks. */
  readonly compared: readonly ComparedStack[];
  /** Outputs whose values may differ. */
  readonly changedOutputs: ReadonlySet<string>;
  /** What the template stores for others, and may change. */
  readonly feeds: Feeds;
}

/** The stack that a template belongs to. */
export interface TemplatePlace {
  /** As in `StackChange.stack`. */
  readonly stack: string;
  readonly isNested: boolean;
  /** Parameters that get another value at the deployment. */
  readonly changedParameters: ReadonlySet<string>;
  /** What the template may read from outside, and what changes in this deployment. */
  readonly feeds: Feeds;
  /** Whether a stack above this one is updated, and with it this one. */
  readonly isParentUpdated: boolean;
  /** The files of the templates above, to find one that contains itself. */
  readonly parents: readonly string[];
}

/** Compares two templates of a stack; see `diffTemplate`. */
export type CompareTemplates = (old: Template, fresh: Template, place: TemplatePlace) => TemplateDiff;
