import type { Plan } from '../core/plan';
import { describeDrift, remainsOf, routeName } from '../core/route';
import type { Clock, Ledger, TrafficRouter } from '../ports';
import { record } from './record';

interface Input {
  plan: Plan;
  execution: string;
  route: string;
}

/**
 * Proves from the route itself that the old path gets nothing any more: every record type answers with the new path alone, as the
 * ledger last wrote it. Removes nothing.
 */
export const verifyDecommission =
  (ports: { readonly router: TrafficRouter; readonly ledger: Ledger; readonly clock: Clock }) =>
  async ({ plan, execution, route }: Input): Promise<{ ready: boolean; reason: string }> => {
    const { router } = plan;
    const reading = await ports.router.read(plan.router);
    const expected = (await ports.ledger.read(route))?.expected;
    const ready = reading.percent === 100 && reading.version === expected?.version;
    const drift = expected == null ? '' : describeDrift(router, expected.version, reading.version);
    const reason = ready
      ? `${routeName(router)} is at 100 % on the new path as last written; ${remainsOf(router)} can go`
      : `${routeName(router)} is at ${reading.percent} % on the new path${drift === '' ? '' : `: ${drift}`}; keep the old path`;
    await record(
      ports,
      { route, execution },
      { key: 'decommission', what: ready ? 'old path can go' : 'old path must stay', reason },
    );
    return { ready, reason };
  };
