import { type Random, seededRandom } from '../../kernel/random';
import { expressionIn } from '../expressions';
import { compile } from '../jsonata/compile';
import { type Node, visit } from '../jsonata/node';
import type { AslMachine, State } from '../machine';
import { interpretState, type Mock, type StateCase } from './state-case';

/** A case, and the branch of its state that it takes. */
export interface BranchCase extends StateCase {
  /** `Next`, `Choices[0]`, `Default`, `Catch[0]`, `Retry[0]` or `End`. */
  readonly branch: string;
}

/** How many sets of values are tried for a branch. */
const TRIES = 5_000;

/**
 * One case for every branch of every state: each rule and the Default of a Choice, the result of a Task, and
 * each of its Retry and Catch. The values of variables are searched for, until the interpreter takes the
 * branch.
 * @throws Error that names a branch that no values were found for
 */
export async function branchCases(machine: AslMachine): Promise<BranchCase[]> {
  const cases: BranchCase[] = [];
  for (const [state, body] of Object.entries(machine.States)) {
    for (const branch of branchesOf(body)) {
      cases.push(await caseFor(machine, state, body, branch));
    }
  }
  return cases;
}

function branchesOf(state: State): string[] {
  switch (state.Type) {
    case 'Choice':
      return [
        ...state.Choices.map((_, i) => `Choices[${i}]`),
        ...(state.Default === undefined ? [] : ['Default']),
      ];
    case 'Task': {
      const retries = state.Retry.flatMap(({ MaxAttempts }, i) => (MaxAttempts > 0 ? [`Retry[${i}]`] : []));
      return ['Next', ...retries, ...state.Catch.map((_, i) => `Catch[${i}]`)];
    }
    case 'Map':
    case 'Parallel':
      throw new Error('a Map and a Parallel have no cases: TestState mocks only their results');
    default:
      return ['Next'];
  }
}

async function caseFor(machine: AslMachine, state: string, body: State, branch: string): Promise<BranchCase> {
  const random = seededRandom(1);
  const paths = pathsOf(body);
  const values = candidates(body);
  for (let i = 0; i < TRIES; i += 1) {
    const variables: Record<string, unknown> = {};
    const result: Record<string, unknown> = {};
    const input: Record<string, unknown> = {};
    const executionInput: Record<string, unknown> = {};
    for (const path of paths) {
      const [first, field, ...rest] = path;
      const value = pick(values, random);
      if (first !== 'states') {
        put(variables, path, value);
      } else if (field === 'result' || field === 'input') {
        put(field === 'result' ? result : input, rest, value);
      } else if (path.slice(1, 4).join('.') === 'context.Execution.Input') {
        put(executionInput, path.slice(4), value);
      }
    }
    const mock = body.Type === 'Task' ? mockOf(body, branch, result) : undefined;
    const given = { state, input, executionInput, variables, ...(mock === undefined ? {} : { mock }) };
    const { outcome, branch: taken } = await interpretState(machine, given);
    if (takes(branch, outcome.status, taken, outcome.retryIndex, body)) {
      return { ...given, branch };
    }
  }
  throw new Error(`no values were found for ${branch} of the state ${state}`);
}

function takes(
  branch: string,
  status: string,
  taken: string | null,
  retry: number | undefined,
  body: State,
): boolean {
  if (branch.startsWith('Retry')) {
    return status === 'RETRIABLE' && branch === `Retry[${retry}]`;
  }
  if (branch === 'Next') {
    return body.Type === 'Fail' ? status === 'FAILED' : status === 'SUCCEEDED' && taken === null;
  }
  return taken === branch;
}

/** What the Task gives. A Retry needs a first failure, and a Catch one after the last attempt. */
function mockOf(state: Extract<State, { Type: 'Task' }>, branch: string, result: object): Mock {
  if (branch === 'Next') {
    return { result };
  }
  const index = Number(/\d+/.exec(branch)?.[0]);
  const isCatch = branch.startsWith('Catch');
  const names = (isCatch ? state.Catch[index] : state.Retry[index])?.ErrorEquals ?? [];
  const error = names.find((name) => !['States.ALL', 'States.TaskFailed'].includes(name)) ?? 'AnyOtherError';
  return { error, cause: 'a mocked failure', isExhausted: isCatch };
}

/** The variables and fields of `$states` that the expressions of a state read. */
function pathsOf(state: State): string[][] {
  const paths = new Map<string, string[]>();
  for (const source of sourcesIn(state)) {
    visit(compile(source).tree, (node) => {
      const steps = node.type === 'path' ? (node.steps as Node[]) : [node];
      if (steps[0]?.type === 'variable' && steps[0].value !== '') {
        const end = steps.findIndex((step, i) => i > 0 && step.type !== 'name');
        const path = steps.slice(0, end < 0 ? undefined : end).map((step) => String(step.value));
        paths.set(path.join('.'), path);
      }
    });
  }
  // A longer path replaces what a shorter one has put.
  return [...paths.values()].sort((a, b) => a.length - b.length);
}

/** Text and numbers that the expressions compare with, and values of other types. */
function candidates(state: State): unknown[] {
  const found = new Set<unknown>(['text', true, false, 0, 1, NOTHING]);
  for (const source of sourcesIn(state)) {
    visit(compile(source).tree, (node) => {
      if (node.type === 'string' || node.type === 'number') {
        found.add(node.value);
      }
    });
  }
  return [...found];
}

/** A variable or a field that is absent. */
const NOTHING = Symbol('nothing');

function pick(values: readonly unknown[], random: Random): unknown {
  return values[Math.floor(random.uniform() * values.length)];
}

function sourcesIn(value: unknown): string[] {
  if (typeof value === 'string') {
    const source = expressionIn(value);
    return source === undefined ? [] : [source];
  }
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(sourcesIn) : [];
}

function put(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [key, ...rest] = path;
  if (key === undefined || value === NOTHING) {
    return;
  }
  if (rest.length === 0) {
    target[key] = value;
    return;
  }
  const inner = target[key];
  const next = typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>) : {};
  target[key] = next;
  put(next, rest, value);
}
