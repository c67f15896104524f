import { unknownWait } from '../comparison/unknown-wait';
import { type Gate, gateInterval, gatesOfPhase } from '../gates/gate';
import { evaluationInterval, PROBE_WINDOW_SECONDS, patientEvaluations } from '../health/soak-interval';
import type { Deploy } from '../plan/deploy';
import { gainedPercent } from '../plan/direction';
import type { Plan } from '../plan/plan';
import { stageOf } from '../plan/stage-of';
import { LEAD_CHECK_SECONDS } from '../record-preparation/lead';
import { recordsToPrepare } from '../record-preparation/preparation';
import { paceOf } from '../routers/route';
import { type ProbePace, probePaceOf } from '../smoke-test/repeated-checks';
import { firstGateEvents, gateEvents, gateTasks, gateWaitSeconds, PER_GATES } from './gate-estimate';
import { usdFor } from './prices';
import { estimateProbes, type ProbeEstimate } from './probe-estimate';

/** The most history events that a plan may use. An execution of Step Functions fails at 25,000. */
export const MAX_HISTORY_EVENTS = 20_000;
/** An iteration of Wait, Task and Choice: 2 + 5 + 2 events. */
const EVENTS_PER_ITERATION = 9;
const TRANSITIONS_PER_ITERATION = 3;
/** The Task that sends probes in an iteration. */
const PER_PROBES = { events: 5, transitions: 1, invocations: 1 };
/** The events that the loops may use: the execution ends itself before 24,000 of the 25,000 events. */
const MAX_LOOP_EVENTS = 24_000 - 1_000;
/** The most iterations of the loops of a plan without probes. */
export const MAX_ITERATIONS = Math.floor(MAX_LOOP_EVENTS / EVENTS_PER_ITERATION);

/** The most iterations of the loops: each counts as one with probes and gates where the plan has them. */
export function maxIterations(plan: Pick<Plan, 'smokeTest' | 'gates'>): number {
  return Math.floor(MAX_LOOP_EVENTS / monitoringEvents(plan));
}

/** Events of an iteration of a soak. */
function monitoringEvents(plan: Pick<Plan, 'smokeTest' | 'gates'>): number {
  const probing = probePaceOf(plan.smokeTest) === null ? 0 : PER_PROBES.events;
  return EVENTS_PER_ITERATION + probing + gateEvents(plan);
}

/**
 * Events and transitions outside the loops: from ValidatePlan to SmokeTest, and from VerifyDecommission to
 * the end.
 */
const FIXED = { events: 48, transitions: 12, invocations: 6 };
const PER_SHIFT = { events: 5, transitions: 1, invocations: 1 };

/** Preparing the records, the second preflight, and restoring the TTL: three tasks and two choices. */
const PER_PREPARATION = { events: 21, transitions: 5, invocations: 3 };

/** Seconds between two checks of whether a change has propagated. */
export const PROPAGATION_POLL_SECONDS = 10;
/**
 * Seconds until the evaluation range of an alarm (3 of 3 minutes) lies after the shift. A soak lasts at least
 * as long.
 */
const TYPICAL_EVALUATION_RANGE_SECONDS = 300;
/** Time for new tasks to start, pass the hook and get the traffic at once or by a short canary. */
const TYPICAL_DEPLOYMENT_SECONDS = 600;
/** Seconds from the decision to revert until the router has accepted the change. */
const REVERT_ACCEPT_SECONDS = 10;

/** The estimate of a stage, of the deployment before it, or of the hold. */
export interface PhaseEstimate {
  readonly phase: 'stage' | 'deployment' | 'hold';
  /** Share of traffic on the new path during the phase; null: as it is before the cutover. */
  readonly percent: number | null;
  readonly soakSeconds: number;
  /** Duration, including propagation and the time that alarms need. */
  readonly seconds: number;
  readonly everySeconds: number;
  readonly evaluations: number;
}

/** What a plan takes if all goes well. */
export interface Estimate {
  readonly phases: readonly PhaseEstimate[];
  /**
   * Duration before the first stage, including the lead after a TTL is lowered; 0 if there is nothing to
   * prepare.
   */
  readonly preparationSeconds: number;
  readonly durationSeconds: number;
  /**
   * The revert time: seconds from an alarm until all traffic is back where it was. Includes the write, the
   * propagation, and the time that clients cache answers.
   */
  readonly backSeconds: number;
  /**
   * The revert time if the event of the alarm is lost just after an evaluation, so that the next evaluation
   * decides.
   */
  readonly worstBackSeconds: number;
  readonly transitions: number;
  readonly historyEvents: number;
  /** If every stage stays inconclusive, and every approval takes, as long as the plan allows. */
  readonly worstHistoryEvents: number;
  readonly estimatedUsd: number;
  /** Null for a plan without probes. Their events and cost are in the numbers above. */
  readonly probes: ProbeEstimate | null;
}

/** Estimates the duration, transitions, history events and cost of a plan. Reads neither a clock nor AWS. */
export function estimate(plan: Plan): Estimate {
  const phases = phasesOf(plan);
  const { propagationSeconds, cachedSeconds } = paceOf(plan.router);
  const prepared = preparationOf(plan);
  const monitoring = phases.reduce((sum, phase) => sum + phase.evaluations + checksOf(plan, phase), 0);
  const iterations = prepared.iterations + monitoring;
  const probes = estimateProbes(plan, phases);
  const soaking = phases.reduce((sum, one) => sum + (one.phase === 'deployment' ? 0 : one.evaluations), 0);
  const probeTasks = probes === null ? 0 : soaking;
  const asked = gateTasks(plan, phases);
  // Starting a deployment takes as many events as a shift.
  const shifts = phases.filter(({ phase }) => phase !== 'hold').length;
  const once = (what: 'events' | 'transitions' | 'invocations') => FIXED[what] + prepared.once[what];
  const perLoop = (what: 'invocations' | 'transitions', each: number) =>
    once(what) +
    shifts * PER_SHIFT[what] +
    iterations * each +
    probeTasks * PER_PROBES[what] +
    asked * PER_GATES[what];
  const invocations = perLoop('invocations', 1);
  const transitions = perLoop('transitions', TRANSITIONS_PER_ITERATION);
  // Before the first stage there is nothing to revert.
  const monitored = phases.filter(({ phase, percent }) => phase !== 'deployment' || (percent ?? 0) > 0);
  const longestInterval = Math.max(...monitored.map((phase) => phase.everySeconds));
  const backSeconds = REVERT_ACCEPT_SECONDS + propagationSeconds + cachedSeconds;
  return {
    phases,
    preparationSeconds: prepared.seconds,
    durationSeconds: phases.reduce((sum, phase) => sum + phase.seconds, prepared.seconds),
    backSeconds,
    worstBackSeconds: longestInterval + gateWaitSeconds(plan) + backSeconds,
    transitions,
    historyEvents:
      once('events') +
      shifts * PER_SHIFT.events +
      iterations * EVENTS_PER_ITERATION +
      probeTasks * PER_PROBES.events +
      asked * PER_GATES.events,
    worstHistoryEvents: worstEvents(plan, intervalsOf(plan)),
    estimatedUsd: usdFor({ transitions, invocations, probeSeconds: probes?.functionSeconds ?? 0 }),
    probes,
  };
}

/** An interval of a plan that is too short, in whole seconds. */
export interface FittingInterval {
  /** `hold.everySeconds`, `smokeTest.everySeconds` or `stages[1].deploy.everySeconds`, for example. */
  readonly field: string;
  readonly everySeconds: number;
  /** The shortest interval that keeps the plan within its history events. */
  readonly atLeast: number;
}

/**
 * The intervals to raise so that the plan stays within `MAX_HISTORY_EVENTS`; empty if it already does. The
 * hold is tried first, because long plans use most events there, then the soaks, and deployments last. If one
 * interval is not enough, all of them get the same minimum.
 */
export function fittingIntervals(plan: Plan): FittingInterval[] {
  const forever = Number.MAX_SAFE_INTEGER;
  const { stage: health, hold } = intervalsOf(plan);
  const fits = (stage: number, hold: number, deployment: number): boolean =>
    worstEvents(plan, { stage, hold, deployment }) <= MAX_HISTORY_EVENTS;
  if (fits(health, hold, 0)) {
    return [];
  }
  const inHold = intervalFields(plan, 'hold');
  const monitoring = [...intervalFields(plan, 'soak'), ...inHold];
  const deploying = plan.stages.flatMap(({ deploy }, i) =>
    deploy === undefined
      ? []
      : [
          {
            field: `stages[${i}].deploy.everySeconds`,
            everySeconds: deploy.everySeconds,
            iterationSeconds: deploy.everySeconds,
          },
        ],
  );
  if (fits(health, forever, 0)) {
    return tooShort(inHold, (seconds) => fits(health, seconds, 0));
  }
  if (fits(forever, forever, 0)) {
    return tooShort(monitoring, (seconds) => fits(seconds, Math.max(hold, seconds), 0));
  }
  return tooShort([...monitoring, ...deploying], (seconds) =>
    fits(Math.max(health, seconds), Math.max(hold, seconds), seconds),
  );
}

/** The intervals that are shorter than the shortest interval that fits. */
function tooShort(
  intervals: readonly IntervalField[],
  fits: (seconds: number) => boolean,
): FittingInterval[] {
  const atLeast = smallest(fits);
  return intervals
    .filter(({ iterationSeconds }) => iterationSeconds < atLeast)
    .map(({ field, everySeconds }) => ({ field, everySeconds, atLeast }));
}

function phasesOf(plan: Plan): PhaseEstimate[] {
  const { propagationSeconds, cachedSeconds } = paceOf(plan.router);
  const stages = plan.stages.flatMap(({ percent, soakSeconds, deploy }, i): PhaseEstimate[] => {
    const evaluationRange = gainedPercent(plan, percent) === 0 ? 0 : TYPICAL_EVALUATION_RANGE_SECONDS;
    // After the next deployment, the evaluation range of the alarms must lie after that deployment.
    const afterDeployment = plan.stages[i + 1]?.deploy === undefined ? 0 : evaluationRange;
    const monitored = cachedSeconds + Math.max(soakSeconds, evaluationRange) + afterDeployment;
    const everySeconds = intervalsOf(plan).stage;
    const stage: PhaseEstimate = {
      phase: 'stage',
      percent,
      soakSeconds,
      seconds: propagationSeconds + monitored,
      everySeconds,
      evaluations: Math.ceil(monitored / everySeconds),
    };
    return deploy === undefined
      ? [stage]
      : [deploymentPhase(deploy, plan.stages[i - 1]?.percent ?? null), stage];
  });
  if (plan.hold === undefined) {
    return stages;
  }
  const { seconds } = plan.hold;
  const { hold: everySeconds } = intervalsOf(plan);
  const { percent } = stageOf(plan, plan.stages.length - 1);
  const evaluations = Math.ceil(seconds / everySeconds);
  return [...stages, { phase: 'hold', percent, soakSeconds: seconds, seconds, everySeconds, evaluations }];
}

/** The preparation of the records before the first stage, and their restoration after the last. */
function preparationOf(plan: Plan) {
  if (recordsToPrepare(plan) === null) {
    return { seconds: 0, iterations: 0, once: { events: 0, transitions: 0, invocations: 0 } };
  }
  const leadSeconds = plan.ttl?.leadSeconds ?? 0;
  const { propagationSeconds } = paceOf(plan.router);
  return {
    seconds: propagationSeconds + leadSeconds,
    iterations:
      Math.ceil(propagationSeconds / PROPAGATION_POLL_SECONDS) + Math.ceil(leadSeconds / LEAD_CHECK_SECONDS),
    once: PER_PREPARATION,
  };
}

function deploymentPhase({ timeoutSeconds, everySeconds }: Deploy, percent: number | null): PhaseEstimate {
  const seconds = Math.min(TYPICAL_DEPLOYMENT_SECONDS, timeoutSeconds);
  const evaluations = Math.ceil(seconds / everySeconds);
  return { phase: 'deployment', percent, soakSeconds: 0, seconds, everySeconds, evaluations };
}

function checksOf({ router }: Plan, { phase }: PhaseEstimate): number {
  return phase === 'stage' ? Math.ceil(paceOf(router).propagationSeconds / PROPAGATION_POLL_SECONDS) : 0;
}

/** Seconds between two evaluations. */
interface Intervals {
  readonly stage: number;
  readonly hold: number;
  /** A minimum; a stage may have a longer interval. */
  readonly deployment: number;
}

function intervalsOf(plan: Plan): Intervals {
  return {
    stage: evaluationInterval(plan, 'soak', plan.health.everySeconds),
    hold:
      plan.hold === undefined
        ? Number.MAX_SAFE_INTEGER
        : evaluationInterval(plan, 'hold', plan.hold.everySeconds),
    deployment: 0,
  };
}

/** The fields that decide how often a phase is evaluated. */
function intervalFields(plan: Plan, phase: 'soak' | 'hold'): IntervalField[] {
  const { health, hold, smokeTest } = plan;
  const pace = probePaceOf(smokeTest);
  const [every, name] = phase === 'hold' ? [hold?.everySeconds, 'hold'] : [health.everySeconds, 'health'];
  return [
    ...(every === undefined
      ? []
      : [{ field: `${name}.everySeconds`, everySeconds: every, iterationSeconds: every }]),
    ...(every === undefined || pace === null
      ? []
      : [probeField(phase === 'hold' ? 'holdEverySeconds' : 'everySeconds', pace)]),
    ...(every === undefined ? [] : gateFields(plan, phase)),
  ];
}

/** The intervals of the gates that are asked again and again. */
function gateFields(plan: Plan, phase: 'soak' | 'hold'): IntervalField[] {
  const fieldOf = (gate: Gate): IntervalField => {
    const field = phase === 'hold' ? 'holdEverySeconds' : 'everySeconds';
    const everySeconds = gateInterval(gate, phase);
    const index = plan.gates?.indexOf(gate);
    return { field: `gates[${index}].${field}`, everySeconds, iterationSeconds: everySeconds };
  };
  return gatesOfPhase(plan, phase)
    .filter(({ at }) => at === 'soak')
    .map(fieldOf);
}

function probeField(field: 'everySeconds' | 'holdEverySeconds', pace: ProbePace): IntervalField {
  const everySeconds = pace[field];
  return {
    field: `smokeTest.${field}`,
    everySeconds,
    iterationSeconds: Math.max(PROBE_WINDOW_SECONDS, everySeconds),
  };
}

/** A field of the plan, and how often an iteration follows from it. */
interface IntervalField extends Omit<FittingInterval, 'atLeast'> {
  readonly iterationSeconds: number;
}

function worstEvents(plan: Plan, every: Intervals): number {
  const stages = phasesOf(plan).filter(({ phase }) => phase === 'stage');
  const evaluations = stages.map((phase, i) => {
    const approval = plan.stages[i]?.approval?.timeoutSeconds ?? 0;
    // The limit for inconclusive verdicts restarts after the next deployment, as does the comparison.
    const deploys = plan.stages[i + 1]?.deploy !== undefined;
    const limits = deploys ? 2 : 1;
    const unknown = unknownWait(plan, phase.percent);
    const again = deploys && unknown !== null ? phase.soakSeconds : 0;
    const seconds = phase.seconds + again + limits * plan.health.inconclusiveLimitSeconds + approval;
    const patient = { everySeconds: every.stage, limitSeconds: unknown?.limitSeconds ?? 0 };
    return (
      Math.ceil(seconds / every.stage) +
      limits * patientEvaluations(plan, 'soak', patient) +
      checksOf(plan, phase)
    );
  });
  const { hold } = plan;
  const held =
    hold === undefined
      ? []
      : [
          Math.ceil(hold.seconds / every.hold) +
            patientEvaluations(plan, 'hold', {
              everySeconds: every.hold,
              limitSeconds:
                hold.inconclusiveLimitSeconds +
                (unknownWait(plan, stageOf(plan, plan.stages.length - 1).percent)?.limitSeconds ?? 0),
            }),
        ];
  const deployments = plan.stages.flatMap(({ deploy }) =>
    deploy === undefined
      ? []
      : [Math.ceil(deploy.timeoutSeconds / Math.max(deploy.everySeconds, every.deployment))],
  );
  const preparation = preparationOf(plan);
  const monitored = [...evaluations, ...held].map((iterations) => iterations * monitoringEvents(plan));
  const others = deployments.map((iterations) => iterations * EVENTS_PER_ITERATION);
  return [...monitored, ...others].reduce(
    (sum, events) => sum + PER_SHIFT.events + events,
    FIXED.events +
      preparation.once.events +
      preparation.iterations * EVENTS_PER_ITERATION +
      firstGateEvents(plan, EVENTS_PER_ITERATION),
  );
}

/**
 * The smallest whole number of seconds for which `fits` is true. `fits` must be true for every larger number.
 */
function smallest(fits: (seconds: number) => boolean): number {
  let low = 1;
  let high = 2;
  while (!fits(high)) {
    high *= 2;
  }
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) {
      high = middle;
    } else {
      low = middle + 1;
    }
  }
  return low;
}
