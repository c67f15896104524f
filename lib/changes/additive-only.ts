import { existsSync, realpathSync } from 'node:fs';
import { sep } from 'node:path';
import {
  type IPolicyValidationContext,
  type IPolicyValidationPlugin,
  type PolicyValidationPluginReport,
  type PolicyViolation,
  Stage,
} from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { describeAllowedChange } from '../../lambdas/core/stack-changes/allowed-changes';
import {
  describeChange,
  type JudgedChange,
  judgeChanges,
  rejectedOf,
} from '../../lambdas/core/stack-changes/stack-change';
import { ValidationError } from '../../lambdas/core/validation/validated';
import { version } from '../../package.json';
import { namingProblems, type PropNames } from '../shared/known-props';
import { UsageError } from '../shared/usage-error';
import { readAllowFile } from './allow-file';
import { diffStacks, isSameStack } from './diff-stacks';
import { readStacks, type SourceStack } from './stack-source';

/** What an app is compared with. */
export interface AdditiveOnlyProps {
  /**
   * What is deployed: a template (JSON or YAML), or the directory of a cloud assembly (the `cdk.out` of the
   * last deployment). Relative to the working directory. Not in the output directory of the app, and not
   * around it: the synthesis has written that directory before the comparison.
   */
  readonly baseline: string;
  /**
   * The allow file: a file of accepted changes. Relative to the working directory.
   * @default - no change is accepted
   */
  readonly allow?: string;
  /**
   * The name of the stack in CloudFormation that a baseline template belongs to.
   * @default - the app has one stack
   */
  readonly stack?: string;
}

const NAMES: PropNames<AdditiveOnlyProps> = { baseline: 'required', allow: 'optional', stack: 'optional' };

/**
 * Fails the synthesis of an app that would change or remove deployed resources: `cutover diff` as a CDK
 * policy validation plugin. Only the allow file accepts a change; `Validations.acknowledge()` does not. CDK
 * does not call the plugin for an app without stacks.
 * @example
 * const plugin = new AdditiveOnly({ baseline: 'deployed/cdk.out', allow: 'accepted-changes.yaml' });
 * Validations.of(app).addPlugins(plugin);
 */
export class AdditiveOnly implements IPolicyValidationPlugin {
  /** The name of the plugin in the report of CDK. */
  readonly name = 'AdditiveOnly';
  /** The version of this package. */
  readonly version = version;
  /** The ids of the rules that the plugin can report. */
  readonly ruleIds = ['additive-only'];

  /** @throws ValidationError for a prop that it does not know, and without a baseline */
  constructor(private readonly props: AdditiveOnlyProps) {
    const problems = namingProblems(props, NAMES);
    if (problems.length > 0) {
      throw new ValidationError('AdditiveOnly has invalid props', problems);
    }
  }

  /**
   * Compares the stacks of the synthesized app with the baseline. CDK calls it at the end of the synthesis.
   * @throws UsageError for an invalid baseline or allow file, or a baseline that the synthesis overwrites;
   *   CDK reports it as a failed validation
   */
  validate(context: IPolicyValidationContext): PolicyValidationPluginReport {
    const { allow, baseline } = this.props;
    refuseOwnOutput(baseline, context.appConstruct);
    const allowed = allow === undefined ? [] : readAllowFile(allow, Date.now());
    const { old, fresh } = this.sides(readStacks(baseline), context);
    const { changes, unused } = judgeChanges(diffStacks(old, fresh), allowed);
    const rejected = rejectedOf(changes);
    return {
      success: rejected.length === 0,
      violations: rejected.map((change) => violationOf(change, fresh)),
      ...(unused.length === 0
        ? {}
        : { metadata: { 'accepted but not changed': unused.map(describeAllowedChange).join(', ') } }),
    };
  }

  /**
   * The stacks to validate and their deployed versions. Stacks of the app that are not validated are left out
   * of both.
   */
  private sides(baseline: readonly SourceStack[], { appConstruct, templatePaths }: IPolicyValidationContext) {
    const { stack } = this.props;
    if (!Stage.isStage(appConstruct)) {
      throw new Error('AdditiveOnly requires the app: add it with Validations.of(app).addPlugins(...)');
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

/** Compared with itself, an app never changes anything, whatever is gone. */
function refuseOwnOutput(baseline: string, app: IConstruct): void {
  const root = app.node.root;
  if (!Stage.isStage(root) || !existsSync(baseline)) {
    return;
  }
  const [given, output] = [realpathSync(baseline), realpathSync(root.outdir)];
  const isInside = (path: string, folder: string) => path === folder || path.startsWith(folder + sep);
  if (isInside(given, output) || isInside(output, given)) {
    const where = given === output ? '' : isInside(given, output) ? 'in ' : 'around ';
    throw new UsageError(
      `the baseline ${baseline} is ${where}the output directory of this app (${output}), which this` +
        ' synthesis has written; keep a copy of the cloud assembly of the last deployment elsewhere, and' +
        ' give that',
    );
  }
}

function violationOf(change: JudgedChange, stacks: readonly SourceStack[]): PolicyViolation {
  const file = stacks.find(({ name }) => name === change.stack)?.template.file;
  return {
    ruleName: 'additive-only',
    description: [describeChange(change), ...change.notes].join('. '),
    // A lower severity could be acknowledged, without a reason and an expiry date.
    severity: 'fatal',
    fix: 'add first, and change or remove in a later deployment; or accept the change in the allow file',
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
