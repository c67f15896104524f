import * as v from 'valibot';
import { externalId, roleArn } from '../../../lambdas/core/access/account-role';
import type { OrLater } from '../../../lambdas/core/routers/config-fields';
import { secretArn } from '../../../lambdas/core/secrets/secret-reference';
import { REGION_NAME } from '../../../lambdas/core/shared/arn';
import { listOf, text, textLike } from '../../../lambdas/core/validation/fields';

/**
 * Schemas of values that both the props of a construct and a file of settings have. They are apart from the
 * constructs, because a file is checked without loading CDK.
 */

/** The name of a Region. */
export const regionName = textLike(REGION_NAME, 'must be the name of a Region, such as us-east-1');

/** The number of an account. YAML reads one without quotes as a number, and drops the zeros at its start. */
export const accountNumber = textLike(
  /^\d{12}$/,
  'must be the number of an account, 12 digits in quotes, such as "444455556666"',
);

/** A place from which events of alarms are forwarded. */
export const alarmPlaceSchema = v.strictObject({
  region: regionName,
  account: v.exactOptional(accountNumber),
});

/** Patterns of the hosts of a gate. */
export const gateHosts = listOf(text(253, 'a host pattern'), 1, 20, 'host patterns');

/** @param orLater wraps fields that may be known at deployment only; by default all are known */
export const assumableRoleSchema = (orLater: OrLater = (schema) => schema) =>
  v.strictObject({ roleArn: orLater(roleArn), externalId: v.exactOptional(externalId) });

const keyArn = textLike(
  /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]{1,128}$/,
  'must be the ARN of a key, not of an alias, such as' +
    ' arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-0000-1111-2222-333344445555',
);

/** @param orLater wraps fields that may be known at deployment only; by default all are known */
export const allowedSecretSchema = (orLater: OrLater = (schema) => schema) =>
  v.strictObject({ arn: orLater(secretArn), keyArn: v.exactOptional(orLater(keyArn)) });
