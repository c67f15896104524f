import type { World } from '../../rehearsal/world/world';
import type { Violations } from '../violations';
import type { Disturbances } from './disturbances';

/** What the watch of reported drift needs. */
export interface ReportedDriftOptions {
  readonly world: World;
  readonly disturbances: Disturbances;
  readonly violations: Violations;
}

/** Who has changed nothing is not blamed: a cutover that stops for drift has found some. */
export function watchReportedDrift({ world, disturbances, violations }: ReportedDriftOptions): void {
  const { functions, split } = world;
  const invoke = functions.invoke.bind(functions);
  const isFine = () =>
    split.history.some(({ by }) => by === 'another') ||
    disturbances.hasBeenActiveSince('stuck-pending', 0) ||
    disturbances.hasBeenActiveSince('record-added', 0);
  const reported = (what: string) =>
    violations.require(isFine(), 'reverts-for-a-reason', `${what}, and nobody else has changed the route`);
  functions.invoke = async (task, payload, by) => {
    try {
      const output = await invoke(task, payload, by);
      const { move, reason } = (output ?? {}) as { readonly move?: string; readonly reason?: string };
      if (task === 'CheckPreparation' && move === 'revert' && reason?.includes('changed by someone else')) {
        reported(`${task} says that the route was changed`);
      }
      return output;
    } catch (error) {
      if ((error as { readonly error?: string }).error === 'RouteChangedError' && task === 'ShiftTraffic') {
        reported(`${task} has failed with RouteChangedError`);
      }
      throw error;
    }
  };
}
