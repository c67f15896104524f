import type { Plan } from '../../../lambdas/core/plan/plan';
import type { World } from '../../rehearsal/world/world';
import { gainedAt } from '../course';
import { COMPARED_SECONDS, comparedPaths } from '../reference/compared';
import { rangeSeconds } from './health-facts';
import { COUNTED_SECONDS, countsRequests } from './request-facts';

/** The longest time for one round of probes, in seconds. */
const LONGEST_ROUND = 60;

/** From when on, after a raise is effective, alarms, comparison and probes have measured nothing else. */
export function judgedAfterSeconds(world: World, plan: Plan, stage: number): number {
  const isServing = gainedAt(plan, plan.stages[stage]?.percent ?? 0) > 0;
  const compared = comparedPaths(plan) === null ? 0 : COMPARED_SECONDS;
  const counted = countsRequests(plan) ? COUNTED_SECONDS : 0;
  const { everySeconds } = plan.smokeTest;
  const probed = everySeconds === undefined ? 0 : everySeconds + LONGEST_ROUND;
  return Math.max(probed, isServing ? Math.max(rangeSeconds(world), compared, counted) : 0);
}
