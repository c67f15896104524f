import type { Replacement } from '../../../lambdas/core/stack-changes/stack-change';
import { describePolicy } from '../retention';
import { same, sameDependencies } from '../same';
import { isSection, type Template, type TemplateResource, type Value } from '../template';

/** A property or attribute that changes, and the effect on the resource. */
export interface Cause {
  readonly name: string;
  readonly replacement: Replacement;
  readonly notes: readonly string[];
}

/** Changed attributes of a resource other than properties. */
export interface AttributeCauses {
  /** Those that affect the resource. */
  readonly touching: readonly Cause[];
  /** The names of those that only CloudFormation reads. */
  readonly idle: readonly string[];
}

/** A resource of both templates, and the templates. */
interface Pair {
  readonly old: TemplateResource;
  readonly fresh: TemplateResource;
  readonly templates: readonly [old: Template, fresh: Template];
}

/** The changed attributes of a resource. A changed condition is not among them. */
export function attributeCauses(pair: Pair): AttributeCauses {
  const { old, fresh } = pair;
  const names = new Set([...Object.keys(old.attributes), ...Object.keys(fresh.attributes)]);
  const changed = [...names].filter((name) => {
    const [before, after] = [old.attributes[name], fresh.attributes[name]];
    return name === 'DependsOn' ? !sameDependencies(before, after) : !same(before, after);
  });
  const isIdle = (name: string) =>
    name === 'DependsOn' || (name === 'Metadata' && same(initOf(old), initOf(fresh)));
  const touching = changed
    .filter((name) => name !== 'Condition' && !isIdle(name))
    .map((name): Cause => ({ name, replacement: 'never', notes: [attributeNote(name, pair)] }));
  return { touching, idle: changed.filter(isIdle) };
}

/** The metadata that cfn-init and cfn-hup apply. */
function initOf({ attributes }: TemplateResource): Value | undefined {
  const { Metadata } = attributes;
  return isSection(Metadata) ? Metadata['AWS::CloudFormation::Init'] : undefined;
}

function attributeNote(name: string, { old, fresh, templates }: Pair): string {
  if (name === 'Metadata') {
    return 'cfn-init and cfn-hup apply its metadata.';
  }
  if (name === 'DeletionPolicy' || name === 'UpdateReplacePolicy') {
    const before = describePolicy(old, name, templates[0]);
    const after = describePolicy(fresh, name, templates[1]);
    return `The resource is unchanged; its ${name} changes from ${before} to ${after}.`;
  }
  return `${name} controls how CloudFormation updates the resource.`;
}
