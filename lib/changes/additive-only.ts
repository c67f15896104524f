import {
  type IPolicyValidationContext,
  type IPolicyValidationPlugin,
  type PolicyValidationPluginReport,
  type PolicyViolation,
  Stage,
} from 'aws-cdk-lib';
import { describeEntry } from '../../lambdas/core/stack-changes/allowed-changes';
import {
  describeChange,
  type JudgedChange,
  judgeChanges,
  rejectedOf,
} from '../../lambdas/core/stack-changes/stack-change';
import { version } from '../../package.json';
import { readAllowFile } from './allow-file';
import { diffStacks, isSameStack } from './diff-stacks';
import { readStacks, type SourceStack } from './stack-source';

/** What an app is held against. */
export interface AdditiveOnlyProps {
  /**
   * What is deployed: a template, JSON or YAML, or the directory of a cloud assembly (the `cdk.out` of the last deployment). From the
   * working directory.
   */
  readonly baseline: string;
  /**
   * A file of accepted changes, from the working directory.
   * @default - nothing is accepted
   */
  readonly allow?: string;
  /**
   * The stack that a baseline template is of, by its name in CloudFormation.
   * @default - the app has one stack
   */
  readonly stack?: string;
}

/**
 * Fails the synthesis of an app that would do more than add to what is deployed: `cutover diff` as a validation plugin of CDK. Only the allow file
 * accepts a change, `Validations.acknowledge()` does not. An app without any stack is not looked at, because CDK calls no plugin then.
 * @example
 * Validations.of(app).addPlugins(new AdditiveOnly({ baseline: 'deployed/cdk.out', allow: 'accepted-changes.yaml' }));
 */
export class AdditiveOnly implements IPolicyValidationPlugin {
  readonly name = 'AdditiveOnly';
  readonly version = version;
  readonly ruleIds = ['additive-only'];

  constructor(private readonly props: AdditiveOnlyProps) {}

  /** @throws UsageError for a baseline or an allow file that is not right; CDK makes it a failed validation */
  validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const { allow, baseline } = this.props;
    const allowed = allow === undefined ? [] : readAllowFile(allow, Date.now());
    const { old, fresh } = this.sides(readStacks(baseline), context);
    const { changes, unused } = judgeChanges(diffStacks(old, fresh), allowed);
    const rejected = rejectedOf(changes);
    return {
      success: rejected.length === 0,
      violations: rejected.map((change) => violationOf(change, fresh)),
      ...(unused.length === 0
        ? {}
        : { metadata: { 'accepts nothing': unused.map(describeEntry).join(', ') } }),
    };
  }

  /** The stacks that are validated, and what was deployed of them. A stack that is in the app and not validated is nobody's concern here. */
  private sides(baseline: readonly SourceStack[], { appConstruct, templatePaths }: IPolicyValidationContext) {
    const { stack } = this.props;
    if (!Stage.isStage(appConstruct)) {
      throw new Error('AdditiveOnly needs the app: add it with Validations.of(app).addPlugins(...)');
    }
    const all = readStacks(appConstruct.outdir);
    const isValidated = ({ name, template }: SourceStack) =>
      templatePaths.includes(template.file) && (stack === undefined || name === stack);
    const others = all.filter((one) => !isValidated(one));
    return {
      old: baseline.filter((one) => !others.some((other) => isSameStack(one, other))),
      fresh: all.filter(isValidated),
    };
  }
}

function violationOf(change: JudgedChange, stacks: readonly SourceStack[]): PolicyViolation {
  const file = stacks.find(({ name }) => name === change.stack)?.template.file;
  return {
    ruleName: 'additive-only',
    description: [describeChange(change), ...change.notes].join('. '),
    // Anything less could be acknowledged, with no reason and no end.
    severity: 'fatal',
    fix: 'add first, and change or remove in a later deployment; or accept it in the allow file',
    ruleMetadata: { risk: change.risk, verdict: change.verdict },
    violatingResources: [
      {
        resourceLogicalId: change.logicalId,
        locations: [...change.causes],
        ...(file === undefined ? {} : { templatePath: file }),
      },
    ],
  };
}
