import type { Change, ResourceChange, ResourceChangeDetail } from '@aws-sdk/client-cloudformation';
import type { ChangeAction, Replacement, StackChange } from '../../core/stack-changes/stack-change';

const ACTIONS: readonly string[] = [
  'Add',
  'Modify',
  'Remove',
  'Import',
  'Dynamic',
  'SyncWithActual',
] satisfies ChangeAction[];

const REPLACEMENTS: Readonly<Record<string, Replacement>> = {
  True: 'always',
  Conditional: 'maybe',
  False: 'never',
};

/** What becomes of the resource that is there. */
const POLICIES: Readonly<Record<string, string>> = {
  Delete: 'It is deleted.',
  Retain: 'It stays in the account and no stack manages it any more.',
  Snapshot: 'It is deleted after a snapshot.',
  ReplaceAndDelete: 'The old one is deleted.',
  ReplaceAndRetain: 'The old one stays in the account and no stack manages it any more.',
  ReplaceAndSnapshot: 'The old one is deleted after a snapshot.',
};

/** Types on which cfn-init and cfn-hup act on the metadata. */
const RUNS_METADATA = new Set([
  'AWS::AutoScaling::AutoScalingGroup',
  'AWS::AutoScaling::LaunchConfiguration',
  'AWS::EC2::Instance',
  'AWS::EC2::LaunchTemplate',
]);

/** A change in CloudFormation's words as we tell it. What CloudFormation leaves out counts as the worst that it can be. */
export function toStackChange(stack: string, { ResourceChange }: Change): StackChange {
  const {
    LogicalResourceId = 'unknown',
    ResourceType = 'unknown',
    Action = 'Dynamic',
    Replacement: replaced,
    Details = [],
    PolicyAction = '',
  } = ResourceChange ?? {};
  const action = ACTIONS.includes(Action) ? Action : 'Dynamic';
  const isModify = action === 'Modify';
  const policy = POLICIES[PolicyAction];
  return {
    stack,
    logicalId: LogicalResourceId,
    path: null,
    type: ResourceType,
    action,
    replacement: isModify ? (REPLACEMENTS[replaced ?? ''] ?? 'unknown') : 'never',
    touches: !isModify || touches(ResourceChange ?? {}),
    causes: isModify ? [...new Set(Details.flatMap(causeOf))] : [],
    notes: [...(policy === undefined ? [] : [policy]), ...(isModify ? dynamicNotes(Details) : [])],
  };
}

function touches({ Scope = [], ResourceType = '' }: ResourceChange): boolean {
  const isMetadata = Scope.length > 0 && Scope.every((attribute) => attribute === 'Metadata');
  return !isMetadata || RUNS_METADATA.has(ResourceType);
}

function causeOf({ Target, ChangeSource }: ResourceChangeDetail): string[] {
  // A nested stack that is as it was but for its template.
  const cause = ChangeSource === 'Automatic' ? 'TemplateURL' : (Target?.Name ?? Target?.Attribute);
  return cause === undefined ? [] : [cause];
}

/** Values that are known only when it is executed, such as an attribute of another resource. */
function dynamicNotes(details: readonly ResourceChangeDetail[]): string[] {
  const dynamic = details.filter(({ Evaluation }) => Evaluation === 'Dynamic');
  const by = [...new Set(dynamic.flatMap(({ CausingEntity }) => CausingEntity ?? []))];
  return by.length === 0 ? [] : [`It may change, because ${by.join(', ')} may give another value.`];
}
