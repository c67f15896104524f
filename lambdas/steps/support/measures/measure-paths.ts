import { COMPARED_SECONDS, judgeComparison } from '../../../core/health/comparison';
import {
  judgeRequests,
  type MeasuredAt,
  type Seen,
  seenWithinSeconds,
} from '../../../core/health/health-verdict';
import { judgeOwnErrors } from '../../../core/health/own-errors';
import { minutesWithoutProbes, requestsWithoutProbes } from '../../../core/health/probed-requests';
import type { SoakState } from '../../../core/health/soak-state';
import type { Judgement } from '../../../core/health/verdict';
import { pathSources, requestSources } from '../../../core/measures/measures';
import { unitOf } from '../../../core/measures/source';
import type { Plan } from '../../../core/plan/plan';
import { forwardArnOf } from '../../../core/routers/route';
import type { AlarmReading, Clock, HealthSource, PathMinute } from '../../../ports';

interface Ports {
  readonly health: HealthSource;
  readonly clock: Clock;
}

interface Soaking {
  readonly plan: Plan;
  readonly soakState: SoakState;
  readonly at: MeasuredAt;
}

/** What was measured of the requests of the path that gains. */
export interface RequestsMeasured {
  readonly judgements: readonly Judgement[];
  /** Since the shift was effective; null where they were not counted. */
  readonly sinceEffective: number | null;
}

/** Judges whether enough requests were counted since the shift was effective; nothing without a minimum. */
export async function measureRequests({ health, clock }: Ports, soaking: Soaking): Promise<RequestsMeasured> {
  const { plan, soakState, at } = soaking;
  const { minRequests } = plan.health;
  const sources = requestSources(plan);
  if (minRequests === undefined || sources === null) {
    return { judgements: [], sinceEffective: null };
  }
  const from = Date.parse(soakState.effectiveAt);
  const now = clock.now();
  const counted = await health.requests(sources, from, now, forwardArnOf(plan.router));
  const count = requestsWithoutProbes(counted, soakState.probes, from, now);
  const minimum = { minimum: minRequests.count, unit: unitOf(sources) };
  return { judgements: [judgeRequests(minimum, count, at)], sinceEffective: count ?? 0 };
}

/** What was measured of both paths. */
export interface PathsMeasured {
  readonly judgements: readonly Judgement[];
  /** The minutes of the new path; null where the paths are not compared. */
  readonly newMinutes: readonly PathMinute[] | null;
}

/** Compares both paths over the same time; with all traffic on the new one, with the old path before that. */
export async function measurePaths({ health, clock }: Ports, soaking: Soaking): Promise<PathsMeasured> {
  const { plan, soakState, at } = soaking;
  const { compare } = plan.health;
  const sources = pathSources(plan);
  if (compare === undefined || sources.old === null || sources.new === null) {
    return { judgements: [], newMinutes: null };
  }
  const span = 1_000 * COMPARED_SECONDS;
  const now = clock.now();
  const since = { from: Math.max(Date.parse(soakState.effectiveAt), now - span), to: now };
  const startedAt = Date.parse(soakState.startedAt);
  const before = { from: startedAt - span, to: startedAt };
  const old = at.percent === 100 ? before : since;
  const route = forwardArnOf(plan.router);
  const [oldMinutes, countedMinutes, ownBefore, ownSince] = await Promise.all([
    health.minutes(sources.old, compare.latencyStatistic, old.from, old.to, route),
    health.minutes(sources.new, compare.latencyStatistic, since.from, since.to, route),
    health.balancers(sources.new, before.from, before.to, route),
    health.balancers(sources.new, since.from, since.to, route),
  ]);
  const newMinutes = minutesWithoutProbes(countedMinutes, soakState.probes);
  const newRequests = newMinutes.reduce((sum, { requests }) => sum + requests, 0);
  const own =
    ownBefore === null || ownSince === null || at.percent === 0
      ? []
      : judgeOwnErrors(compare, { before: ownBefore, since: ownSince, newRequests });
  const judgements = [...judgeComparison(compare, { old: oldMinutes, new: newMinutes }, at), ...own];
  return { judgements, newMinutes };
}

/** What else was measured, as far as it could be. */
interface Measured {
  readonly alarms: readonly AlarmReading[];
  readonly requests: RequestsMeasured | null;
  readonly paths: PathsMeasured | null;
}

/**
 * Whether requests arrive, and without a measure of them, which alarms have no data of their own. Reads no
 * more than it must: what was read of the requests already may be enough.
 */
export async function seeRequests(ports: Ports, soaking: Soaking, measured: Measured): Promise<Seen> {
  const { plan, soakState, at } = soaking;
  const { alarms, requests, paths } = measured;
  const areOk = alarms.filter(({ state }) => state === 'OK');
  if (at.percent === 0 || areOk.length === 0) {
    return { requests: null, withinSeconds: 0, silent: [] };
  }
  const withinSeconds = seenWithinSeconds(areOk);
  const seen = { requests: null, withinSeconds, silent: [] };
  const sources = requestSources(plan);
  if (sources === null) {
    const names = areOk.filter(({ staysOkWithoutData }) => staysOkWithoutData).map(({ name }) => name);
    return names.length === 0
      ? seen
      : { ...seen, silent: await ports.health.silent(names, ports.clock.now()) };
  }
  if (requests === null || paths === null) {
    // That they could not be read is an error already.
    return seen;
  }
  const now = ports.clock.now();
  const effectiveAt = Date.parse(soakState.effectiveAt);
  const from = Math.max(effectiveAt, now - 1_000 * withinSeconds);
  if (from === effectiveAt && requests.sinceEffective !== null) {
    return { ...seen, requests: requests.sinceEffective };
  }
  const minutes = plan.health.minRequests === undefined ? paths.newMinutes : null;
  if (minutes !== null) {
    const since = minutes.filter((minute) => minute.at >= from);
    return { ...seen, requests: since.reduce((sum, one) => sum + one.requests, 0) };
  }
  const counted = await ports.health.requests(sources, from, now, forwardArnOf(plan.router));
  return { ...seen, requests: requestsWithoutProbes(counted, soakState.probes, from, now) ?? 0 };
}
