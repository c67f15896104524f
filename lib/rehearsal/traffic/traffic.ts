import type { Metrics } from '../aws/metrics';
import type { Random } from '../kernel/random';
import type { Split } from '../routers/split';
import type { ClientKind, Clients } from './clients';
import { DirectRequests } from './direct-requests';
import type { Path } from './path';
import { Resolutions } from './resolutions';
import { TrackedUsers } from './tracked-users';

/** Requests of all clients since the start. */
export interface Totals {
  requests: number;
  failed: number;
  onNew: number;
  failedOnNew: number;
}

/** Requests of one step of time. */
export interface Sample {
  /** Epoch milliseconds of the step's end. */
  readonly at: number;
  readonly seconds: number;
  readonly requests: number;
  readonly onNew: number;
  readonly failed: number;
}

const STEP_MS = 1_000;

/** What traffic is made from. */
export interface TrafficOptions {
  readonly requestsPerSecond: number;
  readonly clients: Clients;
  readonly split: Split;
  readonly paths: { readonly old: Path; readonly new: Path };
  readonly metrics: Metrics;
  readonly random: Random;
  /** Epoch milliseconds. */
  readonly startsAt: number;
}

/**
 * The requests of all clients, as a fluid: each group of clients is so large that its split is the route's
 * own, and only the number of requests is random. Time advances in steps: of a second while answers change,
 * else of whole periods.
 */
export class Traffic {
  readonly totals: Totals = { requests: 0, failed: 0, onNew: 0, failedOnNew: 0 };
  /** What happened in each step, for charts. */
  readonly samples: Sample[] = [];
  /** Failed requests on the new path by cause. */
  readonly causes = new Map<string, number>();
  /** What is sent to the paths past the route. */
  readonly direct: DirectRequests;
  private readonly clientKinds: readonly ClientKind[];
  /** What each kind of client knows now, and at the times that are looked ahead to. */
  private readonly now: readonly Resolutions[];
  private readonly ahead: readonly Resolutions[];
  private readonly users: TrackedUsers;
  private doneUntil: number;

  constructor(private readonly options: TrafficOptions) {
    const { clients, split, startsAt } = options;
    this.clientKinds = clients.clientKinds;
    this.now = this.clientKinds.map((clientKind) => new Resolutions(clientKind, split));
    this.ahead = this.clientKinds.map((clientKind) => new Resolutions(clientKind, split));
    this.users = new TrackedUsers(split, clients);
    this.direct = new DirectRequests(options);
    this.doneUntil = startsAt;
  }

  /** Simulates the requests until `now`. Whatever changes the route or a path calls this first. */
  advance(now: number): void {
    if (this.doneUntil >= now) {
      return;
    }
    const steadyFrom = this.steadyFrom();
    const { granularityMs } = this.options.metrics;
    while (this.doneUntil < now) {
      const isSteady = this.doneUntil > steadyFrom;
      const periodEnd = (Math.floor(this.doneUntil / granularityMs) + 1) * granularityMs;
      const stepEnd = isSteady ? periodEnd : Math.min(periodEnd, this.doneUntil + STEP_MS);
      const end = Math.min(now, stepEnd);
      this.step(this.doneUntil, end, isSteady);
      this.doneUntil = end;
    }
  }

  /** Share of the clients on the new path at a time, 0 to 1. */
  shareAt(at: number): number {
    return this.clientKinds.reduce(
      (sum, { share }, i) => sum + share * (this.now[i] as Resolutions).shareAt(at),
      0,
    );
  }

  /** Whether every client is split at a time as at the start, when this share was on the new path. */
  isDrainedAt(at: number, share: number): boolean {
    return this.ahead.every((resolutions) => resolutions.allAtShare(at, share));
  }

  /** From when on all clients use the last change of the route (epoch milliseconds). */
  steadyFrom(): number {
    const { split } = this.options;
    const longestMs = (seconds: number) => Math.max(...this.clientKinds.map(({ holdMs }) => holdMs(seconds)));
    const holds = split.answerHolds();
    const movedAt = split.lastShareChangeAt();
    // Clients that resolved just before the TTL changed keep that answer for the old TTL.
    const stillHeld = holds
      .slice(1)
      .map(({ insyncAt }, i) => insyncAt + longestMs(holds[i]?.seconds ?? 0))
      .filter((until) => movedAt > 0 && until > movedAt);
    return Math.max(split.lastInsyncAt() + longestMs(holds.at(-1)?.seconds ?? 0), ...stillHeld);
  }

  /** Tracked users that have seen both paths. */
  usersOnBothSides(): number {
    return this.users.onBothSides();
  }

  private step(from: number, to: number, isSteady: boolean): void {
    const { random, requestsPerSecond, split } = this.options;
    const total = random.poisson((requestsPerSecond * (to - from)) / 1_000);
    const effectiveShare = isSteady ? split.answeredShare(from, 1) : null;
    const onNew = random.binomial(total, effectiveShare ?? this.shareAt((from + to) / 2));
    this.users.request(to, effectiveShare);
    const failedOnNew = this.fail('new', from, onNew);
    const failedOnOld = this.fail('old', from, total - onNew);
    this.direct.step(from, to);
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
    const { paths, random, metrics } = this.options;
    const { rate, causes } = paths[path].failures();
    const failed = random.binomial(requests, rate);
    metrics.add(path, at, requests, failed, paths[path].latency());
    if (path === 'new' && failed > 0) {
      this.attribute(failed, causes);
    }
    return failed;
  }

  /** Distributes failures among their causes by rate; the last gets what rounding leaves. */
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
