import type { CfnResource } from 'aws-cdk-lib';
import { AwsSolutionsChecks, type IApplyRule } from 'cdk-nag';
import type { Linter } from './linter';

/**
 * The AwsSolutions rules of cdk-nag. It counts the rules that it applies, because cdk-nag has no list of
 * them.
 */
export class CdkNag extends AwsSolutionsChecks implements Linter {
  private readonly applied = new Set<string>();

  get ruleCount(): number {
    return this.applied.size;
  }

  protected override applyRule(params: IApplyRule & { node: CfnResource }): void {
    this.applied.add(params.ruleSuffixOverride ?? params.rule.name);
    super.applyRule(params);
  }
}
