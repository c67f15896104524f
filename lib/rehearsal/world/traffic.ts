import type { Random } from '../random';
import type { Metrics } from './metrics';
import type { Path } from './path';
import type { Split } from './split';

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
  readonly ttlSeconds: number;
  /** Share of clients behind resolvers that hold an answer for `stubbornSeconds`, whatever its TTL. */
  readonly stubbornShare: number;
  readonly stubbornSeconds: number;
}

/** Many resolvers with the same habit: each holds its answer for as long, but they ask at different times. */
interface Resolvers {
  readonly share: number;
  readonly holdMs: number;
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
  private readonly longestHoldMs: number;

  constructor(
    private readonly setup: TrafficSetup,
    private readonly split: Split,
    private readonly paths: { readonly old: Path; readonly new: Path },
    private readonly metrics: Metrics,
    private readonly random: Random,
    private doneUntil: number,
  ) {
    const ttlMs = Math.max(1_000, 1_000 * setup.ttlSeconds);
    const stubbornMs = Math.max(ttlMs, 1_000 * setup.stubbornSeconds);
    this.habits = [
      { share: 1 - setup.stubbornShare, holdMs: ttlMs, count: RESOLVERS_PER_HABIT },
      { share: setup.stubbornShare, holdMs: stubbornMs, count: RESOLVERS_PER_HABIT },
    ].filter((habit) => habit.share > 0);
    this.longestHoldMs = Math.max(...this.habits.map((habit) => habit.holdMs));
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
    return this.split.lastInsyncAt() + this.longestHoldMs;
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
  let sum = 0;
  for (let i = 0; i < habit.count; i += 1) {
    const offset = (habit.holdMs * i) / habit.count;
    const askedAt = Math.floor((at - offset) / habit.holdMs) * habit.holdMs + offset;
    // Neighbours in time have unlike luck, so that neither of the two decides alone.
    const luck = ((i * 37) % habit.count) / habit.count;
    sum += split.answeredShare(askedAt, luck);
  }
  return sum / habit.count;
}
