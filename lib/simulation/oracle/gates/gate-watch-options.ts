import type { Plan } from '../../../../lambdas/core/plan/plan';
import type { World } from '../../../rehearsal/world/world';
import type { CommandWatch } from '../../command-watch';
import type { LockWatch } from '../../lock-watch';
import type { Violations } from '../../violations';
import type { Disturbances } from '../disturbances';

/** What the watch of gates needs. */
export interface GateWatchOptions {
  readonly world: World;
  readonly plan: Plan;
  readonly lock: LockWatch;
  readonly commands: CommandWatch;
  readonly disturbances: Disturbances;
  readonly violations: Violations;
}
