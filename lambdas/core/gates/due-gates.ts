import type { SoakState } from '../health/soak-state';
import { firstGates, type Gate, gateInterval, gatesOfPhase, type WithGates } from './gate';
import { type GateState, gateStateOf } from './gate-state';

/** A question that comes so many milliseconds early is not put off: the next chance is an interval later. */
const TOLERANCE_MS = 5_000;

/** What of a soak decides which gates are due. */
export type GatedSoak = Pick<SoakState, 'phase' | 'effectiveAt' | 'gates'>;

/** The gates that are asked before traffic, as long as they have not passed. */
export function dueFirstGates(plan: WithGates, states: readonly GateState[]): readonly Gate[] {
  return firstGates(plan).filter((gate) => gateStateOf(states, gate)?.verdict !== 'pass');
}

/**
 * The gates that are asked now. One for each stage is asked from when the shift is effective until it passes.
 * One of a soak is asked at its interval, and again at once when the shift has become effective, while it is
 * running, and after anything but a pass. After a failure none is asked any more: the evaluation reverts.
 * @param now epoch milliseconds
 */
export function dueGates(plan: WithGates, soak: GatedSoak, now: number): readonly Gate[] {
  const states = soak.gates ?? [];
  const effectiveAt = Date.parse(soak.effectiveAt);
  return gatesOfPhase(plan, soak.phase).filter((gate) => {
    const state = gateStateOf(states, gate);
    if (state?.verdict === 'fail') {
      return false;
    }
    const isSince = state !== undefined && Date.parse(state.since) >= effectiveAt;
    if (gate.at === 'each-stage') {
      return now >= effectiveAt && !(state?.verdict === 'pass' && isSince);
    }
    if (state?.verdict !== 'pass' || (now >= effectiveAt && !isSince)) {
      return true;
    }
    const asked = Date.parse(state.askedAt);
    // A clock that was ahead must not keep a gate from being asked.
    return asked > now || now >= asked + 1_000 * gateInterval(gate, soak.phase) - TOLERANCE_MS;
  });
}
