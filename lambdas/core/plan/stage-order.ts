import type { Problem } from '../validation/problems';
import { isFurther } from './direction';
import type { Plan } from './plan';

/**
 * Problems of the order of stages: each goes further in the direction of the plan than the one before it. The
 * first one may be at the percent that is there, which moves nothing. Where that is, the preflight reads.
 */
export function stageProblems(plan: Plan): Problem[] {
  const { stages, direction } = plan;
  const wanted = direction === 'down' ? 'lower' : 'higher';
  const problems = stages.flatMap(({ percent }, i): Problem[] => {
    const before = stages[i - 1]?.percent;
    const message =
      `is ${percent} after ${before}; must be ${wanted} than in the previous stage,` +
      ` because the plan has direction: ${direction}`;
    return before === undefined || isFurther(plan, percent, before)
      ? []
      : [{ path: `stages[${i}].percent`, message }];
  });
  return [...problems, ...lastProblems(plan)];
}

/** A plan moves something: it does not end where nothing has begun to move. */
function lastProblems({ stages, direction }: Plan): Problem[] {
  const start = direction === 'down' ? 100 : 0;
  const last = stages.at(-1)?.percent;
  const must = direction === 'down' ? 'at most 99' : 'at least 1';
  const message = `is ${last}; must be ${must} in the last stage, or the plan moves nothing`;
  return last === start ? [{ path: `stages[${stages.length - 1}].percent`, message }] : [];
}
