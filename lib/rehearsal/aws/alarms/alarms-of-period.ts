import type { PathName } from '../../../../lambdas/core/plan/direction';
import type { AlarmReading } from '../../../../lambdas/ports';
import type { VirtualClock } from '../../kernel/virtual-clock';
import type { DataPoint, Metrics } from '../metrics';
import type { AlarmSetup } from './alarm-setup';
import { EXTRA_PERIODS, nextState, pointsOf, type Signal } from './alarm-state';
import { type HealthyTargets, targetState } from './alarm-targets';

type State = AlarmReading['state'];

/** An alarm as its evaluations change it. */
export interface EvaluatedAlarm {
  /** As the plan names it: a name, or an ARN. */
  readonly name: string;
  readonly setup: AlarmSetup;
  readonly signals: readonly Signal[];
  state: State;
  reason: string;
  removed: boolean;
  /** Why CloudWatch cannot evaluate it; null: it can. */
  evaluationState: string | null;
}

/** What evaluations rest on, and whom they tell. */
export interface AlarmsOfPeriodOptions {
  readonly metrics: Metrics;
  /** The path whose metrics the alarms are on: the one that the plan monitors. */
  readonly path: PathName;
  /** Healthy targets of that path now; null while its metrics do not arrive. */
  readonly healthyTargets: () => HealthyTargets;
  readonly clock: VirtualClock;
  /** Called when an alarm changes its state. */
  readonly onChange: (name: string, state: State, reason: string) => void;
  readonly setup: Pick<AlarmSetup, 'delaySeconds'>;
}

/** The alarms of one period, which are evaluated together when it ends. */
export class AlarmsOfPeriod {
  private readonly periodMs: number;
  /** The most periods that one of the alarms evaluates, when data is missing. */
  private readonly looksBack: number;
  /** At the end of each period, the latest first. */
  private healthyTargets: readonly HealthyTargets[] = [];

  /** @param alarms in the order in which they are evaluated, at least one */
  constructor(
    periodSeconds: number,
    private readonly alarms: readonly EvaluatedAlarm[],
    private readonly options: AlarmsOfPeriodOptions,
  ) {
    this.periodMs = 1_000 * periodSeconds;
    this.looksBack = Math.max(...alarms.map(periodsOf));
  }

  /** Evaluates every period from now on, as soon as its data has arrived; see `Alarms`. */
  watch(advance: (now: number) => void): void {
    const { clock, setup } = this.options;
    const next = (Math.floor(clock.now() / this.periodMs) + 1) * this.periodMs;
    clock.schedule(next + 1_000 * setup.delaySeconds, () => {
      advance(clock.now());
      this.evaluate(next);
      this.watch(advance);
    });
  }

  /** Whether the metrics of an alarm have no data in what it evaluates at `now` (epoch milliseconds). */
  hasNoData(alarm: EvaluatedAlarm, now: number): boolean {
    if (alarm.signals.includes('targets')) {
      return this.healthyTargets.slice(0, periodsOf(alarm)).every((one) => one === null);
    }
    const range = this.range(Math.floor(now / this.periodMs) * this.periodMs);
    return pointsOf(alarm.setup, alarm.signals, range.slice(0, periodsOf(alarm))).length === 0;
  }

  /** M out of N over the latest periods with data, the last of which ends at `end` (epoch milliseconds). */
  private evaluate(end: number): void {
    const range = this.range(end);
    this.healthyTargets = [this.options.healthyTargets(), ...this.healthyTargets].slice(0, this.looksBack);
    const evaluated = this.alarms.filter(
      ({ removed, evaluationState }) => !removed && isEvaluated(evaluationState),
    );
    for (const alarm of evaluated) {
      const { setup, signals } = alarm;
      const periods = periodsOf(alarm);
      const { state, reason } = signals.includes('targets')
        ? targetState(setup, this.healthyTargets.slice(0, periods), alarm)
        : nextState(setup, signals, pointsOf(setup, signals, range.slice(0, periods)), alarm);
      const changed = alarm.state !== state;
      alarm.state = state;
      alarm.reason = reason;
      if (changed) {
        this.options.onChange(alarm.name, state, reason);
      }
    }
  }

  /** The periods that are evaluated, the latest first; null for a period without data. */
  private range(end: number): readonly (DataPoint | null)[] {
    const { metrics, path, clock } = this.options;
    const { periodMs } = this;
    return Array.from({ length: this.looksBack }, (_, back) =>
      metrics.read(path, end - (back + 1) * periodMs, end - back * periodMs, clock.now()),
    );
  }
}

/** How many periods an alarm evaluates when data is missing. */
function periodsOf({ setup }: EvaluatedAlarm): number {
  return setup.evaluationPeriods + EXTRA_PERIODS;
}

/** An alarm whose query reads only a part of its data is evaluated on that. */
function isEvaluated(evaluationState: string | null): boolean {
  return evaluationState === null || evaluationState === 'PARTIAL_DATA';
}
