import { comparisonOf } from '../core/comparison/comparison-of';
import type { DecidedComparison } from '../core/events/decision';
import { soakKind } from '../core/events/soak-kind';
import { judgeGates } from '../core/gates/judge-gates';
import {
  COUNTED_AFTER_SECONDS,
  evaluationRange,
  judgeAlarms,
  type MeasuredAt,
  type Seen,
} from '../core/health/health-verdict';
import { judgeProbes } from '../core/health/probe-state';
import { decideSoak, type SoakDecision } from '../core/health/soak';
import type { ClosedCalendars, SoakState } from '../core/health/soak-state';
import { requireSoakState } from '../core/health/soak-state-check';
import { COMPARABLE_AFTER_SECONDS } from '../core/health/undecided';
import { type Judgement, worst } from '../core/health/verdict';
import { requestSources } from '../core/measures/measures';
import { gainedPercent, gainingPath } from '../core/plan/direction';
import type { Plan } from '../core/plan/plan';
import { stageOf } from '../core/plan/stage-of';
import type { CommandState } from '../core/shared/operator-command';
import { probedAfterSeconds, probePaceOf } from '../core/smoke-test/repeated-checks';
import type { ChangeCalendars, Clock, HealthSource, Ledger, TrafficRouter } from '../ports';
import { judgeRoute } from './support/judge-route';
import { measurePaths } from './support/measures/measure-paths';
import { measureRequests, seeRequests } from './support/measures/measure-requests';
import { reportRemaining } from './support/measures/report-remaining';
import { closedCalendars } from './support/preflight/read-calendars';
import { currentCommands } from './support/read-commands';
import { currentTime } from './support/read-time';
import { recordDecision } from './support/record-decision';

/** What an evaluation reads. */
export interface EvaluatePorts {
  readonly router: TrafficRouter;
  readonly health: HealthSource;
  readonly ledger: Ledger;
  /** Null while a deployment is under way: nothing may begin, whatever they say. */
  readonly calendars: ChangeCalendars | null;
  readonly clock: Clock;
}

interface Input {
  plan: Plan;
  execution: string;
  route: string;
  fence: number;
  soakState: SoakState;
}

/**
 * One evaluation during a soak: reads the lock, the route, the alarms, the requests and the command, and
 * decides.
 */
export const evaluateHealth =
  (ports: EvaluatePorts) =>
  async (input: Input): Promise<SoakDecision> => {
    requireSoakState(input.soakState);
    const { compared, ...measured } = await measure(ports, input);
    const { probeError: _, gateError: __, ...soakState } = { ...input.soakState, ...measured.known };
    const now = currentTime(ports);
    const decision = decideSoak({ ...measured, plan: input.plan, soakState, now });
    const { verdict } = decision;
    if (isNews(decision, input.soakState)) {
      await recordDecision(ports, input, {
        key: `evaluate-${decision.soakState.iterations}`,
        kind: soakKind(decision, input.soakState),
        what: `${decision.soakState.phase} ${input.soakState.stage}: ${verdict}, ${decision.move}`,
        reason: decision.reason,
        by: decision.by,
        ...{ ...numbersOf(input), verdict },
        ...(compared.length === 0 ? {} : { comparison: compared }),
      });
    }
    if (decision.soakState.reminded !== input.soakState.reminded) {
      const { stage } = input.soakState;
      await recordDecision(ports, input, {
        ...{ key: `approval-reminder-${stage}`, kind: 'approval-reminder', what: 'approval still missing' },
        ...{ reason: decision.reason, ...numbersOf(input), verdict },
      });
    }
    const remaining = await reportRemaining(ports, input, decision);
    return { ...decision, soakState: { ...decision.soakState, ...remaining } };
  };

/** The stage that is evaluated, and the percent that it has. */
function numbersOf({ plan, soakState: { stage } }: Input) {
  return { stage, percent: stageOf(plan, stage).percent };
}

/** Whether the decision differs from the one before, so that it is worth recording. */
function isNews({ move, soakState }: SoakDecision, before: SoakState): boolean {
  return (
    move !== 'wait' ||
    soakState.lastVerdict !== before.lastVerdict ||
    soakState.phase !== before.phase ||
    soakState.paused !== before.paused ||
    soakState.awaitingSince !== before.awaitingSince ||
    soakState.closedSince !== before.closedSince
  );
}

interface Measured {
  readonly judgement: Judgement;
  readonly evaluationRangeSeconds: number;
  readonly commands: CommandState | null;
  readonly leaseSeconds: number;
  /** What holds back more traffic, by the plan's change calendars; null: nothing. */
  readonly closed: ClosedCalendars | null;
  /** What the comparison knows now; empty where it knows nothing, and where it could not be read. */
  readonly known: Pick<SoakState, 'comparison'>;
  /** What the comparison rests on; empty where there is none, or nothing is known. */
  readonly compared: readonly DecidedComparison[];
}

/**
 * Takes every measurement, whatever becomes of the others: an alarm counts even when the requests cannot be
 * read.
 */
async function measure(ports: EvaluatePorts, input: Input): Promise<Measured> {
  const { plan, soakState } = input;
  const percent = gainedPercent(plan, stageOf(plan, soakState.stage).percent);
  const at: MeasuredAt = {
    path: gainingPath(plan),
    percent,
    secondsSinceEffective: (ports.clock.now() - Date.parse(soakState.effectiveAt)) / 1_000,
  };
  const soaking = { plan, soakState, at };
  const [commands, held, alarms, requests, paths, closed] = await Promise.all([
    attempt(() => currentCommands(ports, input)),
    attempt(() => judgeRoute(ports, input)),
    attempt(() => ports.health.alarms(plan.health.alarms)),
    attempt(() => measureRequests(ports, soaking)),
    attempt(() => measurePaths(ports, soaking)),
    ports.calendars === null ? null : closedCalendars(ports.calendars, plan),
  ]);
  // How far the clock is off is known only now, by the answers of AWS.
  const aheadSeconds = (ports.clock.aheadMs() ?? 0) / 1_000;
  const since = { ...at, secondsSinceEffective: at.secondsSinceEffective + aheadSeconds };
  const read = { alarms: alarms.value ?? [], requests: requests.value };
  const seen = await attempt(() => seeRequests(ports, soaking, read));
  const judgement = worst([
    ...[commands, held, alarms, requests, paths, seen].flatMap(({ failed }) => failed),
    ...(held.value?.judgements ?? []),
    ...(alarms.value === null
      ? []
      : judgeAlarms(plan.health, alarms.value, since, seen.value ?? NOTHING_SEEN)),
    ...(requests.value?.judgements ?? []),
    ...(paths.value?.judgements ?? []),
    ...judgeOwnProbes(plan, soakState),
    // The clock is read for gates alone: each reading of a rehearsal's clock takes a random number.
    ...(plan.gates === undefined ? [] : judgeGates(plan, soakState, currentTime(ports))),
  ]);
  const comparable = comparisonOf(plan) === null ? 0 : COMPARABLE_AFTER_SECONDS;
  const counted = requestSources(plan) === null ? 0 : COUNTED_AFTER_SECONDS;
  const measurable = percent === 0 ? 0 : Math.max(evaluationRange(alarms.value ?? []), comparable, counted);
  const pace = probePaceOf(plan.smokeTest);
  const evaluationRangeSeconds = Math.max(measurable, pace === null ? 0 : probedAfterSeconds(pace));
  const leaseSeconds = held.value?.leaseSeconds ?? 0;
  const evidence = paths.value?.evidence;
  const known = evidence === undefined ? {} : { comparison: evidence };
  const compared = paths.value?.compared ?? [];
  return {
    judgement,
    evaluationRangeSeconds,
    commands: commands.value,
    leaseSeconds,
    closed,
    known,
    compared,
  };
}

/** What could not be read is an `error` of its own. */
const NOTHING_SEEN: Seen = { requests: null, withinSeconds: 0, silent: [] };

interface Attempt<T> {
  readonly value: T | null;
  readonly failed: readonly Judgement[];
}

/** A measurement that fails is an `error`, which the plan's error limit counts. It is never health. */
async function attempt<T>(read: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await read(), failed: [] };
  } catch (error) {
    const { name, message } = error as Error;
    return { value: null, failed: [{ verdict: 'error', reason: `${name}: ${message}` }] };
  }
}

/** What the probes of the soak say; nothing for a plan without any. */
function judgeOwnProbes({ smokeTest }: Plan, { probes, probeError, effectiveAt }: SoakState): Judgement[] {
  const pace = probePaceOf(smokeTest);
  if (pace === null) {
    return [];
  }
  const failed = `the function that sends the probes failed: ${probeError}`;
  return [
    ...(probeError === undefined ? [] : [{ verdict: 'error' as const, reason: failed }]),
    judgeProbes(pace, probes, effectiveAt),
  ];
}
