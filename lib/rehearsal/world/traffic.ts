import type { Random } from '../random';
import type { Metrics } from './metrics';
import type { Path } from './path';
import type { AnswerHold, Split } from './split';

/** Requests of all clients since the start. */
export interface Totals {
  requests: number;
  failed: number;
  onNew: number;
  failedOnNew: number;
}

/** Requests of one step. */
export interface Sample {
  /** Epoch milliseconds of the step's end. */
  readonly at: number;
  readonly seconds: number;
  readonly requests: number;
  readonly onNew: number;
  readonly failed: number;
}

/** How clients behave. */
export interface TrafficSetup {
  readonly requestsPerSecond: number;
  /** Share of clients behind resolvers that hold an answer for `stubbornSeconds`, whatever its TTL. */
  readonly stubbornShare: number;
  readonly stubbornSeconds: number;
}

/** Many resolvers with the same habit: each holds its answer for as long, but they ask at different times. */
interface Resolvers {
  readonly share: number;
  /** How long an answer is kept that may be kept for so long. */
  readonly holdMs: (seconds: number) => number;
  readonly count: number;
}

const RESOLVERS_PER_HABIT = 60;
const STEP_MS = 1_000;

/**
 * Clients behind caching resolvers. Each group of resolvers stands for so many clients that its split is the weights' own; what chance is
 * left is in the number of requests. Time is worked off in steps: short ones while answers are changing, whole periods otherwise.
 */
export class Traffic {
  readonly totals: Totals = { requests: 0, failed: 0, onNew: 0, failedOnNew: 0 };
  /** What happened in each step, for charts. */
  readonly samples: Sample[] = [];
  /** Failed requests on the new path by cause. */
  readonly causes = new Map<string, number>();
  private readonly habits: readonly Resolvers[];

  constructor(
    private readonly setup: TrafficSetup,
    private readonly split: Split,
    private readonly paths: { readonly old: Path; readonly new: Path },
    private readonly metrics: Metrics,
    private readonly random: Random,
    private doneUntil: number,
  ) {
    const ttlMs = (ttlSeconds: number) => Math.max(1_000, 1_000 * ttlSeconds);
    const stubbornMs = (ttlSeconds: number) => Math.max(ttlMs(ttlSeconds), 1_000 * setup.stubbornSeconds);
    this.habits = [
      { share: 1 - setup.stubbornShare, holdMs: ttlMs, count: RESOLVERS_PER_HABIT },
      { share: setup.stubbornShare, holdMs: stubbornMs, count: RESOLVERS_PER_HABIT },
    ].filter((habit) => habit.share > 0);
  }

  /** Lets the requests until `now` happen. Anything that changes what happens to them calls this first. */
  advance(now: number): void {
    while (this.doneUntil < now) {
      const periodEnd =
        (Math.floor(this.doneUntil / this.metrics.granularityMs) + 1) * this.metrics.granularityMs;
      const stepEnd = this.isSteady() ? periodEnd : Math.min(periodEnd, this.doneUntil + STEP_MS);
      const end = Math.min(now, stepEnd);
      this.happen(this.doneUntil, end);
      this.doneUntil = end;
    }
  }

  /** Share of the clients on the new path at a time, 0 to 1. */
  shareAt(at: number): number {
    return this.habits.reduce((sum, habit) => sum + habit.share * shareOf(habit, this.split, at), 0);
  }

  /** From when on every client answers to the last change of the records (epoch milliseconds). */
  steadyFrom(): number {
    const { split } = this;
    const longestMs = (seconds: number) => Math.max(...this.habits.map(({ holdMs }) => holdMs(seconds)));
    const holds = split.answerHolds();
    const movedAt = split.lastShareChangeAt();
    // Whoever asked just before the hold changed keeps that answer for as long as it said.
    const stillHeld = holds
      .slice(1)
      .map(({ insyncAt }, i) => insyncAt + longestMs(holds[i]?.seconds ?? 0))
      .filter((until) => movedAt > 0 && until > movedAt);
    return Math.max(split.lastInsyncAt() + longestMs(holds.at(-1)?.seconds ?? 0), ...stillHeld);
  }

  private isSteady(): boolean {
    return this.doneUntil > this.steadyFrom();
  }

  private happen(from: number, to: number): void {
    const total = this.random.poisson((this.setup.requestsPerSecond * (to - from)) / 1_000);
    const onNew = this.random.binomial(total, this.shareAt((from + to) / 2));
    const failedOnNew = this.fail('new', from, onNew);
    const failedOnOld = this.fail('old', from, total - onNew);
    this.totals.requests += total;
    this.totals.onNew += onNew;
    this.totals.failed += failedOnNew + failedOnOld;
    this.totals.failedOnNew += failedOnNew;
    this.samples.push({
      at: to,
      seconds: (to - from) / 1_000,
      requests: total,
      onNew,
      failed: failedOnNew + failedOnOld,
    });
  }

  private fail(path: 'old' | 'new', at: number, requests: number): number {
    const { rate, causes } = this.paths[path].failures();
    const failed = this.random.binomial(requests, rate);
    this.metrics.add(path, at, requests, failed, this.paths[path].latency());
    if (path === 'new' && failed > 0) {
      this.attribute(failed, causes);
    }
    return failed;
  }

  /** Shares failures out among their causes by rate; the last takes what rounding leaves. */
  private attribute(
    failed: number,
    causes: readonly { readonly label: string; readonly rate: number }[],
  ): void {
    const sum = causes.reduce((total, cause) => total + cause.rate, 0);
    let left = failed;
    for (const [index, { label, rate }] of causes.entries()) {
      const part = index === causes.length - 1 ? left : Math.min(left, Math.round((failed * rate) / sum));
      left -= part;
      this.causes.set(label, (this.causes.get(label) ?? 0) + part);
    }
  }
}

/** Share on the new path among resolvers of one habit: each answers with what it learned when it last asked. */
function shareOf(habit: Resolvers, split: Split, at: number): number {
  const holds = split.answerHolds();
  let sum = 0;
  for (let i = 0; i < habit.count; i += 1) {
    // Neighbours in time have unlike luck, so that neither of the two decides alone.
    const luck = ((i * 37) % habit.count) / habit.count;
    sum += split.answeredShare(lastAsked(habit, i, luck, holds, at), luck);
  }
  return sum / habit.count;
}

/**
 * When one resolver of a habit last asked, at `at` at the latest. It asks whenever its answer has run out, and an answer runs out after the
 * time that came with it, whatever has become of the route meanwhile.
 */
function lastAsked(
  { holdMs, count }: Resolvers,
  i: number,
  luck: number,
  holds: readonly AnswerHold[],
  at: number,
): number {
  const [start, ...changes] = holds;
  let hold = holdMs(start?.seconds ?? 0);
  let first = (hold * i) / count;
  for (const change of changes) {
    const learnedAt = change.at + (change.insyncAt - change.at) * luck;
    const next = first + Math.ceil((learnedAt - first) / hold) * hold;
    // A change that is stuck is learned of at no known time.
    if (!(next <= at)) {
      break;
    }
    first = Math.max(first, next);
    hold = holdMs(change.seconds);
  }
  return Math.floor((at - first) / hold) * hold + first;
}
