import type { StackChange } from './stack-change';

/** Attributes of a nested stack by which it is told that something inside of it changes. */
const INSIDE = new Set(['TemplateURL', 'Parameters', 'Metadata', 'DependsOn']);

export const INSIDE_UNKNOWN =
  'What is inside of it is not known here; a change set with nested stacks (IncludeNestedStacks) tells.';

/**
 * The change of a nested stack that stays. What is inside of it counts by itself where it is listed, and as unknown where it is not.
 */
export function judgeNestedStack<
  Change extends Pick<StackChange, 'causes' | 'notes' | 'touches' | 'replacement'>,
>(change: Change, insideIsListed: boolean): Change {
  if (!change.touches) {
    return change;
  }
  if (!insideIsListed) {
    return { ...change, replacement: 'unknown', notes: [...change.notes, INSIDE_UNKNOWN] };
  }
  return change.causes.every((cause) => INSIDE.has(cause))
    ? { ...change, touches: false, notes: ['What is inside of it is listed by itself.'] }
    : change;
}
