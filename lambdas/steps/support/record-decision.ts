import type { Clock, Decision, Ledger } from '../../ports';

/** Where a decision belongs. */
export interface RouteExecution {
  readonly route: string;
  readonly execution: string;
}

/** Writes a decision into the ledger, with the time and, unless somebody asked, in the workflow's own name. */
export async function record(
  ports: { readonly ledger: Ledger; readonly clock: Clock },
  where: RouteExecution,
  decision: Pick<Decision, 'key' | 'what' | 'reason'> & { readonly by?: string },
): Promise<void> {
  await ports.ledger.record(where.route, {
    by: 'cutover',
    ...decision,
    execution: where.execution,
    at: new Date(ports.clock.now()).toISOString(),
  });
}
