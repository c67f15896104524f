import { metricEvaluationRangeSeconds } from '../../../lambdas/core/health/evaluation-range';
import type { AlarmReading } from '../../../lambdas/ports';
import type { VirtualClock } from '../kernel/virtual-clock';
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

interface Alarm {
  readonly name: string;
  readonly watches: readonly Signal[];
  state: State;
  reason: string;
  removed: boolean;
  forcedBy: string | null;
}

type Signal = 'errors' | 'latency';

/**
 * CloudWatch alarms by the plan's names, on the metrics of the new path. A rehearsal cannot know what a real alarm measures: it goes by
 * the name where that speaks of errors or of latency, and lets every alarm watch both where the names leave one of them unwatched.
 */
export class Alarms {
  private readonly alarms: readonly Alarm[];

  constructor(
    names: readonly string[],
    private readonly setup: AlarmSetup,
    private readonly metrics: Metrics,
    private readonly clock: VirtualClock,
    /** Told when an alarm goes to another state. */
    private readonly tell: (name: string, state: State, reason: string) => void,
  ) {
    const guessed = names.map(signalsOf);
    const complete = new Set(guessed.flat()).size === 2;
    this.alarms = names.map((name, i) => ({
      name,
      watches: complete ? (guessed[i] as Signal[]) : ['errors', 'latency'],
      state: 'INSUFFICIENT_DATA',
      reason: 'Unchecked: Initial alarm creation',
      removed: false,
      forcedBy: null,
    }));
  }

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
    const evaluationRangeSeconds = metricEvaluationRangeSeconds(evaluationPeriods, periodSeconds);
    return this.alarms
      .filter((alarm) => names.includes(alarm.name) && !alarm.removed)
      .map(({ name, state, reason, forcedBy }) => ({
        name,
        kind: 'metric',
        state: forcedBy === null ? state : 'ALARM',
        reason: forcedBy === null ? reason : `set to ALARM by ${forcedBy}`,
        evaluationRangeSeconds,
      }));
  }

  remove(index: number): { end(): void } {
    const alarm = this.at(index);
    alarm.removed = true;
    return {
      end: () => {
        alarm.removed = false;
      },
    };
  }

  force(index: number, label: string): { end(): void } {
    const alarm = this.at(index);
    alarm.forcedBy = label;
    this.tell(alarm.name, 'ALARM', `set by ${label}`);
    return {
      end: () => {
        alarm.forcedBy = null;
      },
    };
  }

  private at(index: number): Alarm {
    return this.alarms[Math.min(index, this.alarms.length - 1)] as Alarm;
  }

  /** M of N over the periods that end at `end`, as far as there is data. */
  private evaluate(end: number): void {
    const { periodSeconds, evaluationPeriods } = this.setup;
    const periodMs = 1_000 * periodSeconds;
    const range = Array.from({ length: evaluationPeriods + EXTRA_PERIODS }, (_, back) =>
      this.metrics.read('new', end - (back + 1) * periodMs, end - back * periodMs, this.clock.now()),
    );
    const points = range.filter((point) => point !== null).slice(0, evaluationPeriods);
    for (const alarm of this.alarms.filter((one) => !one.removed)) {
      const [state, reason] = this.judge(alarm.watches, points);
      const changed = alarm.state !== state;
      alarm.state = state;
      alarm.reason = reason;
      if (changed) {
        this.tell(alarm.name, state, reason);
      }
    }
  }

  private judge(watches: readonly Signal[], points: readonly DataPoint[]): readonly [State, string] {
    const { periodSeconds, evaluationPeriods: n, datapointsToAlarm: m, errorRatePercent, p99Ms } = this.setup;
    if (points.length === 0) {
      return [
        'INSUFFICIENT_DATA',
        `no data point in the last ${n + EXTRA_PERIODS} periods of ${periodSeconds} s`,
      ];
    }
    const periods = (count: number) => `for ${count} of ${n} periods of ${periodSeconds} s`;
    const ill = points.map(errorsOf).filter((errors) => errors > errorRatePercent);
    if (watches.includes('errors') && ill.length >= m) {
      return ['ALARM', `5xx ${Math.max(...ill).toFixed(2)} % > ${errorRatePercent} % ${periods(ill.length)}`];
    }
    const slow = points.map((point) => point.p99Ms).filter((p99) => p99 > p99Ms);
    if (watches.includes('latency') && slow.length >= m) {
      return ['ALARM', `p99 ${Math.round(Math.max(...slow))} ms > ${p99Ms} ms ${periods(slow.length)}`];
    }
    return ['OK', `below the threshold in ${points.length} periods of ${periodSeconds} s`];
  }
}

function errorsOf(point: DataPoint): number {
  return (100 * point.failed) / point.requests;
}

function signalsOf(name: string): Signal[] {
  const errors = /5\d\d|5xx|4xx|error|fault|fail/i.test(name);
  const latency = /p\d\d|latency|response|duration|slow/i.test(name);
  return errors === latency ? ['errors', 'latency'] : [errors ? 'errors' : 'latency'];
}
