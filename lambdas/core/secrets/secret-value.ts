import { HEADER_VALUE, type SecretReference } from './secret-reference';

/** The text that a reference stands for, or why there is none. No text here contains any of the secret. */
export type FoundValue = { readonly value: string } | { readonly problem: string };

/**
 * The text that a reference stands for.
 * @param secret everything that the secret holds
 */
export function valueIn({ secret: arn, key, prefix = '' }: SecretReference, secret: string): FoundValue {
  const found = key === undefined ? { value: secret } : fieldIn(arn, key, secret);
  return 'problem' in found ? found : { value: `${prefix}${found.value}` };
}

/** The same for a header, which must be one line. */
export function headerIn(reference: SecretReference, secret: string): FoundValue {
  const found = valueIn(reference, secret);
  const must =
    'must be printable ASCII on one line, at most 8,192 characters, without a line break at its end';
  return 'value' in found && !HEADER_VALUE.test(found.value)
    ? { problem: `the value of ${secretPlace(reference)} cannot be sent in a header; ${must}` }
    : found;
}

/** The ARN of a reference, and the field in it. */
function secretPlace({ secret, key }: SecretReference): string {
  return key === undefined ? secret : `"${key}" of ${secret}`;
}

function fieldIn(arn: string, key: string, secret: string): FoundValue {
  const document = parsed(secret);
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    return { problem: `the value of ${arn} is not a JSON object, so that it has no field "${key}"` };
  }
  const value: unknown = Object.hasOwn(document, key) ? Reflect.get(document, key) : undefined;
  return typeof value === 'string' || typeof value === 'number'
    ? { value: String(value) }
    : { problem: `the JSON object of ${arn} has no text or number in its field "${key}"` };
}

/** The message of a JSON error quotes the text, so it is dropped. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
