import type { TemplateResource } from './template';

/**
 * Types whose default deletion policy is Snapshot (AWS CloudFormation Template Reference, "DeletionPolicy
 * attribute").
 */
const SNAPSHOT_BY_DEFAULT = new Set(['AWS::RDS::DBCluster', 'AWS::RDS::DBInstance']);

/** What happens to a resource that is removed from its stack, by the deployed template. */
export function afterRemoval(resource: TemplateResource): string {
  switch (resource.attributes.DeletionPolicy ?? usualPolicy(resource)) {
    case 'Retain':
    case 'RetainExceptOnCreate':
      return 'It stays in the account and is no longer managed by a stack.';
    case 'Snapshot':
      return 'It is deleted after a snapshot.';
    default:
      return 'It is deleted.';
  }
}

/** What happens to the old resource after its replacement, by the new template. */
export function afterReplacement(resource: TemplateResource): string {
  switch (resource.attributes.UpdateReplacePolicy) {
    case 'Retain':
      return 'The old resource stays in the account and is no longer managed by a stack.';
    case 'Snapshot':
      return 'The old resource is deleted after a snapshot.';
    default:
      return 'The old resource is deleted.';
  }
}

function usualPolicy({ Type, Properties }: TemplateResource): string {
  const isMember = Type === 'AWS::RDS::DBInstance' && Properties.DBClusterIdentifier !== undefined;
  return SNAPSHOT_BY_DEFAULT.has(Type) && !isMember ? 'Snapshot' : 'Delete';
}
