import { COMPARED_SECONDS, comparableAfterSeconds, judgeComparison } from '../core/health/comparison';
import { evaluationRange, judgeAlarms, judgeRequests, type MeasuredAt } from '../core/health/health-verdict';
import { decideSoak, type SoakDecision, type SoakState } from '../core/health/soak';
import { type Judgement, worst } from '../core/health/verdict';
import { type Plan, stageOf } from '../core/plan/plan';
import { describeDrift, routeName } from '../core/routers/route';
import { RouteBrokenError } from '../core/shared/errors';
import type {
  Clock,
  HealthSource,
  Ledger,
  OperatorCommand,
  RouteEntry,
  RouteReading,
  TrafficRouter,
} from '../ports';
import { record } from './support/record-decision';

/** What an evaluation looks at. */
export interface EvaluatePorts {
  readonly router: TrafficRouter;
  readonly health: HealthSource;
  readonly ledger: Ledger;
  readonly clock: Clock;
}

interface Input {
  plan: Plan;
  execution: string;
  route: string;
  fence: number;
  soakState: SoakState;
}

interface Measured {
  readonly judgement: Judgement;
  readonly evaluationRangeSeconds: number;
  readonly request: OperatorCommand | null;
}

/** One look during a soak: the lock, the route, the alarms, the requests and the operator's word, then one decision. */
export const evaluateHealth =
  (ports: EvaluatePorts) =>
  async (input: Input): Promise<SoakDecision & { verdict: Judgement['verdict'] }> => {
    const measured = await measure(ports, input);
    const decision = decideSoak({
      ...measured,
      plan: input.plan,
      soakState: input.soakState,
      now: ports.clock.now(),
    });
    const { verdict } = measured.judgement;
    if (isNews(decision, input.soakState)) {
      await record(ports, input, {
        key: `evaluate-${decision.soakState.iterations}`,
        what: `${decision.soakState.phase} ${input.soakState.stage}: ${verdict}, ${decision.move}`,
        reason: decision.reason,
        by: decision.by,
      });
    }
    return { ...decision, verdict };
  };

function isNews({ move, soakState }: SoakDecision, before: SoakState): boolean {
  return (
    move !== 'wait' ||
    soakState.lastVerdict !== before.lastVerdict ||
    soakState.phase !== before.phase ||
    soakState.paused !== before.paused ||
    soakState.awaitingSince !== before.awaitingSince
  );
}

/** Every look is taken, whatever becomes of the others: an alarm counts also when the requests cannot be read. */
async function measure(ports: EvaluatePorts, input: Input): Promise<Measured> {
  const { plan, soakState, route, execution } = input;
  const { percent } = stageOf(plan, soakState.stage);
  const moment: MeasuredAt = {
    percent,
    secondsSinceEffective: (ports.clock.now() - Date.parse(soakState.effectiveAt)) / 1_000,
  };
  const [asked, held, alarms, traffic, paths] = await Promise.all([
    look(() => ports.ledger.lastCommand(route, execution)),
    look(() => judgeRoute(ports, input)),
    look(() => ports.health.alarms(plan.health.alarms)),
    look(() => judgeTraffic(ports, plan, soakState, moment)),
    look(() => comparePaths(ports, plan, soakState, moment)),
  ]);
  const judgement = worst([
    ...[asked, held, alarms, traffic, paths].flatMap(({ failed }) => failed),
    ...(held.seen ?? []),
    ...(alarms.seen === null ? [] : judgeAlarms(plan.health, alarms.seen, moment)),
    ...(traffic.seen ?? []),
    ...(paths.seen ?? []),
  ]);
  const { compare } = plan.health;
  const comparable = compare === undefined ? 0 : comparableAfterSeconds(compare);
  const evaluationRangeSeconds = percent === 0 ? 0 : Math.max(evaluationRange(alarms.seen ?? []), comparable);
  return { judgement, evaluationRangeSeconds, request: asked.seen };
}

interface Look<T> {
  readonly seen: T | null;
  readonly failed: readonly Judgement[];
}

/** A look that cannot be taken is an `error`, which the plan's error limit counts; it is never health. */
async function look<T>(take: () => Promise<T>): Promise<Look<T>> {
  try {
    return { seen: await take(), failed: [] };
  } catch (error) {
    const { name, message } = error as Error;
    return { seen: null, failed: [{ verdict: 'error', reason: `${name}: ${message}` }] };
  }
}

/** The lock is still ours and the route is as we left it; otherwise the percent is not ours to raise. */
async function judgeRoute(ports: EvaluatePorts, { plan, route, fence }: Input): Promise<Judgement[]> {
  const entry: RouteEntry | null = await ports.ledger.read(route);
  if (entry?.lock?.fence !== fence || entry.lock.reverting || entry.expected === null) {
    return [{ verdict: 'fail', reason: `the lock of ${route} is no longer held under fence ${fence}` }];
  }
  const reading = await readOrBroken(ports.router, plan);
  if (reading instanceof RouteBrokenError) {
    return [{ verdict: 'fail', reason: reading.message }];
  }
  return reading.version === entry.expected.version
    ? []
    : [
        {
          verdict: 'fail',
          reason: `${routeName(plan.router)} was changed by someone else: ${describeDrift(plan.router, entry.expected.version, reading.version)}`,
        },
      ];
}

/** A route that is broken will not mend by being looked at again. */
async function readOrBroken(router: TrafficRouter, plan: Plan): Promise<RouteReading | RouteBrokenError> {
  try {
    return await router.read(plan.router);
  } catch (error) {
    if (error instanceof RouteBrokenError) {
      return error;
    }
    throw error;
  }
}

async function judgeTraffic(
  ports: EvaluatePorts,
  plan: Plan,
  soakState: SoakState,
  moment: MeasuredAt,
): Promise<Judgement[]> {
  const { minRequests } = plan.health;
  if (minRequests === undefined) {
    return [];
  }
  const { count, loadBalancer } = minRequests;
  const seen = await ports.health.requests(
    loadBalancer,
    Date.parse(soakState.effectiveAt),
    ports.clock.now(),
  );
  return [judgeRequests(count, seen, moment)];
}

/** Both paths over the same time; with all traffic on the new one, the old path before that. */
async function comparePaths(
  { health, clock }: EvaluatePorts,
  { health: { compare } }: Plan,
  soakState: SoakState,
  moment: MeasuredAt,
): Promise<Judgement[]> {
  if (compare === undefined) {
    return [];
  }
  const span = 1_000 * COMPARED_SECONDS;
  const now = clock.now();
  const since = { from: Math.max(Date.parse(soakState.effectiveAt), now - span), to: now };
  const startedAt = Date.parse(soakState.startedAt);
  const before = { from: startedAt - span, to: startedAt };
  const old = moment.percent === 100 ? before : since;
  const [oldMinutes, newMinutes] = await Promise.all([
    health.minutes(compare.old, compare.latencyStatistic, old.from, old.to),
    health.minutes(compare.new, compare.latencyStatistic, since.from, since.to),
  ]);
  return judgeComparison(compare, { old: oldMinutes, new: newMinutes }, moment);
}
