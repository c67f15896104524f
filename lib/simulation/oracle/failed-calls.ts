import { simulatedRouters } from '../../rehearsal/routers/registry';
import type { World } from '../../rehearsal/world/world';
import type { HealthFacts } from '../reference/verdicts';

/** Follows which calls of AWS have failed for good, and in which invocation of a function. */
export class FailedCalls {
  /** Services, by the number of the invocation. */
  private readonly failed = new Map<number, Set<string>>();

  constructor(private readonly world: Pick<World, 'calls' | 'plan'>) {
    world.calls.onFailure(({ service, invocation }) => {
      this.failed.set(invocation, (this.failed.get(invocation) ?? new Set()).add(service));
    });
  }

  /** Whether a call of this invocation has failed. */
  hasFailed(invocation: number): boolean {
    return this.failed.has(invocation);
  }

  /** What an evaluation has asked for in vain: the route, or the ledger with the commands of operators. */
  unreadBy(invocation: number): HealthFacts['unread'] {
    const { controlPlane } = simulatedRouters[this.world.plan.router.kind];
    const failed = this.failed.get(invocation);
    const services = { route: controlPlane, ledger: 'dynamodb' } as const;
    return (['route', 'ledger'] as const).filter((what) => failed?.has(services[what]) === true);
  }
}
