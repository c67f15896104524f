import {
  countedHours,
  describeRemaining,
  isAboveLimit,
  takesAll,
} from '../../../core/health/remaining-traffic';
import type { SoakDecision } from '../../../core/health/soak';
import type { ReportedRemaining, SoakState } from '../../../core/health/soak-state';
import { shorten } from '../../../core/health/verdict';
import { givingPath } from '../../../core/plan/direction';
import type { Plan } from '../../../core/plan/plan';
import type { Clock, HealthSource, Ledger } from '../../../ports';
import { type RouteExecution, recordDecision } from '../record-decision';
import { countRemaining } from './count-remaining';

const HOUR_MS = 3_600_000;
/** An evaluation comes a little early or late. */
const EARLY_MS = 60_000;

/** The cutover whose hold is reported about. */
interface Reported extends RouteExecution {
  readonly plan: Plan;
  readonly soakState: SoakState;
}

/**
 * Reports once an hour of the hold how many requests still arrive at the path that has given its traffic up,
 * and where. What it says never reverts anything, so that a count which fails is reported and not an `error`.
 * @returns what was reported, for the state of the soak; nothing between the hours
 */
export async function reportRemaining(
  ports: { readonly health: HealthSource; readonly ledger: Ledger; readonly clock: Clock },
  reported: Reported,
  { move, soakState: { iterations } }: SoakDecision,
): Promise<{ readonly remaining?: ReportedRemaining }> {
  const { plan, soakState } = reported;
  const now = ports.clock.now();
  const last = Date.parse(soakState.remaining?.at ?? soakState.since);
  if (!takesAll(plan) || soakState.phase !== 'hold' || move === 'revert' || now - last < HOUR_MS - EARLY_MS) {
    return {};
  }
  const said = await sayRemaining(
    ports,
    plan,
    now - Math.max(1, Math.round((now - last) / HOUR_MS)) * HOUR_MS,
  );
  if (said === null) {
    return {};
  }
  const remaining = { at: new Date(now).toISOString(), ...said };
  const path = givingPath(plan);
  const what = { true: 'still has requests', false: 'has few requests', null: 'could not be counted' };
  await recordDecision(ports, reported, {
    key: `remaining-${iterations}`,
    kind: 'remaining-traffic',
    stage: soakState.stage,
    what: `hold ${soakState.stage}: ${path} path ${what[`${said.above}`]}`,
    reason: said.text,
  });
  return { remaining };
}

async function sayRemaining(
  { health, clock }: { readonly health: HealthSource; readonly clock: Clock },
  plan: Plan,
  from: number,
): Promise<Omit<ReportedRemaining, 'at'> | null> {
  try {
    // What CloudWatch has is a little older than now.
    const spans = countedHours(from - 3 * EARLY_MS, clock.now());
    const count = await countRemaining(health, plan, spans);
    return count === null
      ? null
      : { text: shorten(describeRemaining(plan, count), 500), above: isAboveLimit(plan, count) };
  } catch (error) {
    const { name, message } = error as Error;
    const text = `requests on the ${givingPath(plan)} path could not be counted: ${name}: ${message}`;
    return { text: shorten(text, 500), above: null };
  }
}
