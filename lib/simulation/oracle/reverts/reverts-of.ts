import { routeKey } from '../../../../lambdas/core/routers/route';
import type { StartedExecution } from '../../../rehearsal/aws/state-machines';
import type { World } from '../../../rehearsal/world/world';

/** The executions of the revert machine that were started for a cutover and its route. */
export function revertsOf(
  { stateMachines, plan }: Pick<World, 'stateMachines' | 'plan'>,
  execution: string,
): readonly Readonly<StartedExecution>[] {
  const started = stateMachines.executions().flatMap(({ arn }) => stateMachines.execution(arn) ?? []);
  return started.filter(({ input }) => {
    const of = input as Record<'execution' | 'route', unknown>;
    return of.execution === execution && of.route === routeKey(plan.router);
  });
}
