import type { Latency } from '../traffic/path';

const MINUTE_MS = 60_000;

/** What a path did in one period, as its load balancer reports it. */
export interface DataPoint {
  requests: number;
  failed: number;
  p99Ms: number;
  /** Of the p99, what a fault adds to every request. */
  addedMs: number;
}

/** CloudWatch metrics of both paths in periods of one length. A period without a request has no data point. */
export class Metrics {
  private readonly points = { old: new Map<number, DataPoint>(), new: new Map<number, DataPoint>() };
  private readonly muted = { old: 0, new: 0 };

  constructor(
    /** Milliseconds of the shortest period that is kept. */
    readonly granularityMs: number,
    private readonly delayMs: number,
    private readonly beforeChange: () => void,
  ) {}

  /** Data of a path does not arrive until this is ended. */
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

  add(path: 'old' | 'new', at: number, requests: number, failed: number, { p99Ms, addedMs }: Latency): void {
    if (requests === 0 || this.muted[path] > 0) {
      return;
    }
    const period = Math.floor(at / this.granularityMs);
    const more = { requests, failed, p99Ms, addedMs };
    const point = this.points[path].get(period);
    this.points[path].set(period, point === undefined ? more : addTo(point, more));
  }

  /** What can be read at `now` of the time from `from` to `to` (epoch milliseconds); null without any data. */
  read(path: 'old' | 'new', from: number, to: number, now: number): DataPoint | null {
    const end = Math.min(to, now - this.delayMs);
    const points = this.points[path];
    let sum: DataPoint | null = null;
    for (let at = Math.ceil(from / this.granularityMs); (at + 1) * this.granularityMs <= end; at += 1) {
      const point = points.get(at);
      if (point !== undefined) {
        sum = sum === null ? { ...point } : addTo(sum, point);
      }
    }
    return sum;
  }

  /** The same minute by minute, in the order of time. */
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

/** Adds to a data point what else happened, and gives it back. */
function addTo(point: DataPoint, more: Readonly<DataPoint>): DataPoint {
  point.requests += more.requests;
  point.failed += more.failed;
  point.p99Ms = Math.max(point.p99Ms, more.p99Ms);
  point.addedMs = Math.max(point.addedMs, more.addedMs);
  return point;
}
