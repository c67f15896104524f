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

/** What happens to the existing resource. */
const POLICIES: Readonly<Record<string, string>> = {
  Delete: 'It is deleted.',
  Retain: 'It stays in the account and is no longer managed by a stack.',
  Snapshot: 'It is deleted after a snapshot.',
  ReplaceAndDelete: 'The old resource is deleted.',
  ReplaceAndRetain: 'The old resource stays in the account and is no longer managed by a stack.',
  ReplaceAndSnapshot: 'The old resource is deleted after a snapshot.',
};

/** Resource types whose metadata cfn-init and cfn-hup apply. */
const RUNS_METADATA = new Set([
  'AWS::AutoScaling::AutoScalingGroup',
  'AWS::AutoScaling::LaunchConfiguration',
  'AWS::EC2::Instance',
  'AWS::EC2::LaunchTemplate',
]);

/** Converts a change of a change set. What CloudFormation leaves out counts as the highest possible risk. */
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
  // Automatic: only the template of a nested stack changes.
  const cause = ChangeSource === 'Automatic' ? 'TemplateURL' : (Target?.Name ?? Target?.Attribute);
  return cause === undefined ? [] : [cause];
}

/** Notes on values that are known only during the execution, such as an attribute of another resource. */
function dynamicNotes(details: readonly ResourceChangeDetail[]): string[] {
  const dynamic = details.filter(({ Evaluation }) => Evaluation === 'Dynamic');
  const by = [...new Set(dynamic.flatMap(({ CausingEntity }) => CausingEntity ?? []))];
  return by.length === 0 ? [] : [`It may change, because ${by.join(', ')} may have another value.`];
}
