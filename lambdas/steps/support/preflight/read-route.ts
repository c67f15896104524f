import type { Plan } from '../../../core/plan/plan';
import type { Policy } from '../../../core/policy/policy';
import type { Finding } from '../../../core/preflight/finding';
import { routeFindings } from '../../../core/preflight/preflight';
import {
  type Preparation,
  planPreparation,
  recordsToPrepare,
} from '../../../core/record-preparation/preparation';
import { driftFindings, leadFindings } from '../../../core/record-preparation/preparation-findings';
import type { Ledger, RouteReading, RouteRecords, TrafficRouter } from '../../../ports';

/** A route as the preflight checks it. */
export interface PreflightRoute {
  /** The route as it is; where records must be prepared, as it will be after that. */
  readonly reading: RouteReading;
  /** The preparation that must come first; null when there is none. */
  readonly preparation: Preparation | null;
  /** What the preparation changes and what not, and why; empty when the plan asks for none, or it is done. */
  readonly what: string;
  readonly findings: readonly Finding[];
}

/**
 * Reads a route, and works out its preparation. Reads the ledger only for a plan that asks for a preparation.
 */
export async function readRoute(
  ports: {
    readonly router: TrafficRouter;
    readonly records: RouteRecords;
    readonly ledger: Pick<Ledger, 'read'>;
    /** The policy of the deployment; absent: none. */
    readonly policy?: Policy | undefined;
  },
  plan: Plan,
  route: string,
): Promise<PreflightRoute> {
  const { policy } = ports;
  const router = recordsToPrepare(plan);
  if (router === null) {
    const reading = await ports.router.read(plan.router);
    return { reading, preparation: null, what: '', findings: routeFindings(plan, reading, policy) };
  }
  const entry = await ports.ledger.read(route);
  const prepared = entry?.prepared == null ? null : entry.expected;
  if (prepared !== null) {
    const reading = await ports.router.read(plan.router);
    const findings = [
      ...routeFindings(plan, reading, policy),
      ...driftFindings(plan, prepared.version, reading.version),
    ];
    return { reading, preparation: null, what: '', findings };
  }
  const planned = planPreparation(router, plan.ttl, await ports.records.read(router));
  const findings = [
    ...routeFindings(plan, planned.reading, policy),
    ...leadFindings(plan, planned.preparation),
  ];
  return { ...planned, findings };
}
