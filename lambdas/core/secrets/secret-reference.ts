import * as v from 'valibot';
import { text, textLike } from '../validation/fields';

/** The end of an ARN of Secrets Manager, with the six characters that it adds to the name of a secret. */
const SECRET = /secretsmanager:[a-z0-9-]+:\d{12}:secret:[A-Za-z0-9/_+=.@-]{1,512}-[A-Za-z0-9]{6}/;
const PARAMETER = /ssm:[a-z0-9-]+:\d{12}:parameter\/[A-Za-z0-9/_.-]{1,1011}/;

/** The whole ARN of a secret in Secrets Manager, or of a parameter in Parameter Store. */
export const secretArn = textLike(
  new RegExp(`^arn:aws[a-z-]*:(${SECRET.source}|${PARAMETER.source})$`),
  'must be the whole ARN of a secret in Secrets Manager or of a parameter in Parameter Store, such as ' +
    'arn:aws:secretsmanager:eu-west-1:111122223333:secret:smoke-test-AbCdEf',
);

/** Printable ASCII on one line, which is what a header may have. */
export const HEADER_VALUE = /^[\t\x20-\x7e]{0,8192}$/;

const prefix = textLike(HEADER_VALUE, 'must be the text before the value, such as "Bearer "');

/** A value that a step reads when it sends it. The plan has only its ARN. */
export const secretReference = v.strictObject({
  secret: secretArn,
  /** The name of the field whose value is used, where the secret is a JSON object. */
  key: v.optional(text(256, 'the name of a field of a secret that is a JSON object')),
  /** Text before the value, which is no secret. */
  prefix: v.optional(prefix),
});

/** A value that a step reads when it sends it. */
export type SecretReference = v.InferOutput<typeof secretReference>;

/** A value as the plan has it, or where it is. */
export type PlainOrSecret = string | SecretReference;

/** Text, or a reference to a secret in its place. */
export function orSecret<Plain extends v.GenericSchema<string, string>>(plain: Plain, must: string) {
  const either = `${must}, or { secret: ARN } with the ARN of a secret`;
  return v.pipe(v.union([plain, secretReference], either), v.description(either));
}
