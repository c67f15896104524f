/** The maximum length of an execution's name (Step Functions quotas). */
const MAX_NAME = 80;
const PREFIX = 'revert-';

/**
 * The name of the execution that reverts a cutover. Every caller derives the same name, so that Step
 * Functions refuses a second start.
 * @param execution ARN of the forward execution; its last part is the name
 */
export function revertName(execution: string): string {
  const name = execution.slice(execution.lastIndexOf(':') + 1);
  const whole = `${PREFIX}${name}`;
  return whole.length <= MAX_NAME ? whole : `${whole.slice(0, MAX_NAME - 9)}-${fnv1a(name)}`;
}

/** FNV-1a, 32 bits, in hexadecimal: keeps long names with the same beginning apart. */
function fnv1a(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text) {
    hash = Math.imul(hash ^ (character.codePointAt(0) as number), 0x01000193) >>> 0;
  }
  return hash.toString(16).padStart(8, '0');
}
