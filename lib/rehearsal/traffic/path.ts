import type { LatencyStatistic } from '../../../lambdas/ports';

/** Something that degrades a path, and the label under which its failures are counted. */
export interface Effect {
  readonly label: string;
  readonly errorRate?: number;
  readonly addMs?: number;
  /** Why no TLS handshake succeeds. */
  readonly tls?: string;
  /** It asks its clients for a certificate. Those of the route have one. */
  readonly asksForCertificate?: true;
}

/** The failure rate of a path, and each cause with its own rate, as shares of all requests. */
export interface Failures {
  readonly rate: number;
  readonly causes: readonly { readonly label: string; readonly rate: number }[];
}

/** Latencies of a path: a log-normal distribution, and what a fault adds to each. */
export interface Latency {
  readonly p99Ms: number;
  readonly addedMs: number;
}

/** Standard normal quantiles. */
const QUANTILES: Readonly<Record<LatencyStatistic, number>> = { p99: 2.326, p95: 1.645, p90: 1.282, p50: 0 };

/** Another statistic of latencies whose p99 is known, in milliseconds. */
export function latencyAt({ p99Ms, addedMs }: Latency, statistic: LatencyStatistic): number {
  return addedMs + (p99Ms - addedMs) * Math.exp(LATENCY_SPREAD * (QUANTILES[statistic] - QUANTILES.p99));
}

/** Spread of latencies (standard deviation of the logarithm): the p99 is three times the median. */
export const LATENCY_SPREAD = 0.472;
const P99_OF_MEDIAN = 3;

/** The cause of failures that no fault of the scenario causes. */
export const WITHOUT_FAULT = 'without any fault';

/** The old or the new path: how fast it answers, and how often it fails. */
export class Path {
  private readonly effects = new Set<Effect>();

  constructor(
    private readonly medianMs: number,
    private readonly errorRate: number,
    /** Called before anything changes, so that the traffic until then is counted as it was. */
    private readonly beforeChange: () => void,
  ) {}

  affect(effect: Effect): { end(): void } {
    this.beforeChange();
    this.effects.add(effect);
    return {
      end: () => {
        this.beforeChange();
        this.effects.delete(effect);
      },
    };
  }

  failures(): Failures {
    const causes = [
      { label: WITHOUT_FAULT, rate: this.errorRate },
      ...[...this.effects].map(({ label, errorRate, tls }) => ({
        label,
        rate: tls === undefined ? (errorRate ?? 0) : 1,
      })),
    ].filter((cause) => cause.rate > 0);
    const served = causes.reduce((share, cause) => share * (1 - cause.rate), 1);
    return { rate: 1 - served, causes };
  }

  /** Why no TLS handshake succeeds, or null. */
  tlsFailure(): string | null {
    return [...this.effects].find((effect) => effect.tls !== undefined)?.tls ?? null;
  }

  /** Whether a client without a certificate is refused. */
  asksForCertificate(): boolean {
    return [...this.effects].some((effect) => effect.asksForCertificate);
  }

  medianLatencyMs(): number {
    return this.medianMs;
  }

  addedMs(): number {
    return [...this.effects].reduce((sum, effect) => sum + (effect.addMs ?? 0), 0);
  }

  p99Ms(): number {
    return this.medianMs * P99_OF_MEDIAN + this.addedMs();
  }

  /** What metrics record of its latencies. */
  latency(): Latency {
    return { p99Ms: this.p99Ms(), addedMs: this.addedMs() };
  }
}
