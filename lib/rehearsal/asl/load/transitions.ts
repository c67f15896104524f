import type * as v from 'valibot';
import type { Problem } from '../../../../lambdas/core/validation/problems';
import type { stateSchema } from './schema';

type RawState = v.InferOutput<typeof stateSchema>;

/** Quota of Step Functions for the name of a state, in characters. */
const MAX_NAME = 80;

/**
 * A name of a state that Step Functions refuses: too long, or used twice in a machine.
 * @param known the path of each name so far; this one is added
 */
export function nameProblems(name: string, path: string, known: Map<string, string>): Problem[] {
  const problems: Problem[] = [];
  const length = [...name].length;
  if (length === 0 || length > MAX_NAME) {
    problems.push({ path, message: `has a name of ${length} characters; must have 1 to ${MAX_NAME}` });
  }
  const other = known.get(name);
  if (other !== undefined) {
    problems.push({ path, message: `has the name of ${other}; names must be unique in the whole machine` });
  }
  known.set(name, path);
  return problems;
}

interface Target {
  readonly field: string;
  readonly name: string;
}

/**
 * Transitions to states that do not exist, states that nothing leads to, and states that lead nowhere. Step
 * Functions refuses all of them when a machine is created.
 * @param at start of the path, such as `States.A.Branches[0].`
 */
export function transitionProblems(
  startAt: string,
  states: Readonly<Record<string, RawState>>,
  at: string,
): Problem[] {
  const names = Object.keys(states);
  if (names.length === 0) {
    return [{ path: `${at}States`, message: 'is empty; must have at least one state' }];
  }
  const missing = (target: Target, path: string): Problem[] =>
    Object.hasOwn(states, target.name)
      ? []
      : [
          {
            path: `${path}${target.field}`,
            message: `is ${JSON.stringify(target.name)}; there is no such state`,
          },
        ];
  const problems = missing({ field: 'StartAt', name: startAt }, at);
  for (const [name, state] of Object.entries(states)) {
    const path = `${at}States.${name}`;
    problems.push(...endProblems(state, path));
    problems.push(...targetsOf(state).flatMap((target) => missing(target, `${path}.`)));
  }
  if (problems.length > 0) {
    return problems;
  }
  const reached = reachableFrom(startAt, states);
  const unreached = names.filter((name) => !reached.has(name));
  problems.push(
    ...unreached.map((name) => ({ path: `${at}States.${name}`, message: 'is not reachable from StartAt' })),
  );
  if (!names.some((name) => isTerminal(states[name] as RawState))) {
    problems.push({
      path: `${at}States`,
      message: 'have no end; one must have End, or be a Succeed or a Fail',
    });
  }
  return problems;
}

function endProblems(state: RawState, path: string): Problem[] {
  if (!('Next' in state || 'End' in state) && ['Choice', 'Succeed', 'Fail'].includes(state.Type)) {
    return [];
  }
  const { Next, End } = state as { Next?: string; End?: boolean };
  const ends = (Next === undefined ? 0 : 1) + (End === true ? 1 : 0);
  return ends === 1 ? [] : [{ path, message: 'must have either Next, or End as true' }];
}

function targetsOf(state: RawState): Target[] {
  const targets: Target[] = [];
  if ('Next' in state && state.Next !== undefined) {
    targets.push({ field: 'Next', name: state.Next });
  }
  if ('Catch' in state) {
    targets.push(...state.Catch.map(({ Next }, i) => ({ field: `Catch[${i}].Next`, name: Next })));
  }
  if (state.Type === 'Choice') {
    targets.push(...state.Choices.map(({ Next }, i) => ({ field: `Choices[${i}].Next`, name: Next })));
    targets.push(...(state.Default === undefined ? [] : [{ field: 'Default', name: state.Default }]));
  }
  return targets;
}

function reachableFrom(startAt: string, states: Readonly<Record<string, RawState>>): ReadonlySet<string> {
  const reached = new Set([startAt]);
  for (const name of reached) {
    for (const target of targetsOf(states[name] as RawState)) {
      reached.add(target.name);
    }
  }
  return reached;
}

function isTerminal(state: RawState): boolean {
  return state.Type === 'Succeed' || state.Type === 'Fail' || ('End' in state && state.End === true);
}
