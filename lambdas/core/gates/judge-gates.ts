import type { SoakState } from '../health/soak-state';
import { secondsBetween } from '../health/soak-time';
import type { Judgement } from '../health/verdict';
import { type Gate, gateInterval, gatesOfPhase, gateTimeout, type WithGates } from './gate';
import { type GateState, gateStateOf } from './gate-state';

/** What of a soak is judged. */
type GatedSoak = Pick<SoakState, 'phase' | 'effectiveAt' | 'gates' | 'gateError' | 'deployment'>;

/**
 * Judges the last answer of a gate. One that is still running is `pending`: its own time-out ends that, and
 * then it is an error.
 * @param now epoch milliseconds
 */
export function judgeGate(gate: Gate, state: GateState, now: number): Judgement {
  const { verdict, reason, since, errors, inconclusiveSince } = state;
  if (verdict !== 'running') {
    return { verdict, reason: `gate ${gate.name}: ${reason}`, errors, inconclusiveSince };
  }
  const seconds = Math.max(0, Math.floor(secondsBetween(since, now)));
  const limit = gateTimeout(gate);
  const running = `gate ${gate.name} has been running for ${seconds} s (timeoutSeconds ${limit}): ${reason}`;
  return seconds > limit
    ? { verdict: 'error', reason: running }
    : { verdict: 'inconclusive', reason: running, pending: true };
}

/**
 * Judges the gates of a soak, or of the hold. A pass counts when it was asked for after the shift was
 * effective, and for a gate of a soak while it is not older than two of its intervals.
 * @param now epoch milliseconds
 */
export function judgeGates(plan: WithGates, soak: GatedSoak, now: number): readonly Judgement[] {
  const { gateError } = soak;
  const failed = `the function that asks the gates failed: ${gateError}`;
  return [
    ...(gateError === undefined ? [] : [{ verdict: 'error' as const, reason: failed }]),
    ...gatesOfPhase(plan, soak.phase).map((gate) => judgeInSoak(gate, soak, now)),
  ];
}

function judgeInSoak(gate: Gate, { phase, effectiveAt, gates = [], deployment }: GatedSoak, now: number) {
  const state = gateStateOf(gates, gate);
  const isSince = state !== undefined && Date.parse(state.since) >= Date.parse(effectiveAt);
  if (state === undefined || (state.verdict === 'pass' && !isSince)) {
    const reason = `gate ${gate.name} has not been asked since the shift became effective`;
    return { verdict: 'inconclusive', reason, pending: true } satisfies Judgement;
  }
  const judged = judgeGate(gate, state, now);
  const age = secondsBetween(state.askedAt, now);
  const limit = 2 * gateInterval(gate, phase);
  // Nobody asks gates while the next stage deploys; they are asked again after that.
  const mayBeOld = gate.at === 'each-stage' || deployment?.done === false;
  return judged.verdict !== 'pass' || mayBeOld || age <= limit
    ? judged
    : ({
        verdict: 'inconclusive',
        reason: `gate ${gate.name} last passed ${Math.floor(age)} s ago (limit ${limit} s)`,
      } satisfies Judgement);
}
