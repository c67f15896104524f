import { StatesError } from './expressions';

/** Quota of Step Functions for the input, result and output of a state, in bytes of UTF-8. */
const MAX_PAYLOAD_BYTES = 262_144;

/** Sizes of frozen values, which pass from state to state unchanged. */
const sizes = new WeakMap<object, number>();

/** Whether a value is larger than a state may have as its input, result or output. */
export function isTooLarge(value: unknown): boolean {
  return bytesOf(value) > MAX_PAYLOAD_BYTES;
}

/** Bytes of a JSON value as text. */
function bytesOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) {
    return Buffer.byteLength(JSON.stringify(value) ?? '');
  }
  const known = sizes.get(value);
  if (known !== undefined) {
    return known;
  }
  // The brackets, and commas between the parts.
  let bytes = 1 + Math.max(1, Object.keys(value).length);
  for (const [key, part] of Object.entries(value)) {
    bytes += bytesOf(part) + (Array.isArray(value) ? 0 : bytesOf(key) + 1);
  }
  if (Object.isFrozen(value)) {
    sizes.set(value, bytes);
  }
  return bytes;
}

/** The error of a value that is too large. @param what the name of a state, or the resource of a task */
export function dataLimitExceeded(what: string): StatesError {
  return new StatesError(
    'States.DataLimitExceeded',
    `The state/task '${what}' returned a result with a size exceeding the maximum number of bytes ` +
      'service limit.',
  );
}
