import { alarmArnFor, alarmNameOf } from '../../../../lambdas/core/health/alarm-arn';
import { metricEvaluationRangeSeconds } from '../../../../lambdas/core/health/evaluation-range';
import type { AlarmReading } from '../../../../lambdas/ports';
import { FORWARD_ARN } from '../../deployed-machines';
import { Overlays } from '../../kernel/overlays';
import { type AlarmSetup, type AlarmsSetup, setupOfEach } from './alarm-setup';
import { guessSignals } from './alarm-signals';
import { initialState, type Signal } from './alarm-state';
import { AlarmsOfPeriod, type AlarmsOfPeriodOptions, type EvaluatedAlarm } from './alarms-of-period';

/** What the alarms are made of. */
export interface AlarmsOptions extends AlarmsOfPeriodOptions {
  /** As the plan names them: names, or ARNs. */
  readonly names: readonly string[];
  readonly setup: AlarmsSetup;
  /** Whether the path has traffic when the world begins. */
  readonly serves: boolean;
}

interface Alarm extends EvaluatedAlarm {
  readonly arn: string;
  forcedBy: string | null;
  readonly faults: {
    readonly removals: Overlays<true>;
    /** What keeps it in ALARM. */
    readonly forces: Overlays<string>;
    /** Why CloudWatch cannot evaluate it. */
    readonly evaluationStates: Overlays<string>;
  };
}

/**
 * CloudWatch alarms with the plan's names, on the metrics of one path. A rehearsal cannot know what a
 * real alarm measures, so it guesses errors, latency or the number of healthy targets from the name. Unless
 * the names cover errors and latency, every alarm that is not about targets measures both.
 */
export class Alarms {
  private readonly alarms: readonly Alarm[];
  private readonly byPeriod: ReadonlyMap<number, AlarmsOfPeriod>;

  constructor(private readonly options: AlarmsOptions) {
    const { names, serves } = options;
    const signals = guessSignals(names.map(alarmNameOf));
    this.alarms = setupOfEach(options.setup, names.length).map((setup, i) => {
      const alarm: Alarm = {
        name: names[i] as string,
        arn: alarmArnFor(FORWARD_ARN, names[i] as string),
        setup,
        signals: signals[i] as readonly Signal[],
        ...initialState(setup, serves),
        removed: false,
        ...{ forcedBy: null, evaluationState: null },
        faults: {
          removals: new Overlays((all) => {
            alarm.removed = all.length > 0;
          }),
          forces: new Overlays((all) => {
            alarm.forcedBy = all.at(-1) ?? null;
          }),
          evaluationStates: new Overlays((all) => {
            alarm.evaluationState = all.at(-1) ?? null;
          }),
        },
      };
      return alarm;
    });
    const periods = [...new Set(this.alarms.map(({ setup }) => setup.periodSeconds))];
    this.byPeriod = new Map(
      periods.map((seconds) => {
        const alarms = this.alarms.filter(({ setup }) => setup.periodSeconds === seconds);
        return [seconds, new AlarmsOfPeriod(seconds, alarms, options)];
      }),
    );
  }

  /**
   * Evaluates every period of each alarm from now on, as soon as its data has arrived.
   * @param advance called before each evaluation, to complete the metrics
   */
  watch(advance: (now: number) => void): void {
    for (const together of this.byPeriod.values()) {
      together.watch(advance);
    }
  }

  /** The alarms of these names and ARNs. Those that do not exist are left out. */
  read(names: readonly string[]): AlarmReading[] {
    return names.flatMap((name): AlarmReading[] => {
      const alarm = this.found(name);
      if (alarm === undefined) {
        return [];
      }
      const { state, reason, forcedBy, evaluationState, setup } = alarm;
      const { periodSeconds, evaluationPeriods, treatMissingData = 'missing' } = setup;
      const evaluationRangeSeconds = metricEvaluationRangeSeconds(evaluationPeriods, periodSeconds);
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
    return names.filter((name) => {
      const alarm = this.found(name);
      return alarm !== undefined && this.byPeriod.get(alarm.setup.periodSeconds)?.hasNoData(alarm, now);
    });
  }

  /** The setups of the alarms of these names and ARNs, also of those that do not exist now. */
  setupsOf(names: readonly string[]): readonly AlarmSetup[] {
    const arns = names.map((name) => alarmArnFor(FORWARD_ARN, name));
    return this.alarms.filter(({ arn }) => arns.includes(arn)).map(({ setup }) => setup);
  }

  /** The alarm of a name or an ARN; undefined where there is none. */
  private found(name: string): Alarm | undefined {
    const arn = alarmArnFor(FORWARD_ARN, name);
    return this.alarms.find((one) => one.arn === arn && !one.removed);
  }

  /** The alarm of this index, or the last one, does not exist until this is ended. */
  remove(index: number): { end(): void } {
    return this.at(index).faults.removals.begin(true);
  }

  /** The alarm of this index, or the last one, is in ALARM until this is ended. */
  force(index: number, label: string): { end(): void } {
    const alarm = this.at(index);
    const forced = alarm.faults.forces.begin(label);
    this.options.onChange(alarm.name, 'ALARM', `set by ${label}`);
    return forced;
  }

  /** The alarm of this index, or the last one, keeps its state until this is ended, whatever its metric. */
  leaveUnevaluated(index: number, evaluationState: string): { end(): void } {
    return this.at(index).faults.evaluationStates.begin(evaluationState);
  }

  /** The name of the alarm of this index, or of the last one. */
  nameAt(index: number): string {
    return this.at(index).name;
  }

  private at(index: number): Alarm {
    return this.alarms[Math.min(index, this.alarms.length - 1)] as Alarm;
  }
}
