import type { Ended, Execution, Host } from './execution';
import { StatesError } from './expressions';
import type { AslMachine } from './machine';
import { failure, newRun, OverError, type Run, recordEnd, type Shared } from './run';
import { runStates } from './run-states';
import { throughJson } from './through-json';

/** The longest that Step Functions lets an execution run: a year. */
const MAX_SECONDS = 31_536_000;

/** What an execution is started with. */
export interface StartOptions {
  readonly machine: AslMachine;
  readonly host: Host;
  /** ARN of the execution. */
  readonly arn: string;
  readonly input: unknown;
  /** `RoleArn` of the context object. @default a role with the machine's name */
  readonly roleArn?: string;
}

/** Starts an execution, which then runs on the host's clock. */
export function startExecution(options: StartOptions): Execution {
  const { machine, host, arn } = options;
  const input = throughJson(options.input);
  const context = contextOf({ ...options, input }, new Date(host.clock.now()).toISOString());
  const shared = { host, machine, context, transitions: 0, historyEvents: 0, over: false };
  recordEnd(shared, 'ExecutionStarted', { input });
  let attempt = beginAttempt(newRun({ shared, parent: null, states: machine, item: null }, input));
  return {
    arn,
    get ended() {
      return attempt.ended;
    },
    transitions: () => attempt.run.shared.transitions,
    historyEvents: () => attempt.run.shared.historyEvents,
    stop: (error, cause) => attempt.stop({ status: 'ABORTED', error, cause }),
    redrive: () => {
      attempt = beginAttempt(redriven(attempt.run));
    },
  };
}

/** `Execution` and `StateMachine` of the context object. */
function contextOf({ arn, input, roleArn }: StartOptions, startTime: string): Record<string, unknown> {
  const [, partition, , , account, , machineName = '', name = ''] = arn.split(':');
  return {
    Execution: {
      Id: arn,
      Input: input,
      StartTime: startTime,
      Name: name,
      RoleArn: roleArn ?? `arn:${partition}:iam::${account}:role/${machineName}`,
      RedriveCount: 0,
    },
    StateMachine: {
      Id: arn.replace(':execution:', ':stateMachine:').replace(/:[^:]+$/, ''),
      Name: machineName,
    },
  };
}

/** A run from its start, or from a redrive, to its end. */
interface Attempt {
  readonly run: Run;
  readonly ended: Promise<Ended>;
  readonly stop: (ended: Ended) => void;
}

function beginAttempt(run: Run): Attempt {
  const { shared } = run;
  let stop: (ended: Ended) => void = () => undefined;
  const stopped = new Promise<Ended>((resolve) => {
    stop = resolve;
  });
  const timeout = shared.host.clock
    .sleep((shared.machine.TimeoutSeconds ?? MAX_SECONDS) * 1_000)
    .then((): Ended => ({ status: 'TIMED_OUT' }));
  const ended = Promise.race([stopped, timeout, outcome(run)]).then((end) => {
    shared.over = true;
    recordEnd(shared, EVENTS[end.status], {
      ...(end.output === undefined ? {} : { output: end.output }),
      ...(end.error === undefined ? {} : { error: end.error }),
      ...(end.cause === undefined ? {} : { cause: end.cause }),
    });
    return end;
  });
  return { run, ended, stop };
}

const EVENTS: Readonly<Record<Ended['status'], string>> = {
  SUCCEEDED: 'ExecutionSucceeded',
  FAILED: 'ExecutionFailed',
  ABORTED: 'ExecutionAborted',
  TIMED_OUT: 'ExecutionTimedOut',
};

async function outcome(run: Run): Promise<Ended> {
  try {
    return { status: 'SUCCEEDED', output: await runStates(run) };
  } catch (error) {
    if (!(error instanceof StatesError || error instanceof OverError)) {
      // An error of this program, not of the execution.
      throw error;
    }
    return failure(error);
  }
}

/**
 * A run that resumes where another has ended. The redrive itself is a state transition and a history event.
 * Tasks that the old run left in flight no longer matter.
 */
function redriven(run: Run): Run {
  const { context, host } = run.shared;
  const execution = context.Execution as { readonly RedriveCount: number };
  const redrive = {
    RedriveCount: execution.RedriveCount + 1,
    RedriveTime: new Date(host.clock.now()).toISOString(),
  };
  const shared: Shared = {
    ...run.shared,
    context: { ...context, Execution: { ...execution, ...redrive } },
    transitions: run.shared.transitions + 1,
    over: false,
  };
  recordEnd(shared, 'ExecutionRedriven', {});
  return resumed(run, shared, null);
}

/** Branches and iterations that had not succeeded continue where they were; the others keep their result. */
function resumed(run: Run, shared: Shared, parent: Run | null): Run {
  const copy: Run = { ...run, shared, parent, aborted: false };
  if (run.inner !== null) {
    const runs = run.inner.runs.map((inner) => inner && resumed(inner, shared, copy));
    copy.inner = { runs, results: new Map(run.inner.results) };
  }
  return copy;
}
