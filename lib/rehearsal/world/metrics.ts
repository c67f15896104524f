import type { Latency } from './path';

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
    const point = this.points[path].get(period) ?? { requests: 0, failed: 0, p99Ms: 0, addedMs: 0 };
    point.requests += requests;
    point.failed += failed;
    point.p99Ms = Math.max(point.p99Ms, p99Ms);
    point.addedMs = Math.max(point.addedMs, addedMs);
    this.points[path].set(period, point);
  }

  /** What can be read at `now` of the time from `from` to `to` (epoch milliseconds); null without any data. */
  read(path: 'old' | 'new', from: number, to: number, now: number): DataPoint | null {
    const end = Math.min(to, now - this.delayMs);
    const points: DataPoint[] = [];
    for (let at = Math.ceil(from / this.granularityMs); (at + 1) * this.granularityMs <= end; at += 1) {
      const point = this.points[path].get(at);
      if (point !== undefined) {
        points.push(point);
      }
    }
    return points.length === 0
      ? null
      : {
          requests: points.reduce((sum, point) => sum + point.requests, 0),
          failed: points.reduce((sum, point) => sum + point.failed, 0),
          p99Ms: Math.max(...points.map((point) => point.p99Ms)),
          addedMs: Math.max(...points.map((point) => point.addedMs)),
        };
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
