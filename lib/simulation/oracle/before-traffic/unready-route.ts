import type { Plan } from '../../../../lambdas/core/plan/plan';
import { recordRouteOf } from '../../../../lambdas/core/routers/route';
import type { World } from '../../../rehearsal/world/world';
import { firstStageFrom, isRaise, lastPercent } from '../../course';
import { tightestPolicy } from '../../takeover';
import { isAccepted } from '../beside-watch';

/** What of the route, and beside it, a preflight must not pass over. */
export function unreadyRoute(world: World, plan: Plan): string[] {
  const { split } = world;
  const percent = split.percent();
  const all: readonly (string | false)[] = [
    split.history.at(-1)?.broken !== null && 'the route is broken',
    isRaise(plan, plan.stages[0]?.percent ?? 0, percent) && `the route is at ${percent} %`,
    percent === lastPercent(plan) && 'the route is where the plan ends',
    isTooLarge(world, plan) && 'the first raise is larger than the policy allows',
    ...(recordRouteOf(plan.router) === null ? [] : records(world, plan)),
  ];
  return all.filter((one) => one !== false);
}

/** A takeover has one raise alone, which is larger still. */
function isTooLarge({ scenario, split }: World, plan: Plan): boolean {
  const percent = split.percent();
  const first = plan.stages[firstStageFrom(plan, percent)];
  const { maxFirstPercent = 100 } = tightestPolicy({ plan, scenario });
  return plan.direction === 'up' && first !== undefined && first.percent - percent > maxFirstPercent;
}

function records({ scenario, split }: World, plan: Plan): readonly (string | false)[] {
  const { otherRecords = [], otherZone, privateZone, alias, aliasTtlSeconds, ...world } = scenario.world;
  const { accept, maxTtlSeconds } = plan.preflight;
  const route = recordRouteOf(plan.router);
  const isUp = plan.direction === 'up';
  const isPair = route?.adopt === undefined;
  const wantsCheck = route?.newHealthCheck !== undefined;
  // Nobody but AWS sets the TTL of an alias that leads out of the zone.
  const hasTtl = !alias || aliasTtlSeconds !== undefined;
  const ttlSeconds = split.answerHolds().at(-1)?.seconds ?? 0;
  return [
    isUp &&
      otherRecords.some(({ leadsTo, recordType }) => leadsTo === 'old' && !isAccepted(plan, recordType)) &&
      'a record of another type leads to the old path',
    // A cutover that lowers the TTL of its records does so after the preflight.
    plan.ttl === undefined && hasTtl && ttlSeconds > maxTtlSeconds && `the TTL is ${ttlSeconds} s`,
    otherZone?.private === false &&
      privateZone !== true &&
      !accept.includes('other-zone') &&
      'another public zone has the name',
    isPair &&
      world.oldRecordHealth === 'health-check' &&
      (wantsCheck || !accept.includes('old-record-health')) &&
      'the old record has a health check',
    isPair &&
      wantsCheck &&
      alias &&
      world.oldRecordHealth === 'target' &&
      'the old record can be unhealthy as well as the new one',
    isPair &&
      isUp &&
      !wantsCheck &&
      world.newRecordHealth === 'health-check' &&
      !accept.includes('new-record-health') &&
      'the new record has a health check',
    wantsCheck && world.newHealthCheck !== undefined && `the health check is ${world.newHealthCheck}`,
    isPair && (world.routing ?? 'weighted') !== 'weighted' && 'the records are not weighted',
  ];
}
