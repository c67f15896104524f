import type * as v from 'valibot';
import type { stateSchema } from './schema';

type RawState = v.InferOutput<typeof stateSchema>;

/** The variables that states assign, in their rules and Catches, too. */
export function assignedNames(states: readonly RawState[]): ReadonlySet<string> {
  return new Set(states.flatMap(namesOf));
}

function namesOf(state: RawState): string[] {
  const rules = state.Type === 'Choice' ? state.Choices : 'Catch' in state ? state.Catch : [];
  const assigns = ['Assign' in state ? state.Assign : undefined, ...rules.map((rule) => rule.Assign)];
  return assigns.flatMap((values) => Object.keys(values ?? {}));
}
