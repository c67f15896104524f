import type { Ended, Execution, Host } from './execution';
import { StatesError, throughJson } from './expressions';
import type { AslMachine } from './machine';
import { count, type Run, stopIfOver } from './run';
import { runState } from './states';

/** Quota of Step Functions for the output of a state. */
const MAX_PAYLOAD_BYTES = 262_144;

/** What an execution is started with. */
export interface StartOptions {
  readonly machine: AslMachine;
  readonly host: Host;
  readonly arn: string;
  readonly input: unknown;
}

/** Starts an execution, which then runs on the host's clock. */
export function startExecution({ machine, host, arn, input }: StartOptions): Execution {
  const name = arn.slice(arn.lastIndexOf(':') + 1);
  const startTime = new Date(host.clock.now()).toISOString();
  const context = { Execution: { Id: arn, Name: name, Input: input, StartTime: startTime } };
  const at = { state: machine.StartAt, input: throughJson(input) };
  const first: Run = {
    host,
    machine,
    context,
    variables: {},
    transitions: 0,
    historyEvents: 1,
    at,
    over: false,
  };
  let attempt = beginAttempt(first);
  return {
    arn,
    get ended() {
      return attempt.ended;
    },
    transitions: () => attempt.run.transitions,
    historyEvents: () => attempt.run.historyEvents,
    stop: (error, cause) => attempt.stop({ status: 'ABORTED', error, cause }),
    redrive: () => {
      attempt = beginAttempt(redriven(attempt.run));
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
  let stop: (ended: Ended) => void = () => undefined;
  const stopped = new Promise<Ended>((resolve) => {
    stop = resolve;
  });
  const timeout = run.host.clock
    .sleep(run.machine.TimeoutSeconds * 1_000)
    .then((): Ended => ({ status: 'TIMED_OUT', error: 'States.Timeout', cause: 'the execution timed out' }));
  const ended = Promise.race([stopped, timeout, runStates(run)]).then((end) => {
    run.over = true;
    return end;
  });
  return { run, ended, stop };
}

/**
 * A run that resumes where another has ended. The redrive itself is a state transition and a history event.
 * Tasks that the old run left in flight no longer matter.
 */
function redriven(run: Run): Run {
  const { Execution } = run.context as { Execution: { RedriveCount?: number } };
  return {
    ...run,
    context: { Execution: { ...Execution, RedriveCount: (Execution.RedriveCount ?? 0) + 1 } },
    transitions: run.transitions + 1,
    historyEvents: run.historyEvents + 1,
    over: false,
  };
}

async function runStates(run: Run): Promise<Ended> {
  try {
    for (;;) {
      const { state: name, input } = run.at;
      const state = run.machine.States[name];
      if (state === undefined) {
        throw new StatesError('States.Runtime', `there is no state "${name}"`);
      }
      run.transitions += 1;
      count(run, 1);
      run.host.trace({ kind: 'entered', state: name });
      const step = await runState(run, name, state, input);
      stopIfOver(run);
      if ('ended' in step) {
        count(run, 1);
        return step.ended;
      }
      count(run, 1);
      if (step.output !== input && JSON.stringify(step.output ?? null).length > MAX_PAYLOAD_BYTES) {
        throw new StatesError(
          'States.DataLimitExceeded',
          `the output of "${name}" is over ${MAX_PAYLOAD_BYTES} bytes`,
        );
      }
      run.at = { state: step.next, input: step.output };
    }
  } catch (error) {
    const { name: error_, message } = error as Error;
    return { status: 'FAILED', error: error_, cause: message };
  }
}
