import type { IPolicyValidationPlugin } from 'aws-cdk-lib';

/**
 * A linter for templates, as a plugin that CDK runs after synthesis. CDK removes the findings that
 * `Validations.of(…).acknowledge()` names.
 */
export interface Linter extends IPolicyValidationPlugin {
  /** The number of its rules. Read it after the linter has run. */
  readonly ruleCount: number;
}
