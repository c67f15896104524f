import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import * as v from 'valibot';
import type { OrLater } from '../../../lambdas/core/routers/config-fields';
import { arnParts } from '../../../lambdas/core/shared/arn';
import { check, type Problem } from '../../../lambdas/core/validation/problems';
import { isKnownLater } from '../../shared/lookups';
import { problemsAt } from '../../shared/refuse-props';
import { assumableRoleSchema } from '../settings/given-schemas';
import type { Permission } from '../tasks';

/** A role of another account that the workflow may assume. */
export interface AssumableRole {
  /** May be known at deployment only. */
  readonly roleArn: string;
  /**
   * What its trust policy asks for. A plan that names the role for its route says the same.
   * @default - none
   */
  readonly externalId?: string;
}

/** The roles of other accounts that a workflow may assume. */
export type AssumableRoles = readonly AssumableRole[];

/** The environment variables of a function hold 4 KB in total, of which the routes may need most. */
const MAX_ROLES = 5;

/** What a function with one of these permissions may call in another account. */
const ELSEWHERE: readonly Permission[] = [
  'read-route',
  'write-route',
  'read-records',
  'write-records',
  'read-change',
  'read-health-checks',
  'read-zones',
  'read-alarms',
  'read-metrics',
  'read-targets',
  'read-instances',
  'read-balancers',
  'read-certificates',
];

/** The permissions to call what an ARN names: only for these is a role found by the account of the ARN. */
const BY_ARN: readonly Permission[] = [
  'read-alarms',
  'read-targets',
  'read-instances',
  'read-balancers',
  'read-certificates',
];

/** Whether a function finds a role by the account of an ARN, and so needs the list of roles. */
export function findsRoles(permissions: readonly Permission[]): boolean {
  return permissions.some((one) => BY_ARN.includes(one));
}

/** Assuming exactly these roles, for a function that calls what may be in another account. */
export function assumeRoles(
  permissions: readonly Permission[],
  roles: AssumableRoles,
): readonly PolicyStatement[] {
  const callsElsewhere = permissions.some((one) => ELSEWHERE.includes(one));
  return roles.length === 0 || !callsElsewhere
    ? []
    : [new PolicyStatement({ actions: ['sts:AssumeRole'], resources: roles.map((role) => role.roleArn) })];
}

const propSchema = (orLater: OrLater) => v.strictObject({ roles: v.array(assumableRoleSchema(orLater)) });

/** Problems of the prop `roles`. */
export function rolesPropProblems(roles: AssumableRoles, orLater: OrLater): Problem[] {
  const checked = check(propSchema(orLater), { roles });
  const problems = checked.ok ? [] : problemsAt('', checked.problems);
  const accounts = roles.flatMap((role) =>
    isKnownLater(role.roleArn) ? [] : (arnParts(role.roleArn)?.account ?? []),
  );
  const twice = [...new Set(accounts.filter((one, i) => accounts.indexOf(one) !== i))].map((account) => ({
    path: 'roles',
    message:
      `has two roles of account ${account}, and what an ARN names in an account is called through one; ` +
      'give one role of it what both may do',
  }));
  const message = `is a list of ${roles.length}; must have at most ${MAX_ROLES}`;
  return [...problems, ...twice, ...(roles.length > MAX_ROLES ? [{ path: 'roles', message }] : [])];
}
