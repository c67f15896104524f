import { MAX_ITERATIONS, PROPAGATION_POLL_SECONDS } from '../core/estimate/estimate';
import type { ClosedCalendars } from '../core/health/soak-state';
import type { Plan } from '../core/plan/plan';
import { nextLeadCheck } from '../core/record-preparation/lead';
import { describeDrift, routeName } from '../core/routers/route';
import { holdsLock, lockLost } from '../core/shared/lock';
import { describeCommand, type OperatorCommand } from '../core/shared/operator-command';
import type { ChangeCalendars, Clock, Ledger, RouteRecords, TrafficRouter } from '../ports';
import { PROPAGATION_LIMIT_SECONDS } from './check-propagation';
import type { Lead } from './prepare-records';
import { closedCalendars } from './support/preflight/read-calendars';
import { currentCommands } from './support/read-commands';
import { currentTime } from './support/read-time';
import { recordDecision } from './support/record-decision';

interface Input {
  plan: Plan;
  execution: string;
  route: string;
  fence: number;
  lead: Lead;
  /** Iterations of all loops so far. */
  iterations: number;
}

interface Output {
  /** `wait` for the next check, `ready` for the cutover, or `revert` the preparation. */
  move: 'wait' | 'ready' | 'revert';
  reason: string;
  waitSeconds: number;
  lead: Lead;
  iterations: number;
}

interface Ports {
  readonly router: TrafficRouter;
  readonly records: RouteRecords;
  readonly ledger: Ledger;
  readonly calendars: ChangeCalendars;
  readonly clock: Clock;
}

/**
 * Checks the prepared records while they propagate, and while cached answers expire: the lock, the operator's
 * command and the records. The end of the lead is computed from the time when the change had propagated and
 * from the ledger, so that neither an additional check nor a redrive changes it.
 */
export const checkPreparation =
  (ports: Ports) =>
  async (input: Input): Promise<Output> => {
    const { by, ...decided } = await decide(ports, input);
    const output = { ...decided, iterations: input.iterations + 1 };
    const isNews =
      output.lead.inEffectAt !== input.lead.inEffectAt || output.lead.closed !== input.lead.closed;
    if (output.move !== 'wait' || isNews) {
      await recordDecision(ports, input, {
        key: `prepared-${output.iterations}`,
        kind: 'prepared',
        what: `records prepared: ${output.move}`,
        reason: output.reason,
        by: by ?? 'cutover',
      });
    }
    return output;
  };

type Decided = Omit<Output, 'iterations'> & { readonly by?: string };

async function decide(ports: Ports, input: Input): Promise<Decided> {
  const { plan, route, fence, lead, iterations } = input;
  const revert = (reason: string) => ({ move: 'revert', reason, waitSeconds: 0, lead }) as const;
  const { aborted, paused } = await currentCommands(ports, input);
  if (aborted !== null) {
    return { ...revert(describeCommand('aborted', aborted)), by: aborted.by };
  }
  const entry = await ports.ledger.read(route);
  if (!holdsLock(entry, fence) || entry.expected === null || entry.prepared === null) {
    return revert(lockLost(route, fence));
  }
  if (iterations >= MAX_ITERATIONS) {
    return revert(
      `the execution history is nearly full after ${iterations} iterations (limit ${MAX_ITERATIONS})`,
    );
  }
  const hasPropagated =
    lead.inEffectAt !== null || (await ports.records.propagated(lead.change, plan.router));
  // After the answer: the change may have propagated while it was asked for.
  const now = currentTime(ports);
  if (!hasPropagated) {
    const waited = Math.floor((now - Date.parse(lead.changedAt)) / 1_000);
    const reason = `the change has not propagated after ${waited} s (limit ${PROPAGATION_LIMIT_SECONDS} s)`;
    return waited >= PROPAGATION_LIMIT_SECONDS
      ? revert(reason)
      : { move: 'wait', reason, waitSeconds: PROPAGATION_POLL_SECONDS, lead };
  }
  const { expected, prepared } = entry;
  const { version } = await ports.router.read(plan.router);
  if (version !== expected.version) {
    const drift = describeDrift(plan.router, expected.version, version);
    return revert(`${routeName(plan.router)} was changed by someone else: ${drift}`);
  }
  const inEffectAt = lead.inEffectAt ?? new Date(now).toISOString();
  const after = waitForLead(inEffectAt, prepared.leadSeconds, paused, now);
  const closed = after.move === 'ready' ? await closedCalendars(ports.calendars, plan) : null;
  return {
    ...(closed === null ? after : waitUntilOpen(after.reason, closed, now)),
    lead: {
      change: lead.change,
      changedAt: lead.changedAt,
      inEffectAt,
      ...(closed === null ? {} : { closed: true }),
    },
  };
}

function waitForLead(
  inEffectAt: string,
  leadSeconds: number,
  paused: OperatorCommand | null,
  now: number,
): Omit<Decided, 'lead'> {
  const endOfLead = Date.parse(inEffectAt) + 1_000 * leadSeconds;
  const waitSeconds = nextLeadCheck((endOfLead - now) / 1_000, paused !== null);
  const since = `the change propagated at ${inEffectAt}`;
  if (waitSeconds === 0) {
    const lead = leadSeconds === 0 ? 'no TTL was lowered' : `the lead of ${leadSeconds} s is over`;
    return { move: 'ready', reason: `${since}; ${lead}`, waitSeconds };
  }
  const reason =
    paused !== null
      ? describeCommand('paused', paused)
      : `clients may cache old answers until ${new Date(endOfLead).toISOString()}`;
  return { move: 'wait', reason: `${since}; ${reason}`, waitSeconds };
}

/** The longest time until a change calendar that is closed is read again. */
const CLOSED_SECONDS = 3_600;

/** The lead is over, and nothing may begin yet. */
function waitUntilOpen(reason: string, closed: ClosedCalendars, now: number): Omit<Decided, 'lead'> {
  const opensIn = closed.opensAt === null ? CLOSED_SECONDS : Math.ceil((closed.opensAt - now) / 1_000);
  const waitSeconds = Math.min(CLOSED_SECONDS, Math.max(PROPAGATION_POLL_SECONDS, opensIn));
  return { move: 'wait', reason: `${reason}; ${closed.reason}`, waitSeconds };
}
