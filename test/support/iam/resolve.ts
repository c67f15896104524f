/** The account and region that templates are evaluated for. */
export const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';

const pseudo: Readonly<Record<string, string>> = {
  'AWS::AccountId': ACCOUNT,
  'AWS::Partition': 'aws',
  'AWS::Region': REGION,
  'AWS::URLSuffix': 'amazonaws.com',
};

/** The intrinsic functions that the templates of the project use in policies. */
interface Intrinsic {
  readonly Ref?: string;
  readonly 'Fn::GetAtt'?: readonly [string, string];
  readonly 'Fn::Join'?: readonly [string, readonly unknown[]];
}

/**
 * A value of a template as text. What is known only at deployment is `<Id>` or `<Id.Attribute>`, in policies
 * and in requests alike, so that the two can be compared.
 * @throws Error on an intrinsic function that it does not know
 */
export function resolved(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'boolean') {
    return String(value);
  }
  const { Ref, 'Fn::GetAtt': attribute, 'Fn::Join': joined } = (value ?? {}) as Intrinsic;
  if (Ref !== undefined) {
    return pseudo[Ref] ?? `<${Ref}>`;
  }
  if (attribute !== undefined) {
    return `<${attribute.join('.')}>`;
  }
  if (joined !== undefined) {
    return joined[1].map(resolved).join(joined[0]);
  }
  throw new Error(`cannot resolve ${JSON.stringify(value)}`);
}
