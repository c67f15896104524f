import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CfnGuardValidator } from '@cdklabs/cdk-validator-cfnguard';
import type { IPolicyValidationContext, PolicyValidationPluginReport } from 'aws-cdk-lib';
import type { Linter } from './linter';

const RULES = join(__dirname, 'rules.guard');

/** The names of the rules in `rules.guard`. */
export const ownRules: readonly string[] = [...readFileSync(RULES, 'utf8').matchAll(/^rule (\w+)/gm)].map(
  ([, name]) => name as string,
);

/** cfn-guard with the proactive controls of AWS Control Tower and the project's own rules. */
export class CfnGuard implements Linter {
  private readonly guard = new CfnGuardValidator({ rules: [RULES], maxBuffer: 64 * 1_024 * 1_024 });
  readonly name = this.guard.name;
  readonly ruleCount = (this.guard.ruleIds ?? []).length + ownRules.length;

  validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const { success, violations } = this.guard.validate(context);
    return {
      success,
      violations: violations.map((violation) => ({
        ...violation,
        // The plugin sets no severity, and once anything is acknowledged, CDK ignores findings without one.
        severity: 'error',
        // The plugin adds one location for each check of a rule, and most of them are equal.
        violatingResources: violation.violatingResources.map((resource) => ({
          ...resource,
          locations: [...new Set(resource.locations)],
        })),
      })),
    };
  }
}
