import type { Clock, Decision, Ledger } from '../../ports';

/** The execution that a decision belongs to, and its route. */
export interface RouteExecution {
  readonly route: string;
  readonly execution: string;
}

/**
 * Records a decision in the ledger, with the time; in the name of the cutover, unless `by` says who else
 * decided.
 */
export async function recordDecision(
  ports: { readonly ledger: Pick<Ledger, 'record'>; readonly clock: Clock },
  { route, execution }: RouteExecution,
  decision: Pick<Decision, 'key' | 'what' | 'reason'> & { readonly by?: string },
): Promise<void> {
  await ports.ledger.record(route, {
    by: 'cutover',
    ...decision,
    execution,
    at: new Date(ports.clock.now()).toISOString(),
  });
}
