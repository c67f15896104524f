import type { Plan } from '../../../lambdas/core/plan/plan';
import { recordRouteOf } from '../../../lambdas/core/routers/route';
import type { World } from '../../rehearsal/world/world';
import type { Violations } from '../violations';
import type { InvocationListener } from './invocations';

/** What the watch of the places that are asked needs. */
interface PlacesWatchOptions {
  readonly world: Pick<World, 'probe'>;
  readonly plan: Plan;
  readonly violations: Violations;
}

const BASE = 'the base URL';
const PRODUCTION = 'the production name at the targets of the records';

/** Checks that a smoke test that passes, and each run of the probes that sends any, has asked every place. */
export function watchPlaces({ world, plan, violations }: PlacesWatchOptions): InvocationListener {
  const byInvocation = new Map<number, Set<string>>();
  const { send } = world.probe;
  world.probe.send = async (request, invocation) => {
    const isBase = request.connectTo === undefined && request.url.startsWith(plan.smokeTest.baseUrl);
    const place = request.connectTo !== undefined ? PRODUCTION : isBase ? BASE : null;
    if (place !== null) {
      byInvocation.get(invocation)?.add(place);
    }
    return send(request, invocation);
  };
  const places = recordRouteOf(plan.router) === null ? [BASE] : [BASE, PRODUCTION];
  return (task, _, invocation) => {
    if (task !== 'SmokeTest' && task !== 'ProbeNewPath') {
      return null;
    }
    const asked = new Set<string>();
    byInvocation.set(invocation, asked);
    return ({ output }) => {
      const { verdict } = output as { readonly verdict: string };
      const missed = places.filter((place) => !asked.has(place));
      const isSmokeTest = task === 'SmokeTest';
      const mustAsk = isSmokeTest ? verdict === 'pass' : asked.size > 0;
      violations.require(
        !mustAsk || missed.length === 0,
        isSmokeTest ? 'ready-before-traffic' : 'probes-as-often-as-planned',
        `${task} has asked ${[...asked].join(' and ')}, and not ${missed.join(' and ')}`,
      );
    };
  };
}
