import { MAX_ITERATIONS } from '../estimate/estimate';
import { type Plan, stageOf } from '../plan/plan';
import { type Judgement, shorten, type Verdict } from './verdict';

/** Where the watching of a stage stands. Travels through the state machine as JSON. */
export interface SoakState {
  readonly phase: 'soak' | 'hold';
  /** Index into the plan's stages. */
  readonly stage: number;
  /** ISO 8601: when watching began, at INSYNC. An approval from before is not meant for this stage. */
  readonly startedAt: string;
  /** ISO 8601: when the shift took effect, INSYNC and TTL included. May lie ahead. */
  readonly effectiveAt: string;
  /** ISO 8601: from when the soak, or the hold, counts. */
  readonly since: string;
  /** Measurements in a row that ended in `error`. */
  readonly errors: number;
  /** ISO 8601: from when the verdict has been inconclusive without a break, or null. */
  readonly inconclusiveSince: string | null;
  /** Turns of both loops since the cutover began; each costs history events, of which there is an end. */
  readonly iterations: number;
  readonly lastVerdict: Verdict | null;
  readonly paused: boolean;
  /** ISO 8601: since when only an operator's approval is missing, or null. */
  readonly awaitingSince: string | null;
  /** What the next stage deploys, once it was begun; null before that. */
  readonly deployment: StageDeployment | null;
}

/** A deployment that is watched with its stage. */
export interface StageDeployment {
  /** In words. */
  readonly name: string;
  readonly done: boolean;
}

/** What happens next: look again, deploy what the next stage wants deployed, raise, go on to the end, or go back. */
export type Move = 'wait' | 'deploy' | 'shift' | 'finish' | 'revert';

/** A decision of the soak loop. */
export interface SoakDecision {
  readonly move: Move;
  readonly reason: string;
  /** Seconds until the next look, when the move is `wait`. */
  readonly waitSeconds: number;
  readonly soakState: SoakState;
  /** Who or what asked. */
  readonly by: string;
}

/** The operator's last word, as far as the soak loop goes. */
export interface OperatorCommand {
  readonly kind: 'approve' | 'pause' | 'resume' | 'abort';
  readonly by: string;
  readonly reason: string;
  /** ISO 8601. */
  readonly at: string;
}

/** What a decision rests on. */
export interface SoakInput {
  readonly plan: Plan;
  readonly soakState: SoakState;
  readonly judgement: Judgement;
  /** Seconds after the settling before which an `inconclusive` is only too early. */
  readonly evaluationRangeSeconds: number;
  /** Null when nobody has said anything, or when it could not be read: then what was said before holds. */
  readonly request: OperatorCommand | null;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** A failed measurement is repeated after this, even when the plan looks less often. */
const ERROR_RETRY_SECONDS = 60;

/** The watch of a stage whose shift takes effect at `settledAt` (ISO 8601). */
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
 * The watch after the next stage's deployment has ended: what was measured before speaks of other tasks, so that a verdict counts once it rests on the
 * time since then alone. The soak itself does not begin anew.
 */
export function restartMeasurement(
  soakState: SoakState,
  deployment: StageDeployment,
  at: string,
): SoakState {
  return { ...soakState, effectiveAt: at, errors: 0, inconclusiveSince: null, deployment };
}

/** The rule of the soak loop: one measurement in, one decision out. */
export function decideSoak(input: SoakInput): SoakDecision {
  const { judgement, request } = input;
  const soakState = advance(input);
  const revert = (reason: string, by = 'cutover'): SoakDecision => ({
    move: 'revert',
    reason: shorten(reason),
    waitSeconds: 0,
    soakState,
    by,
  });
  if (request?.kind === 'abort') {
    return revert(`aborted by ${request.by}: ${request.reason}`, request.by);
  }
  if (judgement.verdict === 'fail') {
    return revert(judgement.reason);
  }
  const { errorLimit, inconclusiveLimitSeconds } = input.plan.health;
  if (soakState.errors > errorLimit) {
    return revert(
      `health could not be measured ${soakState.errors} times in a row, more than ${errorLimit}: ${judgement.reason}`,
    );
  }
  const doubt =
    soakState.inconclusiveSince === null ? null : secondsBetween(soakState.inconclusiveSince, input.now);
  if (doubt !== null && doubt >= inconclusiveLimitSeconds) {
    return revert(
      `health has been inconclusive for ${Math.floor(doubt)} s, the limit is ${inconclusiveLimitSeconds} s: ${judgement.reason}`,
    );
  }
  if (soakState.iterations >= MAX_ITERATIONS) {
    return revert(
      `after ${soakState.iterations} turns the history of the execution is nearly full: ${judgement.reason}`,
    );
  }
  const wait = {
    move: 'wait',
    ...said(input, soakState),
    waitSeconds: nextLook(input, soakState),
    soakState,
  } as const;
  if (soakState.deployment?.done === false) {
    return { ...wait, reason: shorten(`${soakState.deployment.name} is under way; ${wait.reason}`) };
  }
  if (judgement.verdict !== 'pass' || soakLeft(input) > 0) {
    return wait;
  }
  const timeout = approvalWanted(input);
  const awaitingSince = soakState.awaitingSince ?? iso(input.now);
  if (timeout !== null) {
    const left = timeout - secondsBetween(awaitingSince, input.now);
    if (left <= 0) {
      return revert(`not approved within ${timeout} s after the soak; ${judgement.reason}`);
    }
    const reason = shorten(`waiting for an approval since ${awaitingSince}; ${wait.reason}`);
    const waitSeconds = Math.min(wait.waitSeconds, Math.ceil(left));
    return { ...wait, reason, waitSeconds, soakState: { ...soakState, awaitingSince } };
  }
  return soakState.paused ? wait : goOn(input, soakState);
}

/** Seconds that an operator has for an approval that is still missing; null when none is. */
function approvalWanted({ plan, soakState, request }: SoakInput): number | null {
  const approval = soakState.phase === 'soak' ? plan.stages[soakState.stage]?.approval : undefined;
  const said = request?.kind === 'approve' && Date.parse(request.at) >= Date.parse(soakState.startedAt);
  // Without it, the next stage's deployment would not have begun.
  const given = said || soakState.deployment !== null;
  return approval === undefined || given ? null : approval.timeoutSeconds;
}

/** Why it waits. While paused, and when a pause has just ended, that is the operator's doing. */
function said(input: SoakInput, soakState: SoakState): Pick<SoakDecision, 'reason' | 'by'> {
  const { judgement, request } = input;
  if (request === null || !(soakState.paused || input.soakState.paused)) {
    return { reason: judgement.reason, by: 'cutover' };
  }
  const word = soakState.paused ? 'paused' : 'resumed';
  return {
    reason: shorten(`${word} by ${request.by}: ${request.reason}; ${judgement.reason}`),
    by: request.by,
  };
}

/** The watch after this measurement. */
function advance({ soakState, judgement, request, evaluationRangeSeconds, now }: SoakInput): SoakState {
  const measurableAt = Date.parse(soakState.effectiveAt) + 1_000 * evaluationRangeSeconds;
  const doubtful = judgement.verdict === 'inconclusive' && now >= measurableAt;
  const stillDoubtful = judgement.verdict === 'error' ? soakState.inconclusiveSince : null;
  return {
    ...soakState,
    errors: judgement.verdict === 'error' ? soakState.errors + 1 : 0,
    inconclusiveSince: doubtful ? (soakState.inconclusiveSince ?? iso(now)) : stillDoubtful,
    iterations: soakState.iterations + 1,
    lastVerdict: judgement.verdict,
    paused: request === null ? soakState.paused : request.kind === 'pause',
  };
}

/** After a pass at the end of a soak: the next stage, the hold, or the end. */
function goOn({ plan, judgement, now }: SoakInput, soakState: SoakState): SoakDecision {
  const decided = { reason: judgement.reason, waitSeconds: 0, by: 'cutover' };
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

/** Seconds of the soak, or the hold, that are still to come. */
function soakLeft(input: SoakInput): number {
  return phaseOf(input).seconds - secondsBetween(input.soakState.since, input.now);
}

/** How long the soak, or the hold, lasts, and how often it is looked at. */
function phaseOf({ plan, soakState }: SoakInput): {
  readonly seconds: number;
  readonly everySeconds: number;
} {
  return soakState.phase === 'hold' && plan.hold !== undefined
    ? plan.hold
    : { seconds: stageOf(plan, soakState.stage).soakSeconds, everySeconds: plan.health.everySeconds };
}

/** Seconds until the next look: the plan's interval, sooner when the soak ends or a measurement failed. */
function nextLook(input: SoakInput, soakState: SoakState): number {
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
