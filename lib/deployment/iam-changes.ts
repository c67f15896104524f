import type { TemplateDiff } from '@aws-cdk/cloudformation-diff';

/** A permission that a deployment gives or takes: a statement of a policy, or a managed policy. */
export interface IamChange {
  readonly change: 'Add' | 'Remove';
  readonly effect: string;
  /** Actions, or the managed policy; `NOT` before them where the statement excludes them. */
  readonly actions: readonly string[];
  /** Who, as the template refers to it: `AWS:${Role}` or `Service:lambda.amazonaws.com`. */
  readonly principals: readonly string[];
  readonly resources: readonly string[];
  /** Null without one. */
  readonly condition: unknown;
}

type Changes = TemplateDiff['iamChanges'];
type Statement = Changes['statements']['additions'][number];
type Attachment = Changes['managedPolicies']['additions'][number];

/** The permissions that a deployment gives and takes. Without any, it changes nobody's permissions. */
export function iamChanges({ iamChanges: { statements, managedPolicies } }: TemplateDiff): IamChange[] {
  return [
    ...statements.additions.map(ofStatement('Add')),
    ...statements.removals.map(ofStatement('Remove')),
    ...managedPolicies.additions.map(ofAttachment('Add')),
    ...managedPolicies.removals.map(ofAttachment('Remove')),
  ];
}

function ofStatement(change: IamChange['change']) {
  return ({ effect, actions, principals, resources, condition }: Statement): IamChange => ({
    change,
    effect,
    actions: targets(actions),
    principals: targets(principals),
    resources: targets(resources),
    condition: condition ?? null,
  });
}

function ofAttachment(change: IamChange['change']) {
  return ({ identityArn, managedPolicyArn }: Attachment): IamChange => ({
    change,
    effect: 'Allow',
    actions: [`managed policy ${managedPolicyArn}`],
    principals: [identityArn],
    resources: [],
    condition: null,
  });
}

function targets({ not, values }: Statement['actions']): readonly string[] {
  return not ? values.map((value) => `NOT ${value}`) : [...values];
}
