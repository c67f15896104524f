import { PROPAGATION_POLL_SECONDS } from '../core/estimate/estimate';
import { type SoakState, startSoak } from '../core/health/soak';
import type { Clock, TrafficRouter } from '../ports';
import type { Shift } from './shift-traffic';

interface Input {
  shift: Pick<Shift, 'change' | 'shiftedAt' | 'ttlSeconds' | 'stage'>;
  /** Turns of both loops so far. */
  iterations: number;
}

interface Output {
  status: 'effective' | 'pending' | 'late';
  reason: string;
  waitSeconds: number;
  iterations: number;
  /** The watch to start when the change is in. */
  soakState: SoakState;
}

/** Far beyond the 60 s that Route 53 generally takes: after this something is wrong. */
export const LIMIT_SECONDS = 600;
/** Allowed for a router that cannot say whether a change is in. */
const UNVERIFIABLE_SECONDS = 60;

/**
 * Asks whether a change has taken effect. Once it has, clients still use the old answer for the TTL: the shift counts as settled
 * after that, while watching begins at once.
 */
export const checkPropagation =
  (ports: { readonly router: TrafficRouter; readonly clock: Clock }) =>
  async ({ shift, iterations }: Input): Promise<Output> => {
    const propagated = await ports.router.propagated(shift.change);
    const now = ports.clock.now();
    const waited = Math.floor((now - Date.parse(shift.shiftedAt)) / 1_000);
    const isIn = propagated === 'unverifiable' ? waited >= UNVERIFIABLE_SECONDS : propagated;
    const effectiveAt = new Date(now + 1_000 * shift.ttlSeconds).toISOString();
    const common = {
      waitSeconds: PROPAGATION_POLL_SECONDS,
      iterations: iterations + 1,
      soakState: startSoak(shift.stage, effectiveAt, iterations + 1, new Date(now).toISOString()),
    };
    if (isIn) {
      return {
        ...common,
        status: 'effective',
        reason: `in effect after ${waited} s, TTL ${shift.ttlSeconds} s`,
      };
    }
    return waited >= LIMIT_SECONDS
      ? {
          ...common,
          status: 'late',
          reason: `change ${shift.change.id} has not taken effect for ${waited} s, the limit is ${LIMIT_SECONDS} s`,
        }
      : { ...common, status: 'pending', reason: `not in effect after ${waited} s` };
  };
