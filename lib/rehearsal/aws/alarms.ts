import { alarmArnFor, alarmNameOf } from '../../../lambdas/core/health/alarm-arn';
import { metricEvaluationRangeSeconds } from '../../../lambdas/core/health/evaluation-range';
import type { PathName } from '../../../lambdas/core/plan/direction';
import type { AlarmReading } from '../../../lambdas/ports';
import { FORWARD_ARN } from '../deployed-machines';
import type { VirtualClock } from '../kernel/virtual-clock';
import { guessSignals } from './alarm-signals';
import {
  type AlarmSetup,
  EXTRA_PERIODS,
  initialState,
  nextState,
  pointsOf,
  type Signal,
} from './alarm-state';
import { type HealthyTargets, targetState } from './alarm-targets';
import type { DataPoint, Metrics } from './metrics';

/** What the alarms are made of. */
export interface AlarmsOptions {
  /** As the plan names them: names, or ARNs. */
  readonly names: readonly string[];
  readonly setup: AlarmSetup;
  readonly metrics: Metrics;
  /** The path whose metrics they are on: the one that the plan monitors. */
  readonly path: PathName;
  /** Whether that path has traffic when the world begins. */
  readonly serves: boolean;
  /** Healthy targets of that path now; null while its metrics do not arrive. */
  readonly healthyTargets: () => HealthyTargets;
  readonly clock: VirtualClock;
  /** Called when an alarm changes its state. */
  readonly onChange: (name: string, state: State, reason: string) => void;
}

type State = AlarmReading['state'];
interface Alarm {
  readonly name: string;
  readonly arn: string;
  readonly signals: readonly Signal[];
  state: State;
  reason: string;
  removed: boolean;
  forcedBy: string | null;
  /** Why CloudWatch cannot evaluate it; null: it can. */
  evaluationState: string | null;
}

/**
 * CloudWatch alarms with the plan's names, on the metrics of one path. A rehearsal cannot know what a
 * real alarm measures, so it guesses errors, latency or the number of healthy targets from the name. Unless
 * the names cover errors and latency, every alarm that is not about targets measures both.
 */
export class Alarms {
  private readonly alarms: readonly Alarm[];
  /** At the end of each period, the latest first. */
  private healthyTargets: readonly HealthyTargets[] = [];

  constructor(private readonly options: AlarmsOptions) {
    const { names, setup, serves } = options;
    const signals = guessSignals(names.map(alarmNameOf));
    this.alarms = names.map((name, i) => ({
      name,
      arn: alarmArnFor(FORWARD_ARN, name),
      signals: signals[i] as readonly Signal[],
      ...initialState(setup, serves),
      removed: false,
      ...{ forcedBy: null, evaluationState: null },
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
    const { periodSeconds, evaluationPeriods, treatMissingData = 'missing' } = this.options.setup;
    const evaluationRangeSeconds = metricEvaluationRangeSeconds(evaluationPeriods, periodSeconds);
    return names.flatMap((name): AlarmReading[] => {
      const alarm = this.found(name);
      if (alarm === undefined) {
        return [];
      }
      const { state, reason, forcedBy, evaluationState } = alarm;
      const forced = { state: 'ALARM', reason: `set to ALARM by ${forcedBy}` } as const;
      const now = forcedBy === null ? { state, reason } : forced;
      const silence = ['notBreaching', 'ignore'].includes(treatMissingData)
        ? { staysOkWithoutData: true as const }
        : {};
      const unevaluated = evaluationState === null ? {} : { evaluationState };
      return [{ name, kind: 'metric', ...now, evaluationRangeSeconds, ...silence, ...unevaluated }];
    });
  }

  /** The alarms of these names whose metrics have no data in what they evaluate at `now`. */
  silent(names: readonly string[], now: number): string[] {
    const periodMs = 1_000 * this.options.setup.periodSeconds;
    const range = this.range(Math.floor(now / periodMs) * periodMs);
    return names.filter((name) => {
      const alarm = this.found(name);
      if (alarm?.signals.includes('targets') === true) {
        return this.healthyTargets.every((one) => one === null);
      }
      return alarm !== undefined && pointsOf(this.options.setup, alarm.signals, range).length === 0;
    });
  }

  /** The alarm of a name or an ARN; undefined where there is none. */
  private found(name: string): Alarm | undefined {
    const arn = alarmArnFor(FORWARD_ARN, name);
    return this.alarms.find((one) => one.arn === arn && !one.removed);
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

  /** The alarm of this index, or the last one, keeps its state until this is ended, whatever its metric. */
  leaveUnevaluated(index: number, evaluationState: string): { end(): void } {
    const alarm = this.at(index);
    alarm.evaluationState = evaluationState;
    return {
      end: () => {
        alarm.evaluationState = null;
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
    const { setup, onChange } = this.options;
    const range = this.range(end);
    const looksBack = setup.evaluationPeriods + EXTRA_PERIODS;
    this.healthyTargets = [this.options.healthyTargets(), ...this.healthyTargets].slice(0, looksBack);
    const evaluated = this.alarms.filter(
      ({ removed, evaluationState }) => !removed && isEvaluated(evaluationState),
    );
    for (const alarm of evaluated) {
      const { state, reason } = alarm.signals.includes('targets')
        ? targetState(setup, this.healthyTargets, alarm)
        : nextState(setup, alarm.signals, pointsOf(setup, alarm.signals, range), alarm);
      const changed = alarm.state !== state;
      alarm.state = state;
      alarm.reason = reason;
      if (changed) {
        onChange(alarm.name, state, reason);
      }
    }
  }

  /** The periods that are evaluated, the latest first; null for a period without data. */
  private range(end: number): readonly (DataPoint | null)[] {
    const { metrics, path, clock, setup } = this.options;
    const periodMs = 1_000 * setup.periodSeconds;
    return Array.from({ length: setup.evaluationPeriods + EXTRA_PERIODS }, (_, back) =>
      metrics.read(path, end - (back + 1) * periodMs, end - back * periodMs, clock.now()),
    );
  }
}

/** An alarm whose query reads only a part of its data is evaluated on that. */
function isEvaluated(evaluationState: string | null): boolean {
  return evaluationState === null || evaluationState === 'PARTIAL_DATA';
}
