import { PROPAGATION_POLL_SECONDS } from '../core/estimate/estimate';
import { type SoakState, startSoak } from '../core/health/soak-state';
import type { Clock, TrafficRouter } from '../ports';
import type { Shift } from './shift-traffic';
import { currentTime } from './support/read-time';

interface Input {
  shift: Pick<Shift, 'change' | 'shiftedAt' | 'ttlSeconds' | 'stage'>;
  /** Iterations of all loops so far. */
  iterations: number;
}

interface Output {
  status: 'propagated' | 'pending' | 'late';
  reason: string;
  waitSeconds: number;
  iterations: number;
  /** The soak to start once the change has propagated. */
  soakState: SoakState;
}

/** Far beyond the 60 s that Route 53 generally takes: a change that has not propagated by then never will. */
export const PROPAGATION_LIMIT_SECONDS = 600;

/**
 * Checks whether a change has propagated. Clients may use the old answer for the TTL after that, so the soak
 * counts from the end of the TTL, while monitoring begins at once.
 */
export const checkPropagation =
  (ports: { readonly router: TrafficRouter; readonly clock: Clock }) =>
  async ({ shift, iterations }: Input): Promise<Output> => {
    const propagated = await ports.router.propagated(shift.change);
    const now = currentTime(ports);
    const waited = Math.floor((now - Date.parse(shift.shiftedAt)) / 1_000);
    const effectiveAt = new Date(now + 1_000 * shift.ttlSeconds).toISOString();
    const common = {
      waitSeconds: PROPAGATION_POLL_SECONDS,
      iterations: iterations + 1,
      soakState: startSoak(shift.stage, effectiveAt, iterations + 1, new Date(now).toISOString()),
    };
    if (propagated) {
      return {
        ...common,
        status: 'propagated',
        reason: `propagated after ${waited} s, TTL ${shift.ttlSeconds} s`,
      };
    }
    const limit = `limit ${PROPAGATION_LIMIT_SECONDS} s`;
    return {
      ...common,
      status: waited >= PROPAGATION_LIMIT_SECONDS ? 'late' : 'pending',
      reason: `change ${shift.change.id} has not propagated after ${waited} s (${limit})`,
    };
  };
