import { Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
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
