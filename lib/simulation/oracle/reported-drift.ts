import { StatesError } from '../../rehearsal/asl/expressions';
import { START, type World } from '../../rehearsal/world/world';
import type { LockWatch } from '../lock-watch';
import type { Violations } from '../violations';
import type { Disturbances } from './disturbances';

/** What the watch of reported drift needs. */
export interface ReportedDriftOptions {
  readonly world: World;
  readonly lock: LockWatch;
  readonly disturbances: Disturbances;
  readonly violations: Violations;
}

const CHANGED = 'changed by someone else';

/** Checks that somebody has changed the route where a cutover stops because of such a change. */
export function watchReportedDrift({ world, lock, disturbances, violations }: ReportedDriftOptions): void {
  const { functions, split } = world;
  const invoke = functions.invoke.bind(functions);
  // A revert has moved the route back while the shift was on its way.
  const isReverted = (payload: unknown) => !lock.holds((payload as { readonly execution: string }).execution);
  const isFine = () =>
    split.history.some(({ by }) => by === 'another') ||
    disturbances.hasBeenActiveSince('stuck-pending', START);
  const reported = (what: string) =>
    violations.require(isFine(), 'reverts-for-a-reason', `${what}, and nobody else has changed the route`);
  functions.invoke = async (task, payload, by) => {
    try {
      const output = await invoke(task, payload, by);
      const { move, reason } = (output ?? {}) as { readonly move?: string; readonly reason?: string };
      if (move === 'revert' && reason?.includes(CHANGED)) {
        reported(`${task} says that the route was changed`);
      }
      return output;
    } catch (error) {
      // A record that leads elsewhere has the same error, and may have been there from the start.
      const isChanged = error instanceof StatesError && error.message.includes(CHANGED);
      if (task !== 'RevertTraffic' && isChanged && !isReverted(payload)) {
        reported(`${task} has failed with RouteChangedError`);
      }
      throw error;
    }
  };
}
