import type { Plan } from '../../lambdas/core/plan/plan';

/** What a plan says of where its traffic goes. It uses nothing of the code that is checked. */

/** Whether a route goes on in the direction of the plan. Both are percents on the new path. */
export function isRaise({ direction }: Plan, from: number, to: number): boolean {
  return direction === 'down' ? to < from : to > from;
}

/** The first stage that moves traffic from a percent on the new path. */
export function firstStageFrom(plan: Plan, percent: number): number {
  return plan.stages.findIndex((stage) => isRaise(plan, percent, stage.percent));
}

/** The path whose health the plan is about. */
export function monitoredPath({ direction }: Plan): 'old' | 'new' {
  return direction === 'down' ? 'old' : 'new';
}

/** The share of the path that gains, of a percent on the new one. */
export function gainedAt({ direction }: Plan, percent: number): number {
  return direction === 'down' ? 100 - percent : percent;
}

/** The percent of a plan that has succeeded. */
export function lastPercent({ stages }: Plan): number {
  return stages.at(-1)?.percent ?? 0;
}
