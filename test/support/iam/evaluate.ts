import type { Template } from 'aws-cdk-lib/assertions';
import { resourceOf } from '../templates/synth';
import { type ConditionKeys, holds, matches } from './conditions';
import { resolved } from './resolve';

/** A statement of a policy, as it is in a template. */
export interface RawStatement {
  readonly Effect: string;
  readonly Action?: string | readonly string[];
  readonly Resource?: unknown;
  readonly Principal?: unknown;
  readonly Condition?: unknown;
}

/** A resource of a template. */
interface Raw {
  readonly Type: string;
  // biome-ignore lint/suspicious/noExplicitAny: templates are read as they are
  readonly Properties?: any;
}

/**
 * Whether the role of a function may do something, as IAM decides it: some statement allows it, and none
 * denies it.
 * @param functionName of a Task or guard
 * @param resource an ARN, or what stands for it in the template
 * @param conditionKeys the keys that the service puts into the request
 */
export function isAllowed(
  template: Template,
  functionName: string,
  action: string,
  resource: unknown,
  conditionKeys: ConditionKeys = {},
): boolean {
  const { Properties } = resourceOf(template, 'AWS::Lambda::Function', `${functionName}Function`);
  const role = resolved((Properties as Record<string, unknown>).Role).replace(/^<|\.Arn>$/g, '');
  return isAllowedTo(statementsOfPrincipal(template, role), action, resource, conditionKeys);
}

/** Whether statements allow something together. */
export function isAllowedTo(
  statements: readonly RawStatement[],
  action: string,
  resource: unknown,
  conditionKeys: ConditionKeys = {},
): boolean {
  const about = statements.filter((one) => concerns(one, action, resolved(resource), conditionKeys));
  return about.some(({ Effect }) => Effect === 'Allow') && !about.some(({ Effect }) => Effect === 'Deny');
}

/** Every statement of the policies of a role, user or group: its own, and those that name it. */
export function statementsOfPrincipal(template: Template, logicalId: string): RawStatement[] {
  const resources: Readonly<Record<string, Raw>> = template.toJSON().Resources;
  const { Policies = [], ManagedPolicyArns = [] } = resources[logicalId]?.Properties ?? {};
  if (ManagedPolicyArns.some((arn: unknown) => !resolved(arn).startsWith('<'))) {
    throw new Error(`${logicalId} has a managed policy that the template does not have`);
  }
  const named = Object.values(resources).filter(
    ({ Type, Properties }) =>
      ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy'].includes(Type) &&
      [Properties.Roles, Properties.Users, Properties.Groups]
        .flat()
        .some((one) => one !== undefined && resolved(one) === `<${logicalId}>`),
  );
  const documents = [...Policies, ...named.map(({ Properties }) => Properties)].map(
    ({ PolicyDocument }) => PolicyDocument,
  );
  return documents.flatMap(({ Statement }) => Statement);
}

function concerns(statement: RawStatement, action: string, resource: string, keys: ConditionKeys): boolean {
  const { Action, Resource, Condition } = statement;
  if (Action === undefined || Resource === undefined) {
    throw new Error(`a statement without actions or resources: ${JSON.stringify(statement)}`);
  }
  return (
    [Action].flat().some((one) => matches(one.toLowerCase(), action.toLowerCase())) &&
    [Resource].flat().some((one) => matches(resolved(one), resource)) &&
    holds(Condition, keys)
  );
}
