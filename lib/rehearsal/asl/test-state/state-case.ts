import { VirtualClock } from '../../kernel/virtual-clock';
import type { TraceEvent } from '../execution';
import { StatesError } from '../expressions';
import type { AslMachine, State } from '../machine';
import { ruleFor } from '../retry';
import { newRun, type Step } from '../run';
import { runStates } from '../run-states';
import { runState } from '../states';
import { throughJson } from '../through-json';

/** What a Task gives. */
export type Mock =
  | { readonly result: unknown }
  | { readonly error: string; readonly cause: string; readonly isExhausted: boolean };

/** One state with everything that decides what it does. */
export interface StateCase {
  readonly state: string;
  readonly input: unknown;
  /** The input of the execution. */
  readonly executionInput: unknown;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Of a Task. */
  readonly mock?: Mock;
}

/** What a state did, as TestState answers it. Absent fields are not answered. */
export interface StateOutcome {
  readonly status: 'SUCCEEDED' | 'FAILED' | 'RETRIABLE' | 'CAUGHT_ERROR';
  readonly output?: unknown;
  readonly nextState?: string;
  /** The variables after the state. */
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly error?: string;
  readonly cause?: string;
  readonly catchIndex?: number;
  readonly retryIndex?: number;
}

/** What one state did, and the branch that it took, such as `Choices[0]`; null without a choice. */
export interface Interpreted {
  readonly outcome: StateOutcome;
  readonly branch: string | null;
}

/** `Execution` and `StateMachine` of the context object in a case. */
export function caseContext({ executionInput }: StateCase): Readonly<Record<string, unknown>> {
  return {
    Execution: {
      Id: 'arn:aws:states:us-east-1:000000000000:execution:tested:case',
      Input: executionInput,
      StartTime: CASE_TIME,
      Name: 'case',
      RoleArn: 'arn:aws:iam::000000000000:role/tested',
      RedriveCount: 0,
    },
    StateMachine: { Id: 'arn:aws:states:us-east-1:000000000000:stateMachine:tested', Name: 'tested' },
  };
}

/** When the execution and the state of a case began. */
export const CASE_TIME = '1970-01-01T00:00:00.000Z';

/** Runs one state in the interpreter. */
export async function interpretState(machine: AslMachine, given: StateCase): Promise<Interpreted> {
  const { mock } = given;
  const clock = new VirtualClock(0);
  const trace: TraceEvent[] = [];
  const host = {
    clock,
    random: () => 0,
    invoke: async () => {
      if (mock === undefined || 'error' in mock) {
        throw new StatesError(mock?.error ?? 'NoMock', mock?.cause ?? 'the case has no mock');
      }
      return mock.result;
    },
    trace: (event: TraceEvent) => void trace.push(event),
  };
  const shared = {
    host,
    machine,
    context: throughJson(caseContext(given)),
    transitions: 0,
    historyEvents: 1,
    over: false,
  };
  const run = newRun({ shared, parent: null, states: machine, item: null }, throughJson(given.input));
  run.at = { state: given.state, input: throughJson(given.input) };
  run.variables = throughJson(given.variables);
  run.retries = 'Retry' in stateOf(machine, given) ? 0 : null;
  run.enteredAt = Date.parse(CASE_TIME);
  run.enteredId = 2;
  const state = stateOf(machine, given);
  const stepped = runState(run, state, run.at.input, runStates).catch((error: Error) => error);
  const step = await clock.runUntil(stepped);
  const branch = trace.find((event) => event.kind === 'branch')?.branch ?? null;
  const variables = { ...run.variables, ...run.assigned };
  return { outcome: outcomeOf(state, given, { step, branch, variables }), branch };
}

function stateOf(machine: AslMachine, { state }: StateCase): State {
  const found = machine.States[state];
  if (found === undefined) {
    throw new Error(`there is no state ${JSON.stringify(state)}`);
  }
  return found;
}

interface Stepped {
  readonly step: Step | Error;
  readonly branch: string | null;
  readonly variables: Readonly<Record<string, unknown>>;
}

function outcomeOf(state: State, { mock }: StateCase, { step, branch, variables }: Stepped): StateOutcome {
  const isFailing = mock !== undefined && 'error' in mock;
  if (isFailing && !mock.isExhausted && 'Retry' in state) {
    const retryIndex = ruleFor(state.Retry, new StatesError(mock.error, mock.cause));
    if (retryIndex >= 0 && (state.Retry[retryIndex]?.MaxAttempts ?? 0) > 0) {
      return { status: 'RETRIABLE', error: mock.error, cause: mock.cause, retryIndex };
    }
  }
  if (step instanceof Error) {
    return { status: 'FAILED', error: step.name, cause: step.message };
  }
  const { output } = step;
  const catchIndex = Number(/^Catch\[(\d+)\]$/.exec(branch ?? '')?.[1] ?? -1);
  return {
    status: catchIndex < 0 ? 'SUCCEEDED' : 'CAUGHT_ERROR',
    output,
    variables,
    ...('next' in step ? { nextState: step.next } : {}),
    ...(catchIndex < 0 ? {} : { catchIndex }),
    ...(catchIndex >= 0 && isFailing ? { error: mock.error, cause: mock.cause } : {}),
  };
}
