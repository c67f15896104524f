import type { DecisionKind, UNKNOWN_KIND } from '../../core/events/decision';
import type { Clock, Decision, Ledger } from '../../ports';

/** The execution that a decision belongs to, and its route. */
export interface RouteExecution {
  readonly route: string;
  readonly execution: string;
}

/** What a step decides; the ledger gets the execution and the time as well. */
export type NewDecision = Omit<Decision, 'kind' | 'at' | 'execution' | 'by'> & {
  readonly kind: Exclude<DecisionKind, typeof UNKNOWN_KIND>;
  /** @default 'cutover' */
  readonly by?: string;
};

/**
 * Records a decision in the ledger, with the time; in the name of the cutover, unless `by` says who else
 * decided.
 */
export async function recordDecision(
  ports: { readonly ledger: Pick<Ledger, 'record'>; readonly clock: Clock },
  { route, execution }: RouteExecution,
  decision: NewDecision,
): Promise<void> {
  await ports.ledger.record(route, decisionOf(ports.clock, execution, decision));
}

/** A decision of an execution, now. */
export function decisionOf(clock: Clock, execution: string, decision: NewDecision): Decision {
  return { by: 'cutover', ...decision, execution, at: new Date(clock.now()).toISOString() };
}
