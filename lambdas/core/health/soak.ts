import { MAX_ITERATIONS } from '../estimate/estimate';
import { type Plan, stageOf } from '../plan/plan';
import { type CommandState, describeCommand, type OperatorCommand } from '../shared/operator-command';
import { plural } from '../shared/plural';
import { type Judgement, shorten, type Verdict } from './verdict';

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
  /** Iterations of all loops since the cutover began. Each adds history events, whose number is limited. */
  readonly iterations: number;
  readonly lastVerdict: Verdict | null;
  readonly paused: boolean;
  /** ISO 8601: since when only an operator's approval is missing; null while it is not. */
  readonly awaitingSince: string | null;
  /** What the next stage deploys, once its deployment has started; null before that. */
  readonly deployment: StageDeployment | null;
}

/** The deployment of the next stage, as the soak of this one needs to know it. */
export interface StageDeployment {
  /** As messages name it. */
  readonly name: string;
  readonly done: boolean;
}

/**
 * What happens next: `wait` for the next evaluation, `deploy` what the next stage names, `shift` to the next
 * stage, `finish` the cutover, or `revert` it.
 */
export type Move = 'wait' | 'deploy' | 'shift' | 'finish' | 'revert';

/** A decision of the soak loop. */
export interface SoakDecision {
  readonly move: Move;
  readonly reason: string;
  /** Seconds until the next evaluation, when the move is `wait`; otherwise 0. */
  readonly waitSeconds: number;
  readonly soakState: SoakState;
  /** Who or what decided. */
  readonly by: string;
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
  /** Epoch milliseconds. */
  readonly now: number;
}

/** A failed measurement is repeated after this time, even when the plan's interval is longer. */
const ERROR_RETRY_SECONDS = 60;

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
 * this restarts the measurement window, and keeps the soak timer.
 */
export function restartMeasurement(soakState: SoakState, deployment: StageDeployment, at: string): SoakState {
  return { ...soakState, effectiveAt: at, errors: 0, inconclusiveSince: null, deployment };
}

/** The rule of the soak loop: makes one decision from one measurement. */
export function decideSoak(input: SoakInput): SoakDecision {
  const { judgement, commands, now } = input;
  const soakState = afterMeasurement(input);
  const revert = (reason: string, by = 'cutover'): SoakDecision => ({
    move: 'revert',
    reason: shorten(reason),
    waitSeconds: 0,
    soakState,
    by,
  });
  const aborted = commands?.aborted ?? null;
  if (aborted !== null) {
    return revert(describeCommand('aborted', aborted), aborted.by);
  }
  const limit = limitReached(input, soakState);
  if (limit !== null) {
    return revert(limit);
  }
  const wait = {
    move: 'wait',
    ...reasonToWait(input),
    waitSeconds: secondsToNextEvaluation(input, soakState),
    soakState,
  } as const;
  if (soakState.deployment?.done === false) {
    return { ...wait, reason: shorten(`${soakState.deployment.name} is under way; ${wait.reason}`) };
  }
  if (judgement.verdict !== 'pass' || soakLeft(input) > 0) {
    return wait;
  }
  const { timeoutSeconds, approval } = neededApproval(input);
  if (timeoutSeconds !== null && approval === null) {
    const awaitingSince = soakState.awaitingSince ?? iso(now);
    const left = timeoutSeconds - secondsBetween(awaitingSince, now);
    if (left <= 0) {
      return revert(`not approved within ${timeoutSeconds} s after the soak; ${judgement.reason}`);
    }
    const waiting = `waiting for an approval since ${awaitingSince}${describeEarlierApproval(input)}`;
    const reason = shorten(`${waiting}; ${wait.reason}`);
    const waitSeconds = Math.min(wait.waitSeconds, Math.ceil(left));
    return { ...wait, reason, waitSeconds, soakState: { ...soakState, awaitingSince } };
  }
  return soakState.paused ? wait : nextMove(input, soakState, approval);
}

/** Why the measurement ends the cutover; null when it does not. */
function limitReached({ judgement, plan, now }: SoakInput, soakState: SoakState): string | null {
  const { verdict, reason } = judgement;
  const { errorLimit, inconclusiveLimitSeconds } = plan.health;
  const { errors, inconclusiveSince, iterations } = soakState;
  if (verdict === 'fail') {
    return reason;
  }
  if (errors > errorLimit) {
    return `health could not be measured ${plural(errors, 'time')} in a row (limit ${errorLimit}): ${reason}`;
  }
  const seconds = inconclusiveSince === null ? null : secondsBetween(inconclusiveSince, now);
  if (seconds !== null && seconds >= inconclusiveLimitSeconds) {
    const limit = `limit ${inconclusiveLimitSeconds} s`;
    return `health has been inconclusive for ${Math.floor(seconds)} s (${limit}): ${reason}`;
  }
  return iterations >= MAX_ITERATIONS
    ? `the execution history is nearly full after ${iterations} iterations` +
        ` (limit ${MAX_ITERATIONS}): ${reason}`
    : null;
}

/** The approval that the move after this soak needs. */
interface NeededApproval {
  /** Seconds that operators have to give it; null when none is needed. */
  readonly timeoutSeconds: number | null;
  readonly approval: OperatorCommand | null;
}

function neededApproval({ plan, soakState, commands }: SoakInput): NeededApproval {
  const needed = soakState.phase === 'soak' ? plan.stages[soakState.stage]?.approval : undefined;
  // The next stage's deployment does not start without the approval.
  if (needed === undefined || soakState.deployment !== null) {
    return { timeoutSeconds: null, approval: null };
  }
  const since = Date.parse(soakState.startedAt);
  const approval = commands?.approvals.find(({ at }) => Date.parse(at) >= since) ?? null;
  return { timeoutSeconds: needed.timeoutSeconds, approval };
}

/** Why an approval that came before this soak does not count for it; empty when there is none. */
function describeEarlierApproval({ soakState, commands }: SoakInput): string {
  const last = commands?.approvals.at(-1);
  return last === undefined
    ? ''
    : ` (that of ${last.by} at ${last.at} came before this soak began at ${soakState.startedAt})`;
}

/** Why it waits, and on whose behalf: the operator's while paused, and when a pause has just ended. */
function reasonToWait({ judgement, commands, soakState }: SoakInput): Pick<SoakDecision, 'reason' | 'by'> {
  const paused = commands?.paused ?? null;
  const resumed = soakState.paused ? (commands?.resumed ?? null) : null;
  const command = paused ?? resumed;
  if (command === null) {
    return { reason: judgement.reason, by: 'cutover' };
  }
  const said = describeCommand(paused === null ? 'resumed' : 'paused', command);
  return { reason: shorten(`${said}; ${judgement.reason}`), by: command.by };
}

/** The state of the soak after this measurement. */
function afterMeasurement({
  soakState,
  judgement,
  commands,
  evaluationRangeSeconds,
  now,
}: SoakInput): SoakState {
  const judgeableAt = Date.parse(soakState.effectiveAt) + 1_000 * evaluationRangeSeconds;
  const isInconclusive = judgement.verdict === 'inconclusive' && now >= judgeableAt;
  // An error does not show that the doubt is over.
  const otherwise = judgement.verdict === 'error' ? soakState.inconclusiveSince : null;
  return {
    ...soakState,
    errors: judgement.verdict === 'error' ? soakState.errors + 1 : 0,
    inconclusiveSince: isInconclusive ? (soakState.inconclusiveSince ?? iso(now)) : otherwise,
    iterations: soakState.iterations + 1,
    lastVerdict: judgement.verdict,
    paused: commands === null ? soakState.paused : commands.paused !== null,
  };
}

/** After a pass at the end of a soak: the next stage or its deployment, the hold, or the end. */
function nextMove(
  { plan, judgement, now }: SoakInput,
  soakState: SoakState,
  approval: OperatorCommand | null,
): SoakDecision {
  const decided = {
    reason:
      approval === null
        ? judgement.reason
        : shorten(`${describeCommand('approved', approval)}; ${judgement.reason}`),
    waitSeconds: 0,
    by: approval?.by ?? 'cutover',
  };
  const next = soakState.phase === 'soak' ? plan.stages[soakState.stage + 1] : undefined;
  if (next !== undefined) {
    const deploys = next.deploy !== undefined && soakState.deployment === null;
    return { ...decided, move: deploys ? 'deploy' : 'shift', soakState };
  }
  if (soakState.phase === 'soak' && plan.hold !== undefined) {
    const held: SoakState = { ...soakState, phase: 'hold', since: iso(now) };
    const waitSeconds = Math.min(plan.hold.everySeconds, Math.max(1, plan.hold.seconds));
    return { ...decided, move: 'wait', waitSeconds, soakState: held };
  }
  return { ...decided, move: 'finish', soakState };
}

/** Seconds of the soak, or the hold, that are left. */
function soakLeft(input: SoakInput): number {
  return phaseOf(input).seconds - secondsBetween(input.soakState.since, input.now);
}

/** How long the soak, or the hold, lasts, and the interval of its evaluations. */
function phaseOf({ plan, soakState }: SoakInput): {
  readonly seconds: number;
  readonly everySeconds: number;
} {
  return soakState.phase === 'hold' && plan.hold !== undefined
    ? plan.hold
    : { seconds: stageOf(plan, soakState.stage).soakSeconds, everySeconds: plan.health.everySeconds };
}

/** The plan's interval; less when the soak ends earlier, when the alarms can be judged, or after an error. */
function secondsToNextEvaluation(input: SoakInput, soakState: SoakState): number {
  const { evaluationRangeSeconds, now } = input;
  const { everySeconds } = phaseOf(input);
  const interval = soakState.errors > 0 ? Math.min(everySeconds, ERROR_RETRY_SECONDS) : everySeconds;
  const judgeable = evaluationRangeSeconds - secondsBetween(soakState.effectiveAt, now);
  const left = Math.ceil(Math.max(soakLeft(input), judgeable));
  return left > 0 ? Math.min(interval, left) : interval;
}

function secondsBetween(from: string, to: number): number {
  return (to - Date.parse(from)) / 1_000;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
