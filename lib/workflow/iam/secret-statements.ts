import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import * as v from 'valibot';
import type { OrLater } from '../../../lambdas/core/routers/config-fields';
import { secretArn } from '../../../lambdas/core/secrets/secret-reference';
import { textLike } from '../../../lambdas/core/validation/fields';
import { isKnownLater } from '../../shared/lookups';

/** A secret that checks may refer to. */
export interface AllowedSecret {
  /**
   * The whole ARN of a secret in Secrets Manager, with the six characters at its end, or of a parameter in
   * Parameter Store.
   */
  readonly arn: string;
  /**
   * The ARN of the customer managed key that it is encrypted with.
   * @default - a key of AWS, which needs no permission
   */
  readonly keyArn?: string;
}

/** The secrets that the checks of a deployment may refer to. */
export type AllowedSecrets = readonly AllowedSecret[];

const keyArn = textLike(
  /^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[A-Za-z0-9-]{1,128}$/,
  'must be the ARN of a key, not of an alias, such as' +
    ' arn:aws:kms:eu-west-1:111122223333:key/0a1b2c3d-0000-1111-2222-333344445555',
);

/** @param orLater wraps fields that may be known at deployment only; by default all are known */
export const allowedSecretSchema = (orLater: OrLater = (schema) => schema) =>
  v.strictObject({ arn: orLater(secretArn), keyArn: v.exactOptional(orLater(keyArn)) });

/** The service of each ARN, with the action that reads there. */
const READS = { secretsmanager: 'secretsmanager:GetSecretValue', ssm: 'ssm:GetParameter' } as const;

/** Whether a secret is, or may be, one of a service. An ARN that is not known yet may be of either. */
export function isOfService({ arn }: AllowedSecret, service: keyof typeof READS): boolean {
  return isKnownLater(arn) || arn.split(':')[2] === service;
}

/** Reading exactly these secrets, and decrypting each with its key for its service alone. */
export function readSecrets(scope: Construct, secrets: AllowedSecrets): PolicyStatement[] {
  const services = Object.keys(READS) as (keyof typeof READS)[];
  return services.flatMap((service) => {
    const some = secrets.filter((secret) => isOfService(secret, service));
    return some.length === 0
      ? []
      : [
          new PolicyStatement({ actions: [READS[service]], resources: some.map(({ arn }) => arn) }),
          ...some.flatMap((secret) => decrypt(scope, service, secret)),
        ];
  });
}

function decrypt(scope: Construct, service: string, { arn, keyArn: key }: AllowedSecret): PolicyStatement[] {
  if (key === undefined) {
    return [];
  }
  const { region, urlSuffix } = Stack.of(scope);
  const where = isKnownLater(arn) ? region : (arn.split(':')[3] ?? region);
  return [
    new PolicyStatement({
      actions: ['kms:Decrypt'],
      resources: [key],
      conditions: { StringEquals: { 'kms:ViaService': `${service}.${where}.${urlSuffix}` } },
    }),
  ];
}
