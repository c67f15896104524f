import { randomBeta } from 'd3-random';
import type { PathMinute } from '../../lambdas/core/shared/readings';
import { type Random, seededRandom } from '../../lib/rehearsal/kernel/random';

/** The traffic and the errors of a service, as they are drawn. */
export interface Service {
  /** Requests a minute on average, on both paths. */
  readonly requestsPerMinute: number;
  /** Error rate of the old path on average, 0 to 1. */
  readonly errorRate: number;
  /** How much the error rate of the new path is above that of the old one, as a share. */
  readonly above: number;
}

const MINUTE_MS = 60_000;
const HOUR_MINUTES = 60;
const DAY_MINUTES = 1_440;
/** A minute in a hundred has five times the traffic. */
const BUSY_MINUTES = 1 / 100;
/** Minutes with six times the errors, in threes. */
const BAD_MINUTES = 3 / 200;
/** Minute 0 is the beginning of a day; days before it have a number below 0, and a time above. */
const DAYS_BEFORE = 8;
/** Clients resolve through so many servers, the largest of which has a tenth of them. */
const RESOLVERS = 200;

/**
 * The minutes of both paths: traffic and errors swing with the day, come in bursts, and differ from day to
 * day; resolvers of unequal size send all of their clients to one path for as long as they keep an answer.
 */
export class DrawnPaths {
  private readonly random: Random;
  private readonly phase: number;
  private readonly beta: (a: number, b: number) => number;
  private badUntil = Number.NEGATIVE_INFINITY;
  private readonly days = new Map<number, number>();

  constructor(
    private readonly service: Service,
    seed: number,
  ) {
    this.random = seededRandom(seed);
    this.phase = this.random.between(0, 2 * Math.PI);
    const source = randomBeta.source(() => this.random.uniform());
    this.beta = (a, b) => source(a, b)();
  }

  /** A minute of both paths. @param minute its number, 0 at the beginning @param percent on the new path */
  minute(minute: number, percent: number): { readonly old: PathMinute; readonly new: PathMinute } {
    const traffic =
      this.service.requestsPerMinute * this.swing(minute, 0.6) * (this.isRare(BUSY_MINUTES) ? 5 : 1);
    const share = this.share(percent / 100);
    const rate = this.errorRate(minute);
    const above = this.service.above;
    const count = (mean: number, of: number): PathMinute => {
      const requests = this.random.poisson(mean);
      const errors = this.random.binomial(requests, Math.min(1, Math.max(0, of)));
      return { at: timeOf(minute), requests, errors, latencyMs: null };
    };
    return { old: count(traffic * (1 - share), rate), new: count(traffic * share, rate + above) };
  }

  /**
   * An hour of the old path alone, in the days before; `hour` is its number, below 0. As many minutes of it
   * are in a burst as are otherwise drawn one by one.
   */
  hourBefore(hour: number): PathMinute {
    const minute = HOUR_MINUTES * hour + HOUR_MINUTES / 2;
    const busy = 1 + (4 * this.random.binomial(HOUR_MINUTES, BUSY_MINUTES)) / HOUR_MINUTES;
    const bad = 1 + (15 * this.random.poisson((HOUR_MINUTES * BAD_MINUTES) / 3)) / HOUR_MINUTES;
    const { requestsPerMinute, errorRate } = this.service;
    const requests = this.random.poisson(HOUR_MINUTES * requestsPerMinute * this.swing(minute, 0.6) * busy);
    const rate = errorRate * this.swing(minute, 0.5) * this.ofDay(minute) * bad;
    const errors = this.random.binomial(requests, Math.min(1, rate));
    return { at: timeOf(HOUR_MINUTES * hour), requests, errors, latencyMs: null };
  }

  private swing(minute: number, by: number): number {
    return 1 + by * Math.sin((2 * Math.PI * minute) / DAY_MINUTES + this.phase);
  }

  private isRare(chance: number): boolean {
    return this.random.uniform() < chance;
  }

  /** Three minutes in two hundred have six times the errors, on both paths. */
  private errorRate(minute: number): number {
    if (this.isRare(BAD_MINUTES / 3)) {
      this.badUntil = minute + 3;
    }
    const burst = minute < this.badUntil ? 6 : 1;
    return this.service.errorRate * this.swing(minute, 0.5) * this.ofDay(minute) * burst;
  }

  /** Days differ by a tenth. */
  private ofDay(minute: number): number {
    const day = Math.floor(minute / DAY_MINUTES);
    const factor = this.days.get(day) ?? this.random.logNormal(1, 0.1);
    this.days.set(day, factor);
    return factor;
  }

  /** The new path's share of the requests of a minute, with resolvers that choose one path or the other. */
  private share(expected: number): number {
    if (expected === 0 || expected === 1) {
      return expected;
    }
    return this.beta(EFFECTIVE_RESOLVERS * expected, EFFECTIVE_RESOLVERS * (1 - expected));
  }
}

/** The time of a minute by its number, in epoch milliseconds. */
export function timeOf(minute: number): number {
  return MINUTE_MS * (minute + DAYS_BEFORE * DAY_MINUTES);
}

/** As many equal resolvers would make the share vary as much, where sizes fall as 1, 1/2, 1/3, …. */
const EFFECTIVE_RESOLVERS = (() => {
  const sizes = Array.from({ length: RESOLVERS }, (_, i) => 1 / (i + 1));
  const sum = sizes.reduce((total, size) => total + size, 0);
  return 1 / sizes.reduce((total, size) => total + (size / sum) ** 2, 0);
})();
