import type { Gate } from '../../../../lambdas/core/gates/gate';
import { SKEW_MS } from '../../reference/bounds';
import { LONGEST_WAIT_SECONDS } from '../../reference/gates';
import { GateAnswers, type Round } from './gate-answers';
import type { GateWatchOptions } from './gate-watch-options';

/** What a round before traffic has answered. */
interface FirstAnswer {
  readonly move: 'shift' | 'ask' | 'reject';
  readonly waitSeconds: number;
  /** Iterations of all loops so far. */
  readonly iterations: number;
}

/** A history is not full before. */
const MANY_ITERATIONS = 700;

/** How far the gates before traffic of a cutover are, by the answers that the machine got. */
interface Progress {
  readonly answers: GateAnswers;
  /** Rounds in a row with an error, at least and at most. */
  errors: { certain: number; possible: number };
}

/** Compares what is decided before traffic with the reference: all gates pass, and limits are kept. */
export class FirstGatesWatch {
  private readonly gates: readonly Gate[];
  private readonly isClockOff: boolean;
  private readonly progress = new Map<string, Progress>();

  constructor(private readonly options: GateWatchOptions) {
    this.gates = (options.plan.gates ?? []).filter(({ at }) => at === 'before-traffic');
    this.isClockOff = options.world.scenario.faults.some(
      (fault) => fault.kind === 'clock-off' && fault.task === 'AskGates',
    );
  }

  of(execution: string): GateAnswers {
    return this.progressOf(execution).answers;
  }

  /** The machine has the answer of a round. */
  reported(execution: string, round: Round, output: unknown): void {
    const { move, waitSeconds, iterations } = output as FirstAnswer;
    const { lock, commands, world } = this.options;
    const progress = this.progressOf(execution);
    const now = world.clock.now();
    for (const gate of this.gates) {
      progress.answers.add(gate, round);
    }
    const found = progress.answers.beforeTraffic(this.gates, now);
    const certain = (one: string) => found.some((of) => of.every((finding) => finding === one));
    const possible = (one: string) => found.some((of) => of.some((finding) => finding === one));
    const { errors } = progress.answers.lasting(this.gates);
    progress.errors = {
      certain: certain('error') ? Math.max(progress.errors.certain + 1, errors.certain) : 0,
      possible: possible('error') ? Math.max(progress.errors.possible + 1, errors.possible) : 0,
    };
    const isStopped = !lock.holds(execution) || commands.asked(execution).isAborted;
    if (this.isClockOff || isStopped) {
      return;
    }
    const mayPass = found.every((of) => of.includes('pass'));
    const mustReject = this.isOver(progress, 'certain', now) || certain('fail');
    const isHistoryFull = iterations > MANY_ITERATIONS;
    const mayReject = this.isOver(progress, 'possible', now) || possible('fail') || isHistoryFull;
    this.require(move !== 'shift' || mayPass, 'went on, and not every gate has passed');
    this.require(!mustReject || move === 'reject', `the move is ${move}, although a limit is reached`);
    this.require(move !== 'reject' || mayReject, 'rejected, and no gate has failed and no limit is reached');
    const isLate = move === 'ask' && waitSeconds > LONGEST_WAIT_SECONDS;
    this.require(!isLate, `the gates are asked again after ${waitSeconds} s`);
  }

  /** Whether a limit of errors or of doubt is reached. */
  private isOver({ errors, answers }: Progress, how: 'certain' | 'possible', now: number): boolean {
    const { errorLimit, inconclusiveLimitSeconds } = this.options.plan.health;
    const since = answers.lasting(this.gates).doubtSince[how];
    const margin = how === 'certain' ? -SKEW_MS : SKEW_MS;
    const isDoubtful = since !== null && now + margin - since >= 1_000 * inconclusiveLimitSeconds;
    return errors[how] > errorLimit || isDoubtful;
  }

  private require(holds: boolean, detail: string): void {
    this.options.violations.require(holds, 'gates-decide-before-traffic', detail);
  }

  private progressOf(execution: string): Progress {
    const known = this.progress.get(execution) ?? {
      answers: new GateAnswers(this.isClockOff),
      errors: { certain: 0, possible: 0 },
    };
    this.progress.set(execution, known);
    return known;
  }
}
