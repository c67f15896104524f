import { metricLookBackSeconds } from '../../../lambdas/core/look-back';
import type { AlarmReading } from '../../../lambdas/ports';
import type { VirtualClock } from '../virtual-clock';
import type { DataPoint, Metrics } from './metrics';

/** What the alarms of the world watch on the new path, and how. */
export interface AlarmSetup {
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly errorRatePercent: number;
  readonly p99Ms: number;
  readonly delaySeconds: number;
}

type State = AlarmReading['state'];

/** When data is missing, CloudWatch looks at this many periods beyond the alarm's own. */
const EXTRA_PERIODS = 2;

/**
 * CloudWatch alarms by the plan's names. A rehearsal cannot know what a real alarm of that name measures: each watches the error rate and
 * the p99 latency of the new path.
 */
export class Alarms {
  private state: State = 'INSUFFICIENT_DATA';
  private reason = 'Unchecked: Initial alarm creation';
  private readonly removed = new Set<number>();
  private readonly forced = new Map<number, string>();

  constructor(
    private readonly names: readonly string[],
    private readonly setup: AlarmSetup,
    private readonly metrics: Metrics,
    private readonly clock: VirtualClock,
    /** Told when an alarm goes to another state. */
    private readonly tell: (name: string, state: State, reason: string) => void,
  ) {}

  /** Evaluates at the end of every period from now on, when its data has come in. */
  watch(advance: (now: number) => void): void {
    const periodMs = 1_000 * this.setup.periodSeconds;
    const next = (Math.floor(this.clock.now() / periodMs) + 1) * periodMs;
    this.clock.schedule(next + 1_000 * this.setup.delaySeconds, () => {
      advance(this.clock.now());
      this.evaluate(next);
      this.watch(advance);
    });
  }

  read(names: readonly string[]): AlarmReading[] {
    const { periodSeconds, evaluationPeriods } = this.setup;
    const lookBackSeconds = metricLookBackSeconds(evaluationPeriods, periodSeconds);
    return this.names.flatMap((name, index): AlarmReading[] => {
      if (!names.includes(name) || this.removed.has(index)) {
        return [];
      }
      const forced = this.forced.get(index);
      const state: State = forced === undefined ? this.state : 'ALARM';
      return [{ name, kind: 'metric', state, reason: forced ?? this.reason, lookBackSeconds }];
    });
  }

  remove(index: number): { end(): void } {
    const which = Math.min(index, this.names.length - 1);
    this.removed.add(which);
    return { end: () => void this.removed.delete(which) };
  }

  force(index: number, label: string): { end(): void } {
    const which = Math.min(index, this.names.length - 1);
    this.forced.set(which, `set to ALARM by ${label}`);
    this.tell(this.names[which] as string, 'ALARM', `set by ${label}`);
    return { end: () => void this.forced.delete(which) };
  }

  /** M of N over the periods that end at `end`, as far as there is data. */
  private evaluate(end: number): void {
    const { periodSeconds, evaluationPeriods: n, datapointsToAlarm: m } = this.setup;
    const periodMs = 1_000 * periodSeconds;
    const range = Array.from({ length: n + EXTRA_PERIODS }, (_, back) =>
      this.metrics.read('new', end - (back + 1) * periodMs, end - back * periodMs, this.clock.now()),
    );
    const points = range.filter((point) => point !== null).slice(0, n);
    if (points.length === 0) {
      this.become('INSUFFICIENT_DATA', `Insufficient Data: no data point in the last ${range.length} periods of ${periodSeconds} s`);
      return;
    }
    const { errorRatePercent, p99Ms } = this.setup;
    const ill = points.filter((point) => errorsOf(point) > errorRatePercent);
    const slow = points.filter((point) => point.p99Ms > p99Ms);
    const periods = (count: number) => `for ${count} of ${n} periods of ${periodSeconds} s`;
    if (ill.length >= m) {
      const highest = Math.max(...ill.map(errorsOf)).toFixed(2);
      this.become('ALARM', `5xx ${highest} % > ${errorRatePercent} % ${periods(ill.length)}`);
    } else if (slow.length >= m) {
      const highest = Math.round(Math.max(...slow.map((point) => point.p99Ms)));
      this.become('ALARM', `p99 ${highest} ms > ${p99Ms} ms ${periods(slow.length)}`);
    } else {
      this.become('OK', `5xx and p99 below their thresholds in ${points.length} periods of ${periodSeconds} s`);
    }
  }

  private become(state: State, reason: string): void {
    const before = this.state;
    this.state = state;
    this.reason = reason;
    if (before !== state) {
      for (const [index, name] of this.names.entries()) {
        if (!this.removed.has(index)) {
          this.tell(name, state, reason);
        }
      }
    }
  }
}

function errorsOf(point: DataPoint): number {
  return (100 * point.failed) / point.requests;
}
