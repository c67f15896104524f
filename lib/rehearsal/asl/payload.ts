import { StatesError } from './expressions';

/** Quota of Step Functions for the input, result and output of a state, in bytes of UTF-8. */
const MAX_PAYLOAD_BYTES = 262_144;

/** What is smaller is counted again faster than it is looked up. */
const SMALL_BYTES = 1_000;

/** Bounds of frozen values, which pass from state to state unchanged. */
const bounds = new WeakMap<object, number>();

/** Whether a value is larger than a state may have as its input, result or output. */
export function isTooLarge(value: unknown): boolean {
  return (
    atMost(value) > MAX_PAYLOAD_BYTES && Buffer.byteLength(JSON.stringify(value) ?? '') > MAX_PAYLOAD_BYTES
  );
}

/** No more bytes than this, as text. Nearly all values are far below the quota, and are never written out. */
function atMost(value: unknown): number {
  if (typeof value === 'string') {
    // An escaped character has six bytes.
    return 2 + 6 * value.length;
  }
  if (typeof value !== 'object' || value === null) {
    return 25;
  }
  const known = bounds.get(value);
  if (known !== undefined) {
    return known;
  }
  let bytes = 2;
  for (const key of Object.keys(value)) {
    bytes += 4 + 6 * key.length + atMost((value as Record<string, unknown>)[key]);
  }
  if (bytes > SMALL_BYTES && Object.isFrozen(value)) {
    bounds.set(value, bytes);
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
