import { MAX_ITERATIONS, PROPAGATION_POLL_SECONDS } from '../core/estimate/estimate';
import type { Plan } from '../core/plan/plan';
import { nextLeadCheck } from '../core/record-preparation/lead';
import { describeDrift, routeName } from '../core/routers/route';
import type { Clock, Ledger, OperatorCommand, RouteRecords, TrafficRouter } from '../ports';
import { LIMIT_SECONDS } from './check-propagation';
import type { Lead } from './prepare-records';
import { record } from './support/record-decision';

interface Input {
  plan: Plan;
  execution: string;
  route: string;
  fence: number;
  lead: Lead;
  /** Turns of all loops so far. */
  iterations: number;
}

interface Output {
  /** Look again, go on to the cutover, or put everything back. */
  move: 'wait' | 'ready' | 'undo';
  reason: string;
  waitSeconds: number;
  lead: Lead;
  iterations: number;
}

interface Ports {
  readonly router: TrafficRouter;
  readonly records: RouteRecords;
  readonly ledger: Ledger;
  readonly clock: Clock;
}

/**
 * One look while the prepared records take effect, and while old answers run out: the lock, the operator's word, the records. What is left
 * of the lead comes from when the change took effect, and from the ledger: a look more or less, or a redrive, makes it neither shorter nor longer.
 */
export const checkPreparation =
  (ports: Ports) =>
  async (input: Input): Promise<Output> => {
    const decision = await decide(ports, input);
    const output = { ...decision, iterations: input.iterations + 1 };
    if (output.move !== 'wait' || output.lead.inEffectAt !== input.lead.inEffectAt) {
      await record(ports, input, {
        key: `prepared-${output.iterations}`,
        what: `records made ready: ${output.move}`,
        reason: output.reason,
        by: decision.by ?? 'cutover',
      });
    }
    const { by: _, ...told } = output;
    return told;
  };

type Decided = Omit<Output, 'iterations'> & { readonly by?: string };

async function decide(
  ports: Ports,
  { plan, execution, route, fence, lead, iterations }: Input,
): Promise<Decided> {
  const undo = (reason: string) => ({ move: 'undo', reason, waitSeconds: 0, lead }) as const;
  const request = await ports.ledger.lastCommand(route, execution);
  if (request?.kind === 'abort') {
    return { ...undo(`aborted by ${request.by}: ${request.reason}`), by: request.by };
  }
  const { lock, expected = null, prepared = null } = (await ports.ledger.read(route)) ?? {};
  if (lock?.fence !== fence || lock.reverting || expected === null || prepared === null) {
    return undo(`the lock of ${route} is no longer held under fence ${fence}`);
  }
  if (iterations >= MAX_ITERATIONS) {
    return undo(`after ${iterations} turns the history of the execution is nearly full`);
  }
  const now = ports.clock.now();
  const isIn = lead.inEffectAt !== null || (await ports.records.propagated(lead.change));
  if (!isIn) {
    const waited = Math.floor((now - Date.parse(lead.changedAt)) / 1_000);
    const pending = `not in effect after ${waited} s`;
    return waited >= LIMIT_SECONDS
      ? undo(`${pending}, the limit is ${LIMIT_SECONDS} s`)
      : { move: 'wait', reason: pending, waitSeconds: PROPAGATION_POLL_SECONDS, lead };
  }
  const { version } = await ports.router.read(plan.router);
  if (version !== expected.version) {
    const drift = describeDrift(plan.router, expected.version, version);
    return undo(`${routeName(plan.router)} was changed by someone else: ${drift}`);
  }
  const inEffectAt = lead.inEffectAt ?? new Date(now).toISOString();
  return { ...waitOrGoOn(inEffectAt, prepared.leadSeconds, request, now), lead: { ...lead, inEffectAt } };
}

function waitOrGoOn(
  inEffectAt: string,
  leadSeconds: number,
  request: OperatorCommand | null,
  now: number,
): Omit<Decided, 'lead'> {
  const over = Date.parse(inEffectAt) + 1_000 * leadSeconds;
  const paused = request?.kind === 'pause';
  const waitSeconds = nextLeadCheck((over - now) / 1_000, paused);
  const since = `in effect since ${inEffectAt}`;
  if (waitSeconds === 0) {
    const lead = leadSeconds === 0 ? 'no TTL was lowered' : `the lead of ${leadSeconds} s is over`;
    return { move: 'ready', reason: `${since}; ${lead}`, waitSeconds };
  }
  const until = `old answers are held until ${new Date(over).toISOString()}`;
  const reason = paused ? `paused by ${request.by}: ${request.reason}` : until;
  return { move: 'wait', reason: `${since}; ${reason}`, waitSeconds };
}
