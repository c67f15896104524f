import * as v from 'valibot';
import { arnParts } from '../shared/arn';
import { textLike } from '../validation/fields';
import type { Problem } from '../validation/problems';

/** A role through which resources of its account are read or changed. */
export interface AccountRole {
  readonly roleArn: string;
  /** What the role's trust policy asks for, if it does. Not a secret (IAM User Guide, "External ID"). */
  readonly externalId?: string | undefined;
}

/** The ARN of a role (IAM User Guide, "IAM identifiers"). */
export const roleArn = textLike(
  /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/,
  'must be the ARN of an IAM role, such as arn:aws:iam::444455556666:role/cutover-access',
);

/** AWS Security Token Service API Reference, AssumeRole, `ExternalId`. */
export const externalId = textLike(
  /^[\w+=,.@:/-]{2,1224}$/,
  'must be an external ID, 2 to 1224 letters, digits and characters of "+ = , . @ : / - _"',
);

/** The fields of a router in another account. */
export const roleEntries = { roleArn: v.exactOptional(roleArn), externalId: v.exactOptional(externalId) };

/** A role of another account that a deployment may assume. */
export const accountRoleSchema = v.strictObject({ roleArn, externalId: v.exactOptional(externalId) });

/** What may name a role by which it is called, such as a router. */
export type Accessed = { readonly roleArn?: string | undefined; readonly externalId?: string | undefined };

/** The role by which something is called; undefined without one: with the caller's own credentials. */
export function roleOf({ roleArn: arn, externalId: id }: Accessed): AccountRole | undefined {
  return arn === undefined ? undefined : { roleArn: arn, ...(id === undefined ? {} : { externalId: id }) };
}

/** The role of the account that an ARN is in, if there is one among these. */
export function roleForArn(arn: string, roles: readonly AccountRole[]): AccountRole | undefined {
  const account = arnParts(arn)?.account;
  return roles.find((role) => arnParts(role.roleArn)?.account === account);
}

/** An external ID without a role says nothing. */
export function accessProblems({ roleArn: arn, externalId: id }: Accessed): Problem[] {
  const message = 'is given without router.roleArn; name the role that asks for it, or leave it out';
  return arn === undefined && id !== undefined ? [{ path: 'router.externalId', message }] : [];
}
