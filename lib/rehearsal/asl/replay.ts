import { seededRandom } from '../kernel/random';
import { VirtualClock } from '../kernel/virtual-clock';
import type { Ended, HistoryEvent, TraceEvent } from './execution';
import { StatesError } from './expressions';
import { loadMachine } from './machine';
import { startExecution } from './start-execution';

/** What one attempt of a Task gives. */
export type TaskResult = (
  | { readonly output: unknown }
  /** `error`: the name of the error. `cause`: absent, none. */
  | { readonly error: string; readonly cause?: string }
) & {
  /** Seconds that the attempt takes. @default 0 */
  readonly seconds?: number;
};

/** The results of each Task, by the name of its state, in the order of its attempts. */
export type Results = Readonly<Record<string, readonly TaskResult[]>>;

/** How an execution is replayed. */
export interface ReplayOptions {
  /** Epoch milliseconds of the start. @default 0 */
  readonly start?: number;
  /** Seed of `$random`, `$uuid`, `$shuffle` and the jitter of retries. @default 1 */
  readonly seed?: number;
  /** ARN of the execution. */
  readonly arn?: string;
  /** Stops the execution so many seconds after its start. @default never */
  readonly stop?: { readonly seconds: number; readonly error: string; readonly cause: string };
  /** Redrives the execution so many seconds after it has ended. @default never */
  readonly redriveAfterSeconds?: number;
}

/** What an execution did. */
export interface Replayed {
  readonly status: Ended['status'];
  /** Of an execution that succeeded. */
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: string;
  /** The history, as GetExecutionHistory returns it, in its order. */
  readonly events: readonly HistoryEvent[];
  /** What the console shows: the branches that were taken, and the retries. */
  readonly trace: readonly TraceEvent[];
  /** Simulated seconds until the end. */
  readonly seconds: number;
}

const ARN = 'arn:aws:states:us-east-1:000000000000:execution:replayed:execution';

/**
 * Runs an execution of a state machine on a virtual clock, with the results of its Tasks given: for tests
 * that compare the interpreter with what Step Functions recorded or answers.
 *
 * ```ts
 * const results = { Work: [{ error: 'Busy' }, { output: 2 }] };
 * const { status, events } = await replay(definition, { a: 1 }, results);
 * ```
 *
 * @param definition the ASL, as an object or as text without placeholders. Unlike in a rehearsal, its Tasks
 * may use any service integration that answers at once
 * @param input the input of the execution
 * @throws ValidationError for a machine that the interpreter does not support; see `loadMachine`
 * @throws Error when a Task has more attempts than results, or results are left over
 */
export async function replay(
  definition: object | string,
  input: unknown,
  results: Results = {},
  options: ReplayOptions = {},
): Promise<Replayed> {
  const text = typeof definition === 'string' ? definition : JSON.stringify(definition);
  const machine = loadMachine(text, {}, { integrations: 'scripted' });
  const start = options.start ?? 0;
  const clock = new VirtualClock(start);
  const random = seededRandom(options.seed ?? 1);
  const script = new Script(results);
  const events: HistoryEvent[] = [];
  const trace: TraceEvent[] = [];
  const host = {
    clock,
    random: () => random.uniform(),
    invoke: async (_resource: string, _args: unknown, state: string) => {
      const result = script.next(state);
      await clock.sleep(1_000 * (result.seconds ?? 0));
      if ('error' in result) {
        throw new StatesError(result.error, result.cause ?? '');
      }
      return result.output;
    },
    trace: (event: TraceEvent) => void trace.push(event),
    history: (event: HistoryEvent) => void events.push(event),
  };
  const execution = startExecution({ machine, host, arn: options.arn ?? ARN, input });
  const { stop } = options;
  if (stop !== undefined) {
    clock.schedule(start + 1_000 * stop.seconds, () => {
      clock.wake();
      execution.stop(stop.error, stop.cause);
    });
  }
  let ended = await clock.runUntil(execution.ended);
  if (options.redriveAfterSeconds !== undefined) {
    await clock.runUntil(clock.sleep(1_000 * options.redriveAfterSeconds));
    execution.redrive();
    ended = await clock.runUntil(execution.ended);
  }
  script.finish();
  return { ...ended, events, trace, seconds: (clock.now() - start) / 1_000 };
}

/** The results that are left of each Task. */
class Script {
  private readonly left: Map<string, TaskResult[]>;
  private missing: string | null = null;

  constructor(results: Results) {
    this.left = new Map(Object.entries(results).map(([state, list]) => [state, [...list]]));
  }

  next(state: string): TaskResult {
    const result = this.left.get(state)?.shift();
    if (result === undefined) {
      // The execution may catch the error, so that it is thrown again at the end.
      this.missing = `"${state}" has more attempts than results`;
      throw new Error(this.missing);
    }
    return result;
  }

  /** @throws Error when the script does not fit the execution */
  finish(): void {
    const over = [...this.left].filter(([, list]) => list.length > 0).map(([state]) => `"${state}"`);
    const problem = this.missing ?? (over.length > 0 ? `results are left over of ${over.join(', ')}` : null);
    if (problem !== null) {
      throw new Error(`the results do not fit the execution: ${problem}`);
    }
  }
}
