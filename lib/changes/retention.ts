import type { TemplateResource } from './template';

/** Types that are deleted after a snapshot unless their policy says otherwise (CloudFormation, "DeletionPolicy attribute"). */
const SNAPSHOT_BY_DEFAULT = new Set(['AWS::RDS::DBCluster', 'AWS::RDS::DBInstance']);

/** What becomes of a resource that leaves its stack, by the template that is deployed. */
export function afterRemoval(resource: TemplateResource): string {
  switch (resource.attributes.DeletionPolicy ?? usualPolicy(resource)) {
    case 'Retain':
    case 'RetainExceptOnCreate':
      return 'It stays in the account and no stack manages it any more.';
    case 'Snapshot':
      return 'It is deleted after a snapshot.';
    default:
      return 'It is deleted.';
  }
}

/** What becomes of the old resource once the new one is there, by the template that is to be deployed. */
export function afterReplacement(resource: TemplateResource): string {
  switch (resource.attributes.UpdateReplacePolicy) {
    case 'Retain':
      return 'The old one stays in the account and no stack manages it any more.';
    case 'Snapshot':
      return 'The old one is deleted after a snapshot.';
    default:
      return 'The old one is deleted.';
  }
}

function usualPolicy({ Type, Properties }: TemplateResource): string {
  const isMember = Type === 'AWS::RDS::DBInstance' && Properties.DBClusterIdentifier !== undefined;
  return SNAPSHOT_BY_DEFAULT.has(Type) && !isMember ? 'Snapshot' : 'Delete';
}
