import type { World } from '../../../rehearsal/world/world';
import { SKEW_MS } from '../../reference/bounds';
import type { Violations } from '../../violations';
import type { Disturbances } from '../disturbances';
import type { InvocationListener } from '../invocations';

/** What the watch of late changes needs. */
interface LatenessWatchOptions {
  readonly world: Pick<World, 'clock' | 'split'>;
  readonly disturbances: Pick<Disturbances, 'hasBeenActiveSince'>;
  readonly violations: Violations;
}

/** A change that has not reached every server is late after so long, and not before. */
const LATE_MS = 600_000;

/** Checks that no change is called late before its time: cutovers revert for it, and reverts fail. */
export function watchLateness({ world, disturbances, violations }: LatenessWatchOptions): InvocationListener {
  return (task, payload) => {
    if (task !== 'CheckPropagation') {
      return null;
    }
    const { shift } = payload as { readonly shift: { readonly shiftedAt: string } };
    return ({ output }) => {
      const { status } = output as { readonly status: string };
      const claimed = Date.parse(shift.shiftedAt);
      const own = world.split.history.findLast(({ by, at }) => by === 'cutover' && at <= claimed + SKEW_MS);
      const at = own?.at ?? claimed;
      const sinceMs = world.clock.now() - at;
      violations.require(
        status !== 'late' || sinceMs >= LATE_MS - SKEW_MS || disturbances.hasBeenActiveSince('clock-off', at),
        'reverts-for-a-reason',
        `a change was called late ${Math.round(sinceMs / 1_000)} s after it was written`,
      );
    };
  };
}
