/** The maximum length of an execution's name (Step Functions quotas). */
const MAX_NAME = 80;
const PREFIX = 'revert-';

/** How many names a revert may take until one is free. */
export const REVERT_NAMES = 10;

/**
 * The name of the execution that reverts a cutover. Every caller derives the same names in the same order, so
 * that Step Functions refuses a second start. A name proves nothing of the execution that has it, because
 * anyone who may start the revert machine chooses its name.
 * @param execution ARN of the forward execution; its last part is the name
 * @param attempt counts from 0; a later one is for when an execution of another input has the name before
 */
export function revertName(execution: string, attempt = 0): string {
  const name = execution.slice(execution.lastIndexOf(':') + 1);
  const whole = `${PREFIX}${name}`;
  if (attempt === 0 && whole.length <= MAX_NAME) {
    return whole;
  }
  const suffix = `-${fnv1a(execution)}${attempt === 0 ? '' : `-${attempt + 1}`}`;
  return `${whole.slice(0, MAX_NAME - suffix.length)}${suffix}`;
}

/** FNV-1a, 128 bits, in hexadecimal: keeps long names with the same beginning apart. */
function fnv1a(text: string): string {
  let hash = 0x6c62272e07bb014262b821756295c58dn;
  for (const character of text) {
    const mixed = (hash ^ BigInt(character.codePointAt(0) as number)) * 0x1000000000000000000013bn;
    hash = BigInt.asUintN(128, mixed);
  }
  return hash.toString(16).padStart(32, '0');
}
