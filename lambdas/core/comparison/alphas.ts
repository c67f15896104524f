import type { Compare } from '../plan/compare';
import type { Plan } from '../plan/plan';
import type { Alphas } from './error-evidence';

/**
 * How the chance of a wrong decision, `1 - confidence`, is shared. Half of it is for a false `fail` anywhere
 * in the cutover: every comparison that begins, after a shift or a deployment, has an equal part, and
 * every measure an equal part of that. Half is for a false `pass`, of each soak. The halves make up for what
 * the tests take as exact and is not.
 */
export function alphasOf(plan: Pick<Plan, 'stages'>, compare: Compare): Alphas {
  const chance = (1 - compare.confidence) / 2;
  const begun = plan.stages.filter(({ percent }) => percent > 0).length;
  // A deployment that follows a stage with traffic restarts the comparison of that stage.
  const restarted = plan.stages.filter(
    ({ deploy }, i) => deploy !== undefined && (plan.stages[i - 1]?.percent ?? 0) > 0,
  ).length;
  return { fail: chance / ((begun + restarted) * compare.measures.length), pass: chance };
}
