import type { Evidence } from '../comparison/evidence';
import type { GateState } from '../gates/gate-state';
import type { Plan } from '../plan/plan';
import type { CommandState } from '../shared/operator-command';
import type { ProbeState } from './probe-state';
import type { Judgement, Verdict } from './verdict';

/** How far the soak, or the hold, of a stage has come. Travels through the state machine as JSON. */
export interface SoakState {
  readonly phase: 'soak' | 'hold';
  /** Index into the plan's stages. */
  readonly stage: number;
  /**
   * ISO 8601: when monitoring began, once the shift had propagated. An earlier approval is for another stage.
   */
  readonly startedAt: string;
  /** ISO 8601: when the shift is effective, propagation and TTL included. May lie ahead. */
  readonly effectiveAt: string;
  /** ISO 8601: from when the soak, or the hold, counts. */
  readonly since: string;
  /** Evaluations in a row that ended in `error`. */
  readonly errors: number;
  /** ISO 8601: since when the verdict has been inconclusive without a break; null while it is not. */
  readonly inconclusiveSince: string | null;
  /**
   * ISO 8601: since when the soak is over and only the comparison of both paths is not known; absent while
   * that is not so.
   */
  readonly undecidedSince?: string;
  /** What the comparison has seen since `effectiveAt`; absent before its first evaluation. */
  readonly comparison?: Evidence;
  /** Iterations of all loops since the cutover began. Each adds history events, whose number is limited. */
  readonly iterations: number;
  readonly lastVerdict: Verdict | null;
  readonly paused: boolean;
  /** ISO 8601: since when only a change calendar holds back what comes next; absent while none does. */
  readonly closedSince?: string;
  /** ISO 8601: since when only an operator's approval is missing; null while it is not. */
  readonly awaitingSince: string | null;
  /** Present once people have been reminded that the approval is missing. */
  readonly reminded?: true;
  /** What the next stage deploys, once its deployment has started; null before that. */
  readonly deployment: StageDeployment | null;
  /** What the probes have found since the shift; absent before the first. */
  readonly probes?: ProbeState;
  /** Why the function that sends probes failed since the last evaluation; absent when it did not. */
  readonly probeError?: string;
  /** What the gates have answered since the shift; absent before the first question. */
  readonly gates?: readonly GateState[];
  /** Why the function that asks gates failed since the last evaluation; absent when it did not. */
  readonly gateError?: string;
  /** What the hold last reported of the path that has given its traffic up; absent before its first hour. */
  readonly remaining?: ReportedRemaining;
}

/** What was reported of the requests that still arrive at the path that has given its traffic up. */
export interface ReportedRemaining {
  /** ISO 8601: when. */
  readonly at: string;
  readonly text: string;
  /** Whether an hour had more than the plan accepts; null when it could not be counted. */
  readonly above: boolean | null;
}

/** The deployment of the next stage, as the soak of this one needs to know it. */
export interface StageDeployment {
  /** As messages name it. */
  readonly name: string;
  readonly done: boolean;
}

/** Change calendars that are not open. */
export interface ClosedCalendars {
  readonly reason: string;
  /** Epoch milliseconds: when all of them are open again; null when that is not known. */
  readonly opensAt: number | null;
}

/** What a decision rests on. */
export interface SoakInput {
  readonly plan: Plan;
  readonly soakState: SoakState;
  readonly judgement: Judgement;
  /** Seconds after the shift is effective before which `inconclusive` only means that it is too early. */
  readonly evaluationRangeSeconds: number;
  /** What operators have asked for. Null when it could not be read: then a pause stays as it is. */
  readonly commands: CommandState | null;
  /** Seconds for which a write of the cutover may still reach the router. */
  readonly leaseSeconds: number;
  /** What holds back more traffic, by the plan's change calendars; null or absent: nothing. */
  readonly closed?: ClosedCalendars | null;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** The beginning of the soak of a stage whose shift is effective at `effectiveAt` (ISO 8601). */
export function startSoak(
  stage: number,
  effectiveAt: string,
  iterations: number,
  startedAt = effectiveAt,
): SoakState {
  return {
    phase: 'soak',
    stage,
    startedAt,
    effectiveAt,
    since: effectiveAt,
    errors: 0,
    inconclusiveSince: null,
    iterations,
    lastVerdict: null,
    paused: false,
    awaitingSince: null,
    deployment: null,
  };
}

/**
 * The soak after the deployment of the next stage has ended. Measurements from before it cover the old tasks:
 * this restarts the measurement window and the comparison, and keeps the soak timer.
 */
export function restartMeasurement(soakState: SoakState, deployment: StageDeployment, at: string): SoakState {
  const { comparison: _, undecidedSince: __, ...others } = soakState;
  return { ...others, effectiveAt: at, errors: 0, inconclusiveSince: null, deployment };
}
