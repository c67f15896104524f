import { type DecommissionReport, describeReport } from '../core/decommission/decommission';
import { shorten } from '../core/health/verdict';
import type { Plan } from '../core/plan/plan';
import { describeDrift, remainsOf, routeName } from '../core/routers/route';
import type { Clock, Ledger, References, TrafficRouter } from '../ports';
import { findReferences } from './support/find-references';
import { recordDecision } from './support/record-decision';

interface Input {
  plan: Plan;
  execution: string;
  route: string;
}

/** Kept small: at most `MAX_LINES` entries of each list, each of at most `MAX_LINE` characters. */
interface Output {
  ready: boolean;
  reason: string;
  stillPointing?: string[];
  notProven?: string[];
}

const MAX_LINES = 50;
const MAX_LINE = 500;
/** Of the decision in the ledger, where an item may have 400 kB. */
const MAX_REASON = 4_000;
/**
 * No call of the scan begins later than this, which leaves time for the last call, the route and the ledger.
 */
export const SCAN_SECONDS = 480;

/**
 * Proves that the old path gets no traffic any more: the route is at 100 % on the new path, as the ledger
 * last wrote it, and not below it, where the old path serves; and, with a `decommission` in the plan, no
 * other resource refers to the old path. Removes nothing.
 */
export const verifyDecommission =
  (ports: {
    readonly router: TrafficRouter;
    readonly references: References;
    readonly ledger: Ledger;
    readonly clock: Clock;
  }) =>
  async ({ plan, execution, route }: Input): Promise<Output> => {
    const shifted = await verifyRoute(ports, plan, route);
    const report =
      plan.decommission === undefined ? null : await findReferences(ports, plan, { seconds: SCAN_SECONDS });
    const ready = shifted.ready && (report === null || report.verdict === 'clear');
    const reason = describeOutcome(plan, ready, shifted.reason, report);
    await recordDecision(
      ports,
      { route, execution },
      {
        key: 'decommission',
        what: ready ? 'old path can go' : 'old path must stay',
        reason: shorten(reason, MAX_REASON),
      },
    );
    return { ready, reason: shorten(reason), ...linesOf(report) };
  };

async function verifyRoute(
  ports: { readonly router: TrafficRouter; readonly ledger: Ledger },
  plan: Plan,
  route: string,
): Promise<{ ready: boolean; reason: string }> {
  const name = routeName(plan.router);
  const reading = await ports.router.read(plan.router);
  const expected = (await ports.ledger.read(route))?.expected;
  const isOurs = reading.version === expected?.version;
  const ready = reading.percent === 100 && isOurs;
  const drift = expected == null ? '' : describeDrift(plan.router, expected.version, reading.version);
  const percent = Math.round(reading.percent * 100) / 100;
  const here = `${name} is at ${percent} % on the new path`;
  if (!isOurs) {
    return { ready, reason: `${here}${drift === '' ? '' : `: ${drift}`}` };
  }
  const still = ready ? '' : `, so the old path serves ${Math.round((100 - percent) * 100) / 100} %`;
  return { ready, reason: `${here} as last written${still}` };
}

function describeOutcome(
  plan: Plan,
  ready: boolean,
  shifted: string,
  report: DecommissionReport | null,
): string {
  const scanned = report === null ? '' : `; ${describeReport(report)}`;
  const own = `${remainsOf(plan.router)} can go`;
  if (!ready) {
    return `${shifted}; keep the old path${scanned}`;
  }
  return report === null ? `${shifted}; ${own}` : `${shifted}${scanned}; the old path and ${own}`;
}

function linesOf(report: DecommissionReport | null): Pick<Output, 'stillPointing' | 'notProven'> {
  const lines = (list: readonly { readonly what: string; readonly remedy: string }[]) =>
    list.slice(0, MAX_LINES).map(({ what, remedy }) => shorten(`${what}: ${remedy}`, MAX_LINE));
  return report === null
    ? {}
    : { stillPointing: lines(report.stillPointing), notProven: lines(report.notProven) };
}
