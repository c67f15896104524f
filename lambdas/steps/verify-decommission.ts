import { type DecommissionReport, describeReport } from '../core/decommission/decommission';
import {
  dayBefore,
  provenHours,
  proveRemaining,
  type RemainingProof,
} from '../core/health/remaining-traffic';
import type { SoakState } from '../core/health/soak-state';
import { shorten } from '../core/health/verdict';
import { givingPath } from '../core/plan/direction';
import type { Plan } from '../core/plan/plan';
import { describeDrift, remainsOf, routeName } from '../core/routers/route';
import { leadingElsewhere } from '../core/routers/route53/name-findings';
import { ServiceBusyError } from '../core/shared/errors';
import { describeError } from '../core/shared/failure';
import type { Clock, HealthSource, Ledger, References, RouteReading, TrafficRouter } from '../ports';
import { findReferences } from './support/find-references';
import { countedAny, countRemaining } from './support/measures/count-remaining';
import { recordDecision } from './support/record-decision';

interface Input {
  plan: Plan;
  execution: string;
  route: string;
  /** That of the last evaluation. Absent in an execution that an older deployment has started. */
  soakState?: Pick<SoakState, 'startedAt' | 'effectiveAt'>;
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
 * last wrote it, and not below it, where the old path serves; hardly any request was counted there in the
 * last day; and, with a `decommission` in the plan, no other resource refers to the old path. Removes
 * nothing.
 */
export const verifyDecommission =
  (ports: {
    readonly router: TrafficRouter;
    readonly references: References;
    readonly health: HealthSource;
    readonly ledger: Ledger;
    readonly clock: Clock;
  }) =>
  async ({ plan, execution, route, soakState }: Input): Promise<Output> => {
    const shifted = await verifyRoute(ports, plan, route);
    const remaining = shifted.ready ? await verifyRemaining(ports, plan, soakState) : NOT_ASKED;
    const report =
      plan.decommission === undefined ? null : await findReferences(ports, plan, { seconds: SCAN_SECONDS });
    const ready = shifted.ready && remaining.canGo && (report === null || report.verdict === 'clear');
    const reason = describeOutcome(
      plan,
      ready,
      [shifted.reason, remaining.reason].filter(Boolean).join('; '),
      report,
    );
    await recordDecision(
      ports,
      { route, execution },
      {
        key: 'decommission',
        kind: 'proof',
        verdict: ready ? 'pass' : 'fail',
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
  const still = ready ? '' : `, so the old path serves ${Math.round((100 - percent) * 100) / 100} %`;
  const reason = isOurs ? `${here} as last written${still}` : `${here}${drift === '' ? '' : `: ${drift}`}`;
  const elsewhere = await readElsewhere(ports.router, plan, reading);
  return { ready: ready && elsewhere.length === 0, reason: [reason, ...elsewhere].join('; but ') };
}

/**
 * Clients that other records lead past the route: whether the plan accepts them or not, the old path may
 * still serve them. What cannot be read is not proven.
 */
async function readElsewhere(router: TrafficRouter, plan: Plan, reading: RouteReading): Promise<string[]> {
  const here = leadingElsewhere(reading.findings).map((one) => one.reason);
  try {
    const around = await router.around?.(plan.router, reading);
    return [...here, ...leadingElsewhere(around?.findings).map((one) => one.reason)];
  } catch (error) {
    if (error instanceof ServiceBusyError) {
      throw error;
    }
    return [...here, `other zones of its name could not be read: ${describeError(error)}`];
  }
}

/** For a path that still serves. */
const NOT_ASKED: RemainingProof = { canGo: true, reason: '' };

/** Counts what still arrives at the path that has given its traffic up. */
async function verifyRemaining(
  { health, clock }: { readonly health: HealthSource; readonly clock: Clock },
  plan: Plan,
  soakState: Input['soakState'],
): Promise<RemainingProof> {
  const path = `requests on the ${givingPath(plan)} path`;
  try {
    const spans = soakState === undefined ? [] : provenHours(soakState.effectiveAt, clock.now());
    const count = soakState === undefined ? null : await countRemaining(health, plan, spans);
    if (soakState === undefined || count === null) {
      const reason = `${path} were not counted: say where in remainingTraffic.source`;
      return { canGo: true, reason };
    }
    return proveRemaining(plan, count, await countedAny(health, plan, dayBefore(soakState.startedAt)));
  } catch (error) {
    const { name, message } = error as Error;
    return { canGo: false, reason: `${path} could not be counted: ${name}: ${message}` };
  }
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
