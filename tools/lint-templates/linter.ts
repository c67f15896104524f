import type { IPolicyValidationPlugin } from 'aws-cdk-lib';

/** Looks at templates, as a plugin that CDK runs after synthesis. CDK takes out what `Validations.of(…).acknowledge()` names. */
export interface Linter extends IPolicyValidationPlugin {
  /** How many rules it knows; asked after it has run. */
  readonly ruleCount: number;
}
