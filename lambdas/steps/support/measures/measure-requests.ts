import {
  judgeRequests,
  type MeasuredAt,
  type Seen,
  seenWithinSeconds,
} from '../../../core/health/health-verdict';
import { requestsWithoutProbes } from '../../../core/health/probed-requests';
import type { SoakState } from '../../../core/health/soak-state';
import type { Judgement } from '../../../core/health/verdict';
import { requestSources } from '../../../core/measures/measures';
import { unitOf } from '../../../core/measures/source';
import type { Plan } from '../../../core/plan/plan';
import { forwardArnOf } from '../../../core/routers/route';
import type { AlarmReading, Clock, HealthSource } from '../../../ports';

/** What measures the requests. */
export interface MeasurePorts {
  readonly health: HealthSource;
  readonly clock: Clock;
}

/** The soak that is measured. */
export interface Soaking {
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
export async function measureRequests(
  { health, clock }: MeasurePorts,
  soaking: Soaking,
): Promise<RequestsMeasured> {
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

/** What else was measured, as far as it could be. */
interface Measured {
  readonly alarms: readonly AlarmReading[];
  readonly requests: RequestsMeasured | null;
}

/**
 * Whether requests arrive, and without a measure of them, which alarms have no data of their own. Reads no
 * more than it must: what was read of the requests already may be enough.
 */
export async function seeRequests(ports: MeasurePorts, soaking: Soaking, measured: Measured): Promise<Seen> {
  const { plan, soakState, at } = soaking;
  const { alarms, requests } = measured;
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
  if (requests === null) {
    // That they could not be read is an error already.
    return seen;
  }
  const now = ports.clock.now();
  const effectiveAt = Date.parse(soakState.effectiveAt);
  const from = Math.max(effectiveAt, now - 1_000 * withinSeconds);
  if (from === effectiveAt && requests.sinceEffective !== null) {
    return { ...seen, requests: requests.sinceEffective };
  }
  const counted = await ports.health.requests(sources, from, now, forwardArnOf(plan.router));
  return { ...seen, requests: requestsWithoutProbes(counted, soakState.probes, from, now) ?? 0 };
}
