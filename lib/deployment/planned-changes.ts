import type { TemplateDiff } from '@aws-cdk/cloudformation-diff';
import type { AllowedChange } from '../../lambdas/core/stack-changes/allowed-changes';
import { type JudgedChanges, judgeChanges } from '../../lambdas/core/stack-changes/stack-change';
import { diffStacks } from '../changes/diff-stacks';
import { parseTemplate } from '../changes/template';
import { type IamChange, iamChanges } from './iam-changes';

/** What a deployment does to the resources of a stack, and to what principals may do. */
export interface PlannedChanges {
  readonly judged: JudgedChanges;
  readonly iam: readonly IamChange[];
}

type Section = Readonly<Record<string, unknown>>;

/**
 * The changes of a deployment with their risks, as `cutover diff` has them.
 * @param fresh the text of the template that is deployed
 * @param diff what CDK's toolkit found between the deployed template and this one
 */
export function plannedChanges(
  stackName: string,
  fresh: string,
  diff: TemplateDiff,
  allowed: readonly AllowedChange[],
): PlannedChanges {
  const before = JSON.stringify(deployedTemplate(JSON.parse(fresh), diff));
  const stack = (text: string, file: string) => ({
    ...{ name: stackName, environment: null, tags: {}, parameters: {} },
    template: parseTemplate(text, file, true),
  });
  const changes = diffStacks(
    [stack(before, 'the deployed template')],
    [stack(fresh, 'the synthesized template')],
  );
  return { judged: judgeChanges(changes, allowed), iam: iamChanges(diff) };
}

/**
 * The template that is deployed. The toolkit reads it with the role of the bootstrap, and hands out only what
 * differs; everything else is as in the new template.
 */
export function deployedTemplate(fresh: Section, diff: TemplateDiff): Section {
  const sections = {
    Parameters: diff.parameters,
    Mappings: diff.mappings,
    Conditions: diff.conditions,
    Metadata: diff.metadata,
    Resources: diff.resources,
    Outputs: diff.outputs,
  };
  const attributes = {
    AWSTemplateFormatVersion: diff.awsTemplateFormatVersion,
    Description: diff.description,
    Transform: diff.transform,
  };
  const whole = Object.entries(attributes).flatMap(([name, change]): [string, unknown][] =>
    change === undefined ? [] : [[name, change.oldValue]],
  );
  const inside = Object.entries(sections).map(([name, { changes }]): [string, unknown] => [
    name,
    withOld((fresh[name] ?? {}) as Section, changes),
  ]);
  const before = withOld(fresh, diff.unknown.changes);
  return present({ ...before, ...Object.fromEntries([...whole, ...inside]) });
}

interface OldValue {
  readonly oldValue: unknown;
}

function withOld(fresh: Section, changes: Readonly<Record<string, OldValue>>): Section {
  const old = Object.entries(changes).map(([name, { oldValue }]) => [name, oldValue]);
  return present({ ...fresh, ...Object.fromEntries(old) });
}

/** Without what was not there before. */
function present(section: Section): Section {
  return Object.fromEntries(Object.entries(section).filter(([, value]) => value !== undefined));
}
