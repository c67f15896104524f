import { maxIterations } from '../estimate/estimate';
import type { Plan } from '../plan/plan';
import { describeCommand } from '../shared/operator-command';
import { plural } from '../shared/plural';
import { approvalWait } from './approval-wait';
import { secondsToNextEvaluation, secondsWhileClosed } from './next-evaluation';
import { type Approvals, approvalsOf, describeApprovals, promotionOf } from './soak-commands';
import { paceOfPhase } from './soak-interval';
import type { SoakInput, SoakState } from './soak-state';
import { secondsBetween, soakLeft } from './soak-time';
import { acceptedIfLate, undecidedAfter, untilUndecidedLimit } from './undecided';
import { type Judgement, shorten, type Verdict } from './verdict';

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
  /** That of the measurement; `pass` where the plan accepts what is not known. */
  readonly verdict: Verdict;
  readonly soakState: SoakState;
  /** Who or what decided. */
  readonly by: string;
}

/** The rule of the soak loop: makes one decision from one measurement. */
export function decideSoak(measured: SoakInput): SoakDecision {
  const judgement = acceptedIfLate(measured);
  const input = { ...measured, judgement };
  const { verdict } = judgement;
  const { commands, now } = input;
  const soakState = afterMeasurement(input);
  const revert = (reason: string, by = 'cutover'): SoakDecision => ({
    move: 'revert',
    reason: shorten(reason),
    waitSeconds: 0,
    verdict,
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
    verdict,
    soakState,
  } as const;
  if (soakState.deployment?.done === false) {
    return { ...wait, reason: shorten(`${soakState.deployment.name} is under way; ${wait.reason}`) };
  }
  if (verdict !== 'pass' || soakLeft(input) > 0) {
    return wait;
  }
  const approvals = approvalsOf(input);
  if (approvals !== null && approvals.missing > 0) {
    const { timeoutSeconds } = approvals;
    const awaitingSince = soakState.awaitingSince ?? iso(now);
    const { left, isReminded, nextSeconds } = approvalWait(
      timeoutSeconds,
      secondsBetween(awaitingSince, now),
    );
    if (left <= 0) {
      return revert(`not approved within ${timeoutSeconds} s after the soak; ${judgement.reason}`);
    }
    const waiting = `waiting for ${describeApprovals(approvals, awaitingSince)}`;
    const reason = shorten(`${waiting}; ${wait.reason}`);
    const waitSeconds = Math.min(wait.waitSeconds, nextSeconds);
    const reminded = isReminded ? { reminded: isReminded } : {};
    return { ...wait, reason, waitSeconds, soakState: { ...soakState, awaitingSince, ...reminded } };
  }
  if (soakState.paused) {
    return wait;
  }
  const { closed = null } = input;
  if (closed === null || nextStage(input) === undefined) {
    return nextMove(input, soakState, approvals);
  }
  const closedSince = input.soakState.closedSince ?? iso(now);
  return {
    ...wait,
    reason: shorten(`${closed.reason}; ${wait.reason}`),
    waitSeconds: secondsWhileClosed(input, closed, secondsBetween(closedSince, now)),
    soakState: { ...soakState, closedSince },
  };
}

/** Why the measurement ends the cutover; null when it does not. */
function limitReached(input: SoakInput, soakState: SoakState): string | null {
  const { judgement, plan, now } = input;
  const { verdict, reason } = judgement;
  const { errorLimit } = plan.health;
  // A quiet night must not revert a finished cutover, so that the hold has a limit of its own.
  const { inconclusiveLimitSeconds } = paceOfPhase(plan, soakState);
  const { errors, inconclusiveSince, iterations } = soakState;
  if (verdict === 'fail') {
    return reason;
  }
  if (errors > errorLimit) {
    return `health could not be measured ${plural(errors, 'time')} in a row (limit ${errorLimit}): ${reason}`;
  }
  const seconds = inconclusiveSince === null ? null : secondsBetween(inconclusiveSince, now);
  if (seconds !== null && seconds >= inconclusiveLimitSeconds) {
    const where = soakState.phase === 'hold' ? ' in the hold' : '';
    const limit = `limit ${inconclusiveLimitSeconds} s${where}`;
    return `health has been inconclusive for ${Math.floor(seconds)} s (${limit}): ${reason}`;
  }
  const left = untilUndecidedLimit(input, soakState);
  if (left !== null && left <= 0) {
    const limit = judgement.undecided?.limitSeconds ?? inconclusiveLimitSeconds;
    const waited = `for ${Math.floor(limit - left)} s after the ${soakState.phase} (limit ${limit} s)`;
    return `the comparison has been inconclusive ${waited}: ${reason}`;
  }
  const most = maxIterations(plan);
  return iterations >= most
    ? `the execution history is nearly full after ${iterations} iterations (limit ${most}): ${reason}`
    : null;
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
function afterMeasurement(input: SoakInput): SoakState {
  const { judgement, commands, evaluationRangeSeconds, now } = input;
  const { undecidedSince: _, closedSince: __, ...soakState } = input.soakState;
  const judgeableAt = Date.parse(soakState.effectiveAt) + 1_000 * evaluationRangeSeconds;
  const isDoubt = isUnexplained(judgement);
  const isInconclusive = isDoubt && now >= judgeableAt;
  // An error does not show that the doubt is over.
  const otherwise = judgement.verdict === 'error' ? soakState.inconclusiveSince : null;
  return {
    ...soakState,
    ...undecidedAfter(input),
    errors: judgement.verdict === 'error' ? Math.max(soakState.errors + 1, judgement.errors ?? 0) : 0,
    inconclusiveSince: isInconclusive ? doubtSince(input, judgeableAt) : otherwise,
    iterations: soakState.iterations + 1,
    lastVerdict: judgement.verdict,
    paused: commands === null ? soakState.paused : commands.paused !== null,
  };
}

/** Since when it has been inconclusive, ISO 8601: a measure may have been so before others were in doubt. */
function doubtSince({ judgement, soakState, now }: SoakInput, judgeableAt: number): string {
  const { inconclusiveSince = iso(now) } = judgement;
  const since = Math.max(judgeableAt, Date.parse(inconclusiveSince));
  return iso(Math.min(now, since, Date.parse(soakState.inconclusiveSince ?? iso(now))));
}

/** The stage that comes after the soak; undefined for the last one, and in the hold. */
function nextStage({ plan, soakState }: SoakInput): Plan['stages'][number] | undefined {
  return soakState.phase === 'soak' ? plan.stages[soakState.stage + 1] : undefined;
}

/** Whether data is missing that nothing else waits for: the comparison and gates have limits of their own. */
function isUnexplained({ verdict, undecided, pending }: Judgement): boolean {
  return verdict === 'inconclusive' && undecided === undefined && pending === undefined;
}

/** After a pass at the end of a soak: the next stage or its deployment, the hold, or the end. */
function nextMove(input: SoakInput, soakState: SoakState, approvals: Approvals | null): SoakDecision {
  const { plan, judgement, now } = input;
  const promotion = promotionOf(input);
  const asked = [
    ...(promotion === null ? [] : [describeCommand('promoted', promotion)]),
    ...(approvals?.given ?? []).map((approval) => describeCommand('approved', approval)),
  ];
  const people = [...(promotion === null ? [] : [promotion]), ...(approvals?.given ?? [])];
  const decided = {
    reason: shorten([...asked, judgement.reason].join('; ')),
    waitSeconds: 0,
    verdict: judgement.verdict,
    by: people.length === 0 ? 'cutover' : [...new Set(people.map(({ by }) => by))].join(', '),
  };
  const next = nextStage(input);
  if (next !== undefined) {
    const deploys = next.deploy !== undefined && soakState.deployment === null;
    return { ...decided, move: deploys ? 'deploy' : 'shift', soakState };
  }
  if (soakState.phase === 'soak' && plan.hold !== undefined) {
    const held: SoakState = { ...soakState, phase: 'hold', since: iso(now) };
    const { everySeconds, seconds } = paceOfPhase(plan, held);
    const waitSeconds = Math.min(everySeconds, Math.max(1, seconds));
    return { ...decided, move: 'wait', waitSeconds, soakState: held };
  }
  // A write that lands after the last evaluation would not be seen.
  return input.leaseSeconds > 0
    ? { ...decided, move: 'wait', waitSeconds: input.leaseSeconds, soakState }
    : { ...decided, move: 'finish', soakState };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
