import { alarmArnFor, alarmNameOf } from '../../../lambdas/core/health/alarm-arn';
import { metricEvaluationRangeSeconds } from '../../../lambdas/core/health/evaluation-range';
import type { PathName } from '../../../lambdas/core/plan/direction';
import { plural } from '../../../lambdas/core/shared/plural';
import type { AlarmReading } from '../../../lambdas/ports';
import { FORWARD_ARN } from '../deployed-machines';
import type { VirtualClock } from '../kernel/virtual-clock';
import type { DataPoint, Metrics } from './metrics';

/** How the alarms of a rehearsal evaluate the metrics of the path that the plan monitors. */
export interface AlarmSetup {
  readonly periodSeconds: number;
  /** N of M-out-of-N. */
  readonly evaluationPeriods: number;
  /** M of M-out-of-N. */
  readonly datapointsToAlarm: number;
  /** A period breaches above this share of failed requests. */
  readonly errorRatePercent: number;
  /** A period breaches above this p99 latency. */
  readonly p99Ms: number;
  /** From the end of a period until its data can be read. */
  readonly delaySeconds: number;
}

/** What the alarms are made of. */
export interface AlarmsOptions {
  /** As the plan names them: names, or ARNs. */
  readonly names: readonly string[];
  readonly setup: AlarmSetup;
  readonly metrics: Metrics;
  /** The path whose metrics they are on: the one that the plan monitors. */
  readonly path: PathName;
  readonly clock: VirtualClock;
  /** Called when an alarm changes its state. */
  readonly onChange: (name: string, state: State, reason: string) => void;
}

type State = AlarmReading['state'];

/** When data is missing, CloudWatch evaluates this many periods beyond the alarm's own. */
const EXTRA_PERIODS = 2;

interface Alarm {
  readonly name: string;
  readonly signals: readonly Signal[];
  state: State;
  reason: string;
  removed: boolean;
  forcedBy: string | null;
}

/** What an alarm measures. */
type Signal = 'errors' | 'latency';

/**
 * CloudWatch alarms with the plan's names, on the metrics of one path. A rehearsal cannot know what a
 * real alarm measures, so it guesses errors or latency from the name. Unless the names cover both, every
 * alarm measures both.
 */
export class Alarms {
  private readonly alarms: readonly Alarm[];

  constructor(private readonly options: AlarmsOptions) {
    const { names } = options;
    const guessed = names.map((name) => signalsOf(alarmNameOf(name)));
    const isComplete = new Set(guessed.flat()).size === 2;
    this.alarms = names.map((name, i) => ({
      name,
      signals: isComplete ? (guessed[i] as Signal[]) : ['errors', 'latency'],
      state: 'INSUFFICIENT_DATA',
      reason: 'Unchecked: Initial alarm creation',
      removed: false,
      forcedBy: null,
    }));
  }

  /**
   * Evaluates every period from now on, as soon as its data has arrived.
   * @param advance called before each evaluation, to complete the metrics
   */
  watch(advance: (now: number) => void): void {
    const { clock, setup } = this.options;
    const periodMs = 1_000 * setup.periodSeconds;
    const next = (Math.floor(clock.now() / periodMs) + 1) * periodMs;
    clock.schedule(next + 1_000 * setup.delaySeconds, () => {
      advance(clock.now());
      this.evaluate(next);
      this.watch(advance);
    });
  }

  /** The alarms of these names and ARNs. Those that do not exist are left out. */
  read(names: readonly string[]): AlarmReading[] {
    const { periodSeconds, evaluationPeriods } = this.options.setup;
    const evaluationRangeSeconds = metricEvaluationRangeSeconds(evaluationPeriods, periodSeconds);
    return names.flatMap((name): AlarmReading[] => {
      const arn = alarmArnFor(FORWARD_ARN, name);
      const alarm = this.alarms.find((one) => alarmArnFor(FORWARD_ARN, one.name) === arn && !one.removed);
      if (alarm === undefined) {
        return [];
      }
      const { state, reason, forcedBy } = alarm;
      const forced = { state: 'ALARM', reason: `set to ALARM by ${forcedBy}` } as const;
      const now = forcedBy === null ? { state, reason } : forced;
      return [{ name, kind: 'metric', ...now, evaluationRangeSeconds }];
    });
  }

  /** The alarm of this index, or the last one, does not exist until this is ended. */
  remove(index: number): { end(): void } {
    const alarm = this.at(index);
    alarm.removed = true;
    return {
      end: () => {
        alarm.removed = false;
      },
    };
  }

  /** The alarm of this index, or the last one, is in ALARM until this is ended. */
  force(index: number, label: string): { end(): void } {
    const alarm = this.at(index);
    alarm.forcedBy = label;
    this.options.onChange(alarm.name, 'ALARM', `set by ${label}`);
    return {
      end: () => {
        alarm.forcedBy = null;
      },
    };
  }

  /** The name of the alarm of this index, or of the last one. */
  nameAt(index: number): string {
    return this.at(index).name;
  }

  private at(index: number): Alarm {
    return this.alarms[Math.min(index, this.alarms.length - 1)] as Alarm;
  }

  /** M out of N over the latest periods with data, the last of which ends at `end` (epoch milliseconds). */
  private evaluate(end: number): void {
    const { metrics, path, clock, setup, onChange } = this.options;
    const { periodSeconds, evaluationPeriods } = setup;
    const periodMs = 1_000 * periodSeconds;
    const range = Array.from({ length: evaluationPeriods + EXTRA_PERIODS }, (_, back) =>
      metrics.read(path, end - (back + 1) * periodMs, end - back * periodMs, clock.now()),
    );
    const points = range.filter((point) => point !== null).slice(0, evaluationPeriods);
    for (const alarm of this.alarms.filter((one) => !one.removed)) {
      const [state, reason] = this.stateOf(alarm.signals, points);
      const changed = alarm.state !== state;
      alarm.state = state;
      alarm.reason = reason;
      if (changed) {
        onChange(alarm.name, state, reason);
      }
    }
  }

  private stateOf(signals: readonly Signal[], points: readonly DataPoint[]): readonly [State, string] {
    const { setup } = this.options;
    const { periodSeconds, evaluationPeriods: n, datapointsToAlarm: m, errorRatePercent, p99Ms } = setup;
    if (points.length === 0) {
      return [
        'INSUFFICIENT_DATA',
        `no data point in the last ${n + EXTRA_PERIODS} periods of ${periodSeconds} s`,
      ];
    }
    const periods = (count: number) => `for ${count} of ${n} periods of ${periodSeconds} s`;
    const failing = points.map(errorPercentOf).filter((percent) => percent > errorRatePercent);
    if (signals.includes('errors') && failing.length >= m) {
      const highest = Math.max(...failing).toFixed(2);
      return ['ALARM', `5xx ${highest} % > ${errorRatePercent} % ${periods(failing.length)}`];
    }
    const slow = points.map((point) => point.p99Ms).filter((p99) => p99 > p99Ms);
    if (signals.includes('latency') && slow.length >= m) {
      return ['ALARM', `p99 ${Math.round(Math.max(...slow))} ms > ${p99Ms} ms ${periods(slow.length)}`];
    }
    return ['OK', `below the threshold in ${plural(points.length, 'period')} of ${periodSeconds} s`];
  }
}

function errorPercentOf(point: DataPoint): number {
  return (100 * point.failed) / point.requests;
}

function signalsOf(name: string): Signal[] {
  const errors = /5\d\d|5xx|4xx|error|fault|fail/i.test(name);
  const latency = /p\d\d|latency|response|duration|slow/i.test(name);
  return errors === latency ? ['errors', 'latency'] : [errors ? 'errors' : 'latency'];
}
