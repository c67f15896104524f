import { gainingPath, type PathName } from '../../../lambdas/core/plan/direction';
import type { Plan } from '../../../lambdas/core/plan/plan';
import type { Metrics } from '../aws/metrics';
import type { Random } from '../kernel/random';
import { clientsOf } from '../routers/registry';
import type { Split } from '../routers/split';
import type { Scenario } from '../scenario';
import type { WorldSetup } from '../world/world-setup';
import { DEFAULT_LATENCY_MS, latencyFor, requestsFor } from './default-traffic';
import { earlierDays } from './earlier-days';
import { Path } from './path';
import { Traffic } from './traffic';

/** The old and the new path. */
export interface Paths {
  readonly old: Path;
  readonly new: Path;
}

/** What the traffic of a world is made from. */
export interface StartTrafficOptions {
  readonly plan: Plan;
  readonly scenario: Scenario;
  readonly split: Split;
  readonly paths: Paths;
  readonly metrics: Metrics;
  readonly random: Random;
  /** Epoch milliseconds. */
  readonly startsAt: number;
}

/** @param beforeChange called before a path changes, so that the traffic until then is counted as it was */
export function makePaths(plan: Plan, { oldPath, newPath }: WorldSetup, beforeChange: () => void): Paths {
  const tested = gainingPath(plan);
  const latencyOf = (path: PathName) => (path === tested ? latencyFor(plan) : DEFAULT_LATENCY_MS);
  return {
    old: new Path(oldPath.latencyMs ?? latencyOf('old'), oldPath.errorRate, beforeChange),
    new: new Path(newPath.latencyMs ?? latencyOf('new'), newPath.errorRate, beforeChange),
  };
}

/** The traffic of a scenario, with metrics of the hour before the start, and hours of the days before it. */
export function startTraffic(options: StartTrafficOptions): Traffic {
  const { plan, scenario, split, paths, metrics, random, startsAt } = options;
  const requestsPerSecond = scenario.traffic.requestsPerSecond ?? requestsFor(plan, scenario.world);
  addHistory(options, requestsPerSecond);
  const clients = clientsOf(plan.router, scenario.traffic);
  return new Traffic({ requestsPerSecond, clients, split, paths, metrics, random, startsAt });
}

/** The hour before the start, when the traffic was split as at the start: a plan may compare with it. */
function addHistory(
  { paths, split, metrics, startsAt, scenario }: StartTrafficOptions,
  requestsPerSecond: number,
): void {
  const all = Math.round(60 * requestsPerSecond);
  const onNew = Math.round((all * split.percent()) / 100);
  const perSecond = { old: (all - onNew) / 60, new: onNew / 60 };
  metrics.remember(
    earlierDays({ seed: scenario.seed, paths, requestsPerSecond: perSecond, until: startsAt - 3_600_000 }),
  );
  for (const [name, requests] of [
    ['old', all - onNew],
    ['new', onNew],
  ] as const) {
    const path = paths[name];
    const failed = Math.round(requests * path.failures().rate);
    for (let minute = 1; minute <= 60; minute += 1) {
      metrics.add(name, startsAt - 60_000 * minute, requests, failed, path.latency());
    }
  }
}
