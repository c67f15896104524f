import type { StackChange } from './stack-change';

/** Attributes of a nested stack that change when a resource in it changes. */
const INSIDE = new Set(['TemplateURL', 'Location', 'Parameters', 'Metadata', 'DependsOn']);

/** The note on a nested stack whose changes are not known. */
export const INSIDE_UNKNOWN =
  'The changes in the nested stack are not known; create a change set with nested stacks' +
  ' (IncludeNestedStacks).';

/**
 * The change of a nested stack that is not added or removed. If the changes in it are listed, they count
 * separately; otherwise they are unknown.
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
    ? { ...change, touches: false, notes: ['The changes in the nested stack are listed separately.'] }
    : change;
}
