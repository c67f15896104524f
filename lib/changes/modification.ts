import type { Replacement, StackChange } from '../../lambdas/core/stack-changes/stack-change';
import { type ChangedNames, changedAmong } from './changed-names';
import { replacementBy, uncertain, worstReplacement } from './impact';
import { servedNotes } from './releases/served';
import { attributeCauses, type Cause } from './resources/attribute-causes';
import type { PreparedProperty, PreparedResource } from './resources/prepared-resource';
import { afterRemoval, afterReplacement } from './retention';
import { same } from './same';
import type { Template } from './template';
import { shownValue } from './values/shown-value';

/** A change of a resource without its place. */
export type ChangeHere = Omit<StackChange, 'stack' | 'logicalId' | 'path' | 'type'>;

/** Replaced resources, by logical id. */
export type Replaced = ReadonlyMap<string, Replacement>;

/** What the change of a resource depends on beside the resource itself. */
export interface Surroundings {
  readonly templates: readonly [old: Template, fresh: Template];
  readonly names: ChangedNames;
  readonly replaced: Replaced;
}

const MACROS = /^Fn::/;

/** CDK writes this resource into templates to count its constructs; in AWS, it does nothing. */
export const CDK_METADATA = 'AWS::CDK::Metadata';

/** The change of a resource that both templates have; null if there is none. */
export function changeOf(resource: PreparedResource, around: Surroundings): ChangeHere | null {
  const change = modificationOf(resource, around);
  const why = conditionChange(resource, around.names);
  if (resource.fresh.Type === CDK_METADATA && resource.old.Type === CDK_METADATA) {
    const causes = [...(why === null ? [] : ['Condition']), ...(change?.causes ?? [])];
    return causes.length === 0 ? null : { ...idle(causes), notes: ['CDK counts its constructs with it.'] };
  }
  if (why === null) {
    return change ?? createdNow(resource);
  }
  const removal = afterRemoval(resource.old, around.templates[0]);
  // The removal has the highest risk. If the condition is true, the other change applies.
  return {
    action: 'Remove',
    replacement: change?.replacement ?? 'never',
    touches: true,
    causes: ['Condition', ...(change?.causes ?? [])],
    notes: [`It may be removed, because ${why}. ${removal}`, ...(change?.notes ?? [])],
  };
}

function modificationOf(resource: PreparedResource, around: Surroundings): ChangeHere | null {
  const { old, fresh } = resource;
  const { templates } = around;
  if (old.Type !== fresh.Type) {
    const note =
      `Its type was ${old.Type}: CloudFormation rejects the change or replaces the resource.` +
      ` ${afterReplacement(fresh, templates[1])}`;
    return { action: 'Modify', replacement: 'always', touches: true, causes: ['Type'], notes: [note] };
  }
  const properties = resource.properties.flatMap((one) => propertyCauses(one, fresh.Type, around));
  const attributes = attributeCauses({ old, fresh, templates });
  const causes = [...properties, ...attributes.touching];
  if (causes.length === 0) {
    return attributes.idle.length === 0 ? null : idle(attributes.idle);
  }
  const replacement = worstReplacement(causes.map((cause) => cause.replacement));
  const isReplaced = replacement === 'always' || replacement === 'maybe';
  const names = causes.map((cause) => cause.name);
  return {
    action: 'Modify',
    replacement,
    touches: true,
    causes: names,
    notes: [
      ...causes.flatMap((cause) => cause.notes),
      ...servedNotes(fresh.Type, names),
      ...(isReplaced ? [afterReplacement(fresh, templates[1])] : []),
    ],
  };
}

/** Why the condition of a resource may remove it; null if it cannot. */
function conditionChange({ old, fresh }: PreparedResource, names: ChangedNames): string | null {
  const condition = fresh.attributes.Condition;
  if (condition === undefined) {
    return null;
  }
  return same(old.attributes.Condition, condition)
    ? (names.get(`condition:${shownValue(condition)}`)?.reason ?? null)
    : `it exists only on condition ${shownValue(condition)}`;
}

function createdNow({ old, fresh }: PreparedResource): ChangeHere | null {
  const { Condition } = old.attributes;
  return Condition === undefined || fresh.attributes.Condition !== undefined
    ? null
    : {
        action: 'Add',
        replacement: 'never',
        touches: true,
        causes: ['Condition'],
        notes: [
          `It no longer depends on condition ${shownValue(Condition)}: it is added where it did not exist.`,
        ],
      };
}

function propertyCauses(property: PreparedProperty, type: string, around: Surroundings): Cause[] {
  const { name, isSame, references } = property;
  const { names, replaced } = around;
  if (!isSame) {
    return [causeOf(name, type, (replacement) => replacement, [])];
  }
  const follows = [...references]
    .flatMap((reference) => (reference.startsWith('value:') ? [reference.slice('value:'.length)] : []))
    .filter((id) => replaced.has(id))
    .sort();
  if (follows.length > 0) {
    const certain = follows.some((id) => replaced.get(id) === 'always');
    const note = `${name} follows ${follows.join(', ')}, which ${certain ? 'is' : 'may be'} replaced.`;
    return [causeOf(name, type, certain ? (one) => one : uncertain, [note])];
  }
  const changed = changedAmong(references, names);
  if (changed.length === 0) {
    return [];
  }
  const isCertain = changed.some((one) => one.isCertain);
  const reasons = changed.map(({ reason }) => reason).join(', ');
  const note = `${name} ${isCertain ? 'changes' : 'may change'}, because ${reasons}.`;
  return [causeOf(name, type, isCertain ? (one) => one : uncertain, [note])];
}

function causeOf(
  name: string,
  type: string,
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

function idle(causes: readonly string[]): ChangeHere {
  return { action: 'Modify', replacement: 'never', touches: false, causes, notes: [] };
}
