import type { Metrics } from '../aws/metrics';
import type { Random } from '../kernel/random';
import type { Split } from '../routers/split';
import { anyOnNew, type ClientKind, type Clients, shareOf } from './clients';
import type { Path } from './path';
import { Users } from './tracked-users';

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

const STEP_MS = 1_000;

/**
 * Clients and how they get to a path. Each group of them stands for so many that its split is the route's own; what chance is
 * left is in the number of requests. Time is worked off in steps: short ones while answers are changing, whole periods otherwise.
 */
export class Traffic {
  readonly totals: Totals = { requests: 0, failed: 0, onNew: 0, failedOnNew: 0 };
  /** What happened in each step, for charts. */
  readonly samples: Sample[] = [];
  /** Failed requests on the new path by cause. */
  readonly causes = new Map<string, number>();
  private readonly clientKinds: readonly ClientKind[];
  private readonly users: Users;

  constructor(
    private readonly requestsPerSecond: number,
    clients: Clients,
    private readonly split: Split,
    private readonly paths: { readonly old: Path; readonly new: Path },
    private readonly metrics: Metrics,
    private readonly random: Random,
    private doneUntil: number,
  ) {
    this.clientKinds = clients.clientKinds;
    this.users = new Users(split, clients);
  }

  /** Lets the requests until `now` happen. Anything that changes what happens to them calls this first. */
  advance(now: number): void {
    if (this.doneUntil >= now) {
      return;
    }
    const steadyFrom = this.steadyFrom();
    const { granularityMs } = this.metrics;
    while (this.doneUntil < now) {
      const isSteady = this.doneUntil > steadyFrom;
      const periodEnd = (Math.floor(this.doneUntil / granularityMs) + 1) * granularityMs;
      const stepEnd = isSteady ? periodEnd : Math.min(periodEnd, this.doneUntil + STEP_MS);
      const end = Math.min(now, stepEnd);
      this.happen(this.doneUntil, end, isSteady);
      this.doneUntil = end;
    }
  }

  /** Share of the clients on the new path at a time, 0 to 1. */
  shareAt(at: number): number {
    return this.clientKinds.reduce(
      (sum, clientKind) => sum + clientKind.share * shareOf(clientKind, this.split, at),
      0,
    );
  }

  /** Whether no client is on the new path at a time. */
  isDrainedAt(at: number): boolean {
    return !this.clientKinds.some((clientKind) => anyOnNew(clientKind, this.split, at));
  }

  /** From when on every client goes by the last change of the route (epoch milliseconds). */
  steadyFrom(): number {
    const { split } = this;
    const longestMs = (seconds: number) => Math.max(...this.clientKinds.map(({ holdMs }) => holdMs(seconds)));
    const holds = split.answerHolds();
    const movedAt = split.lastShareChangeAt();
    // Whoever asked just before the hold changed keeps that answer for as long as it said.
    const stillHeld = holds
      .slice(1)
      .map(({ insyncAt }, i) => insyncAt + longestMs(holds[i]?.seconds ?? 0))
      .filter((until) => movedAt > 0 && until > movedAt);
    return Math.max(split.lastInsyncAt() + longestMs(holds.at(-1)?.seconds ?? 0), ...stillHeld);
  }

  /** Of the users that are followed, those that were sent back and forth. */
  usersOnBothSides(): number {
    return this.users.onBothSides();
  }

  private happen(from: number, to: number, isSteady: boolean): void {
    const total = this.random.poisson((this.requestsPerSecond * (to - from)) / 1_000);
    const settled = isSteady ? this.split.answeredShare(from, 1) : null;
    const onNew = this.random.binomial(total, settled ?? this.shareAt((from + to) / 2));
    this.users.ask(to, settled);
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
