import type { Plan } from '../../../../lambdas/core/plan/plan';
import type { World } from '../../../rehearsal/world/world';
import type { CommandWatch } from '../../command-watch';
import type { Violations } from '../../violations';
import type { InvocationListener } from '../invocations';

/** What the watch of the lead needs. */
export interface LeadWatchOptions {
  readonly world: World;
  readonly plan: Plan;
  readonly commands: CommandWatch;
  readonly violations: Violations;
}

/** Watches the end of the lead of prepared records, which is where the first raise begins. */
export function watchLead({ world, plan, commands, violations }: LeadWatchOptions): InvocationListener {
  return (task, payload) => {
    if (task !== 'CheckPreparation') {
      return null;
    }
    const { execution } = payload as { readonly execution: string };
    const from = world.clock.now();
    const { isAborted } = commands.asked(execution);
    return ({ output }) => {
      const { move } = output as { readonly move: string };
      const isClosed =
        plan.changeCalendars !== undefined && world.calendars.closedSince(from, world.clock.now()) !== null;
      const id = 'goes-on-after-the-soak';
      violations.require(move !== 'ready' || !isClosed, id, 'the lead ends, although a calendar is closed');
      violations.require(
        move === 'revert' || !isAborted,
        'reverts-when-it-must',
        'a lead goes on over an abort',
      );
    };
  };
}
