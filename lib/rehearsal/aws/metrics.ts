import type { Latency } from '../traffic/path';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** The requests of a path in one period, as its load balancer reports them. */
export interface DataPoint {
  requests: number;
  failed: number;
  p99Ms: number;
  /** The part of the p99 that a fault adds to every request. */
  addedMs: number;
}

/**
 * CloudWatch metrics of both paths, in periods of one length. A period without requests has no data point.
 */
export class Metrics {
  private readonly points = { old: new Map<number, DataPoint>(), new: new Map<number, DataPoint>() };
  /** The same by the hour, because evaluations of a hold read days of it again and again. */
  private readonly byHour = { old: new Map<number, DataPoint>(), new: new Map<number, DataPoint>() };
  private readonly periodsOfHour: number;
  /** The first period with data: without it, a week of empty periods would be read again and again. */
  private firstPeriod = Number.POSITIVE_INFINITY;
  private readonly muted = { old: 0, new: 0 };
  /** Requests that the load balancer answered with a 5XX of its own, by period. They have no path. */
  private readonly own = new Map<number, number>();
  private readonly unreached = { old: 0, new: 0 };
  /** What a path did in the hour that begins at `at` (epoch milliseconds), before any data was added. */
  private earlier: (path: 'old' | 'new', at: number) => DataPoint | null = () => null;

  constructor(
    /** The length of a period. */
    readonly granularityMs: number,
    /** From the end of a period until its data can be read. */
    private readonly delayMs: number,
    /** Called before metrics are muted or unmuted, to complete the data until then. */
    private readonly beforeChange: () => void,
  ) {
    this.periodsOfHour = HOUR_MS / granularityMs;
  }

  /** Data of a path does not arrive, until this is ended. */
  mute(path: 'old' | 'new'): { end(): void } {
    this.beforeChange();
    this.muted[path] += 1;
    return {
      end: () => {
        this.beforeChange();
        this.muted[path] -= 1;
      },
    };
  }

  /** Says what each path did in the hours before any data is added. */
  remember(earlier: (path: 'old' | 'new', at: number) => DataPoint | null): void {
    this.earlier = earlier;
  }

  /** Whether data of a path does not arrive. */
  isMuted(path: 'old' | 'new'): boolean {
    return this.muted[path] > 0;
  }

  /** Requests do not reach a path: its load balancer answers them itself, until this is ended. */
  turnAway(path: 'old' | 'new'): { end(): void } {
    this.beforeChange();
    this.unreached[path] += 1;
    return {
      end: () => {
        this.beforeChange();
        this.unreached[path] -= 1;
      },
    };
  }

  /** Adds 5XX answers of the load balancer itself to the period that `at` (epoch milliseconds) is in. */
  addOwnErrors(at: number, errors: number): void {
    const period = Math.floor(at / this.granularityMs);
    this.own.set(period, (this.own.get(period) ?? 0) + errors);
  }

  /** The load balancer's own 5XX answers from `from` to `to` that can be read at `now`. */
  ownErrors(from: number, to: number, now: number): number {
    const first = Math.ceil(from / this.granularityMs);
    const end = Math.min(to, now - this.delayMs);
    return [...this.own]
      .filter(([at]) => at >= first && (at + 1) * this.granularityMs <= end)
      .reduce((sum, [, errors]) => sum + errors, 0);
  }

  /** Adds requests of a path to the period that `at` (epoch milliseconds) is in. */
  add(path: 'old' | 'new', at: number, requests: number, failed: number, { p99Ms, addedMs }: Latency): void {
    if (requests === 0 || this.muted[path] > 0) {
      return;
    }
    if (this.unreached[path] > 0) {
      this.addOwnErrors(at, requests);
      return;
    }
    const period = Math.floor(at / this.granularityMs);
    this.firstPeriod = Math.min(this.firstPeriod, period);
    const more = { requests, failed, p99Ms, addedMs };
    for (const [points, of] of [
      [this.points[path], period],
      [this.byHour[path], Math.floor(at / HOUR_MS)],
    ] as const) {
      const point = points.get(of);
      points.set(of, point === undefined ? { ...more } : addTo(point, more));
    }
  }

  /** The data from `from` to `to` that can be read at `now` (epoch milliseconds); null without any. */
  read(path: 'old' | 'new', from: number, to: number, now: number): DataPoint | null {
    const end = Math.min(to, now - this.delayMs);
    const { periodsOfHour, granularityMs } = this;
    let sum: DataPoint | null = null;
    let at = Math.max(Math.ceil(from / granularityMs), this.firstPeriod);
    while ((at + 1) * granularityMs <= end) {
      const isHour = at % periodsOfHour === 0 && (at + periodsOfHour) * granularityMs <= end;
      const point = isHour ? this.byHour[path].get(at / periodsOfHour) : this.points[path].get(at);
      at += isHour ? periodsOfHour : 1;
      if (point !== undefined) {
        sum = sum === null ? { ...point } : addTo(sum, point);
      }
    }
    return sum;
  }

  /** The data of whole hours, in the order of time. */
  hours(path: 'old' | 'new', from: number, to: number, now: number): (DataPoint & { readonly at: number })[] {
    const found: (DataPoint & { readonly at: number })[] = [];
    for (let at = Math.ceil(from / HOUR_MS) * HOUR_MS; at + HOUR_MS <= Math.min(to, now); at += HOUR_MS) {
      const point = this.read(path, at, at + HOUR_MS, now) ?? this.earlier(path, at);
      if (point !== null) {
        found.push({ at, ...point });
      }
    }
    return found;
  }

  /** The same data minute by minute, in the order of time. */
  minutes(
    path: 'old' | 'new',
    from: number,
    to: number,
    now: number,
  ): (DataPoint & { readonly at: number })[] {
    const found: (DataPoint & { readonly at: number })[] = [];
    for (
      let at = Math.ceil(from / MINUTE_MS) * MINUTE_MS;
      at + MINUTE_MS <= Math.min(to, now);
      at += MINUTE_MS
    ) {
      const point = this.read(path, at, at + MINUTE_MS, now);
      if (point !== null) {
        found.push({ at, ...point });
      }
    }
    return found;
  }
}

/** Adds more requests to a data point, and returns it. */
function addTo(point: DataPoint, more: Readonly<DataPoint>): DataPoint {
  point.requests += more.requests;
  point.failed += more.failed;
  point.p99Ms = Math.max(point.p99Ms, more.p99Ms);
  point.addedMs = Math.max(point.addedMs, more.addedMs);
  return point;
}
