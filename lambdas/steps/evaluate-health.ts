import { COMPARED_SECONDS, comparableAfterSeconds, judgeComparison } from '../core/health/comparison';
import { evaluationRange, judgeAlarms, judgeRequests, type MeasuredAt } from '../core/health/health-verdict';
import { decideSoak, type SoakDecision } from '../core/health/soak';
import type { SoakState } from '../core/health/soak-state';
import { type Judgement, worst } from '../core/health/verdict';
import { gainedPercent, gainingPath } from '../core/plan/direction';
import { type Plan, stageOf } from '../core/plan/plan';
import type { CommandState } from '../core/shared/operator-command';
import type { Clock, HealthSource, Ledger, TrafficRouter } from '../ports';
import { judgeRoute } from './support/judge-route';
import { currentCommands } from './support/read-commands';
import { currentTime } from './support/read-time';
import { recordDecision } from './support/record-decision';

/** What an evaluation reads. */
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

/**
 * One evaluation during a soak: reads the lock, the route, the alarms, the requests and the command, and
 * decides.
 */
export const evaluateHealth =
  (ports: EvaluatePorts) =>
  async (input: Input): Promise<SoakDecision & { verdict: Judgement['verdict'] }> => {
    const measured = await measure(ports, input);
    const decision = decideSoak({
      ...measured,
      plan: input.plan,
      soakState: input.soakState,
      now: currentTime(ports),
    });
    const { verdict } = measured.judgement;
    if (isNews(decision, input.soakState)) {
      await recordDecision(ports, input, {
        key: `evaluate-${decision.soakState.iterations}`,
        what: `${decision.soakState.phase} ${input.soakState.stage}: ${verdict}, ${decision.move}`,
        reason: decision.reason,
        by: decision.by,
      });
    }
    return { ...decision, verdict };
  };

/** Whether the decision differs from the one before, so that it is worth recording. */
function isNews({ move, soakState }: SoakDecision, before: SoakState): boolean {
  return (
    move !== 'wait' ||
    soakState.lastVerdict !== before.lastVerdict ||
    soakState.phase !== before.phase ||
    soakState.paused !== before.paused ||
    soakState.awaitingSince !== before.awaitingSince
  );
}

interface Measured {
  readonly judgement: Judgement;
  readonly evaluationRangeSeconds: number;
  readonly commands: CommandState | null;
  readonly leaseSeconds: number;
}

/**
 * Takes every measurement, whatever becomes of the others: an alarm counts even when the requests cannot be
 * read.
 */
async function measure(ports: EvaluatePorts, input: Input): Promise<Measured> {
  const { plan, soakState } = input;
  const percent = gainedPercent(plan, stageOf(plan, soakState.stage).percent);
  const at: MeasuredAt = {
    path: gainingPath(plan),
    percent,
    secondsSinceEffective: (ports.clock.now() - Date.parse(soakState.effectiveAt)) / 1_000,
  };
  const [commands, held, alarms, requests, paths] = await Promise.all([
    attempt(() => currentCommands(ports, input)),
    attempt(() => judgeRoute(ports, input)),
    attempt(() => ports.health.alarms(plan.health.alarms)),
    attempt(() => judgeRequestCount(ports, plan, soakState, at)),
    attempt(() => judgePaths(ports, plan, soakState, at)),
  ]);
  // How far the clock is off is known only now, by the answers of AWS.
  const aheadSeconds = (ports.clock.aheadMs() ?? 0) / 1_000;
  const since = { ...at, secondsSinceEffective: at.secondsSinceEffective + aheadSeconds };
  const judgement = worst([
    ...[commands, held, alarms, requests, paths].flatMap(({ failed }) => failed),
    ...(held.value?.judgements ?? []),
    ...(alarms.value === null ? [] : judgeAlarms(plan.health, alarms.value, since)),
    ...(requests.value ?? []),
    ...(paths.value ?? []),
  ]);
  const { compare } = plan.health;
  const comparable = compare === undefined ? 0 : comparableAfterSeconds(compare);
  const evaluationRangeSeconds =
    percent === 0 ? 0 : Math.max(evaluationRange(alarms.value ?? []), comparable);
  const leaseSeconds = held.value?.leaseSeconds ?? 0;
  return { judgement, evaluationRangeSeconds, commands: commands.value, leaseSeconds };
}

interface Attempt<T> {
  readonly value: T | null;
  readonly failed: readonly Judgement[];
}

/** A measurement that fails is an `error`, which the plan's error limit counts. It is never health. */
async function attempt<T>(read: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { value: await read(), failed: [] };
  } catch (error) {
    const { name, message } = error as Error;
    return { value: null, failed: [{ verdict: 'error', reason: `${name}: ${message}` }] };
  }
}

async function judgeRequestCount(
  { health, clock }: EvaluatePorts,
  plan: Plan,
  soakState: SoakState,
  at: MeasuredAt,
): Promise<Judgement[]> {
  const { minRequests } = plan.health;
  if (minRequests === undefined) {
    return [];
  }
  const { count, loadBalancer } = minRequests;
  const seen = await health.requests(loadBalancer, Date.parse(soakState.effectiveAt), clock.now());
  return [judgeRequests(count, seen, at)];
}

/** Compares both paths over the same time; with all traffic on the new one, with the old path before that. */
async function judgePaths(
  { health, clock }: EvaluatePorts,
  { health: { compare } }: Plan,
  soakState: SoakState,
  at: MeasuredAt,
): Promise<Judgement[]> {
  if (compare === undefined) {
    return [];
  }
  const span = 1_000 * COMPARED_SECONDS;
  const now = clock.now();
  const since = { from: Math.max(Date.parse(soakState.effectiveAt), now - span), to: now };
  const startedAt = Date.parse(soakState.startedAt);
  const before = { from: startedAt - span, to: startedAt };
  const old = at.percent === 100 ? before : since;
  const [oldMinutes, newMinutes] = await Promise.all([
    health.minutes(compare.old, compare.latencyStatistic, old.from, old.to),
    health.minutes(compare.new, compare.latencyStatistic, since.from, since.to),
  ]);
  return judgeComparison(compare, { old: oldMinutes, new: newMinutes }, at);
}
