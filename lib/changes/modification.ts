import type { Replacement, StackChange } from '../../lambdas/core/stack-changes/stack-change';
import { type ChangedNames, changedIn } from './changed-names';
import { replacementBy, uncertain, worstReplacement } from './impact';
import { referencesOf } from './references';
import { afterRemoval, afterReplacement } from './retention';
import { same, sameDependencies } from './same';
import type { TemplateResource, Value } from './template';

/** A change of a resource without its place. */
export type ChangeHere = Omit<StackChange, 'stack' | 'logicalId' | 'path' | 'type'>;

/** A property or attribute that changes, and the effect on the resource. */
interface Cause {
  readonly name: string;
  readonly replacement: Replacement;
  readonly notes: readonly string[];
}

/** Replaced resources, by logical id. */
export type Replaced = ReadonlyMap<string, Replacement>;

const MACROS = /^Fn::/;

/** The change of a resource that both templates have; null if there is none. */
export function changeOf(
  old: TemplateResource,
  fresh: TemplateResource,
  names: ChangedNames,
  replaced: Replaced,
): ChangeHere | null {
  const change = modificationOf(old, fresh, names, replaced);
  const why = conditionChange(old, fresh, names);
  if (why === null) {
    return change ?? createdNow(old, fresh);
  }
  // The removal has the highest risk. If the condition is true, the other change applies.
  return {
    action: 'Remove',
    replacement: change?.replacement ?? 'never',
    touches: true,
    causes: ['Condition', ...(change?.causes ?? [])],
    notes: [`It may be removed, because ${why}. ${afterRemoval(old)}`, ...(change?.notes ?? [])],
  };
}

function modificationOf(
  old: TemplateResource,
  fresh: TemplateResource,
  names: ChangedNames,
  replaced: Replaced,
): ChangeHere | null {
  if (old.Type !== fresh.Type) {
    const note =
      `Its type was ${old.Type}: CloudFormation rejects the change or replaces the resource.` +
      ` ${afterReplacement(fresh)}`;
    return { action: 'Modify', replacement: 'always', touches: true, causes: ['Type'], notes: [note] };
  }
  const properties = propertyCauses(old, fresh, names, replaced);
  const attributes = attributeCauses(old, fresh);
  const causes = [...properties, ...attributes.touching];
  if (causes.length === 0) {
    return attributes.idle.length === 0 ? null : idle(attributes.idle);
  }
  const replacement = worstReplacement(causes.map((cause) => cause.replacement));
  const isReplaced = replacement === 'always' || replacement === 'maybe';
  return {
    action: 'Modify',
    replacement,
    // The metadata resource of CDK does not exist in AWS.
    touches: fresh.Type !== 'AWS::CDK::Metadata',
    causes: causes.map((cause) => cause.name),
    notes: [...causes.flatMap((cause) => cause.notes), ...(isReplaced ? [afterReplacement(fresh)] : [])],
  };
}

/** Why the condition of a resource may remove it; null if it cannot. */
function conditionChange(old: TemplateResource, fresh: TemplateResource, names: ChangedNames): string | null {
  const condition = fresh.attributes.Condition;
  if (condition === undefined) {
    return null;
  }
  return same(old.attributes.Condition, condition)
    ? (names.get(`condition:${condition}`) ?? null)
    : `it exists only on condition ${condition}`;
}

function createdNow(old: TemplateResource, fresh: TemplateResource): ChangeHere | null {
  const { Condition } = old.attributes;
  return Condition === undefined || fresh.attributes.Condition !== undefined
    ? null
    : {
        action: 'Add',
        replacement: 'never',
        touches: true,
        causes: ['Condition'],
        notes: [`It no longer depends on condition ${Condition}: it is added where it did not exist.`],
      };
}

function propertyCauses(
  old: TemplateResource,
  fresh: TemplateResource,
  names: ChangedNames,
  replaced: Replaced,
): Cause[] {
  const all = new Set([...Object.keys(old.Properties), ...Object.keys(fresh.Properties)]);
  return [...all].flatMap((name): Cause[] => {
    const here = { name, value: fresh.Properties[name], type: fresh.Type };
    if (!same(old.Properties[name], here.value)) {
      return [causeOf(here, (replacement) => replacement, [])];
    }
    const references = referencesOf(here.value);
    const follows = [...replaced].filter(([id]) => references.has(`value:${id}`));
    if (follows.length > 0) {
      const certain = follows.some(([, replacement]) => replacement === 'always');
      const note =
        `${name} follows ${follows.map(([id]) => id).join(', ')},` +
        ` which ${certain ? 'is' : 'may be'} replaced.`;
      return [causeOf(here, certain ? (one) => one : uncertain, [note])];
    }
    const why = changedIn(here.value, names);
    return why.length === 0
      ? []
      : [causeOf(here, uncertain, [`${name} may change, because ${why.join(', ')}.`])];
  });
}

function causeOf(
  { name, type }: { readonly name: string; readonly type: string },
  weigh: (replacement: Replacement) => Replacement,
  notes: readonly string[],
): Cause {
  const replacement = weigh(replacementBy(type, name));
  const macro = MACROS.test(type);
  const unknown = macro
    ? `${type} creates resources that only CloudFormation can list.`
    : `It is not known whether a change of ${name} replaces a ${type}.`;
  return {
    name: macro ? type : name,
    replacement,
    notes: replacement === 'unknown' ? [...notes, unknown] : notes,
  };
}

/**
 * Changed attributes other than properties: those that affect the resource, and those that only
 * CloudFormation reads.
 */
function attributeCauses(old: TemplateResource, fresh: TemplateResource) {
  const names = new Set([...Object.keys(old.attributes), ...Object.keys(fresh.attributes)]);
  const changed = [...names].filter((name) => {
    const [before, after] = [old.attributes[name], fresh.attributes[name]];
    return name === 'DependsOn' ? !sameDependencies(before, after) : !same(before, after);
  });
  const isIdle = (name: string) =>
    name === 'DependsOn' || (name === 'Metadata' && same(initOf(old), initOf(fresh)));
  const touching = changed
    .filter((name) => name !== 'Condition' && !isIdle(name))
    .map((name): Cause => ({ name, replacement: 'never', notes: [attributeNote(name, old, fresh)] }));
  return { touching, idle: changed.filter(isIdle) };
}

/** The metadata that cfn-init and cfn-hup apply. */
function initOf({ attributes }: TemplateResource): Value | undefined {
  const { Metadata } = attributes;
  return typeof Metadata === 'object' && 'AWS::CloudFormation::Init' in Metadata
    ? Metadata['AWS::CloudFormation::Init']
    : undefined;
}

function attributeNote(name: string, old: TemplateResource, fresh: TemplateResource): string {
  if (name === 'Metadata') {
    return 'cfn-init and cfn-hup apply its metadata.';
  }
  if (name === 'DeletionPolicy' || name === 'UpdateReplacePolicy') {
    const [before, after] = [old, fresh].map(({ attributes }) => attributes[name] ?? 'the default');
    return `The resource is unchanged; its ${name} changes from ${before} to ${after}.`;
  }
  return `${name} controls how CloudFormation updates the resource.`;
}

function idle(causes: readonly string[]): ChangeHere {
  return { action: 'Modify', replacement: 'never', touches: false, causes, notes: [] };
}
