import { type PolicyCase, policiesOf } from './resources/policy-cases';
import type { Template, TemplateResource } from './template';

/**
 * Types whose default deletion policy is Snapshot (AWS CloudFormation Template Reference, "DeletionPolicy
 * attribute").
 */
const SNAPSHOT_BY_DEFAULT = new Set(['AWS::RDS::DBCluster', 'AWS::RDS::DBInstance']);

/** What happens to a resource that is removed from its stack, by the deployed template. */
export function afterRemoval(resource: TemplateResource, template: Template): string {
  const cases = policiesOf(resource.attributes.DeletionPolicy, template, usualPolicy(resource));
  return described(cases, (policy) => {
    switch (policy) {
      case 'Retain':
      case 'RetainExceptOnCreate':
        return 'it stays in the account and is no longer managed by a stack';
      case 'Snapshot':
        return 'it is deleted after a snapshot';
      case 'Delete':
        return 'it is deleted';
      default:
        return 'it is not known whether it is deleted, because its DeletionPolicy is computed';
    }
  });
}

/** What happens to the old resource after its replacement, by the new template. */
export function afterReplacement(resource: TemplateResource, template: Template): string {
  const cases = policiesOf(resource.attributes.UpdateReplacePolicy, template, 'Delete');
  return described(cases, (policy) => {
    switch (policy) {
      case 'Retain':
        return 'the old resource stays in the account and is no longer managed by a stack';
      case 'Snapshot':
        return 'the old resource is deleted after a snapshot';
      case 'Delete':
        return 'the old resource is deleted';
      default:
        return 'it is not known whether the old resource is deleted: its UpdateReplacePolicy is computed';
    }
  });
}

/** A policy in words: `Delete`, or `Retain if IsProd, otherwise Delete`. */
export function describePolicy(resource: TemplateResource, name: string, template: Template): string {
  const value = resource.attributes[name];
  if (value === undefined) {
    return 'the default';
  }
  const cases = policiesOf(value, template, 'the default');
  return cases
    .map(({ when, policy }) => {
      const what = policy ?? 'a computed value';
      return when === null ? what : when === 'otherwise' ? `otherwise ${what}` : `${what} if ${when}`;
    })
    .join(', ');
}

function described(cases: readonly PolicyCase[], words: (policy: string | null) => string): string {
  return cases
    .map(({ when, policy }) => {
      const text = words(policy);
      const sentence =
        when === null ? text : when === 'otherwise' ? `otherwise, ${text}` : `if ${when}, ${text}`;
      return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}.`;
    })
    .join(' ');
}

function usualPolicy({ Type, Properties }: TemplateResource): string {
  const isMember = Type === 'AWS::RDS::DBInstance' && Properties.DBClusterIdentifier !== undefined;
  return SNAPSHOT_BY_DEFAULT.has(Type) && !isMember ? 'Snapshot' : 'Delete';
}
