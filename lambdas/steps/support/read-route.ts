import type { Plan } from '../../core/plan/plan';
import { type Finding, routeFindings } from '../../core/preflight/preflight';
import {
  type Preparation,
  planPreparation,
  recordsToPrepare,
} from '../../core/record-preparation/preparation';
import { driftFindings, leadFindings } from '../../core/record-preparation/preparation-findings';
import type { Ledger, RouteReading, RouteRecords, TrafficRouter } from '../../ports';

/** A route as the preflight sees it. */
export interface PreflightRoute {
  /** As it is; where records are to be prepared, as it will be then. */
  readonly reading: RouteReading;
  /** What is to be prepared first; null when nothing is. */
  readonly preparation: Preparation | null;
  /** What is to be done and what is left alone, and why; empty when the plan asks for no preparation, or it is done. */
  readonly what: string;
  readonly findings: readonly Finding[];
}

/** Reads a route, and what the plan would make of its records. Only a plan that asks for a preparation costs a look into the ledger. */
export async function readRoute(
  ports: { readonly router: TrafficRouter; readonly records: RouteRecords; readonly ledger: Ledger },
  plan: Plan,
  route: string,
): Promise<PreflightRoute> {
  const router = recordsToPrepare(plan);
  if (router === null) {
    const reading = await ports.router.read(plan.router);
    return { reading, preparation: null, what: '', findings: routeFindings(plan, reading) };
  }
  const entry = await ports.ledger.read(route);
  const left = entry?.prepared == null ? null : entry.expected;
  if (left !== null) {
    const reading = await ports.router.read(plan.router);
    const findings = [...routeFindings(plan, reading), ...driftFindings(plan, left.version, reading.version)];
    return { reading, preparation: null, what: '', findings };
  }
  const planned = planPreparation(router, plan.ttl, await ports.records.read(router));
  const findings = [...routeFindings(plan, planned.reading), ...leadFindings(plan, planned.preparation)];
  return { ...planned, findings };
}
