import type { Problem } from '../validation/problems';
import { compareOf } from './compare-of';
import type { Plan } from './plan';

/** Problems of fields that do not go with the direction of the plan, or with its last percent. */
export function directionProblems(plan: Plan): Problem[] {
  return [...downProblems(plan), ...decommissionProblems(plan)];
}

/** What only a plan that raises the new path can have. */
function downProblems({ direction, stages, smokeTest, health }: Plan): Problem[] {
  if (direction === 'up') {
    return [];
  }
  const compares =
    'compares the new path with the old one, and a plan with direction: down judges the old one';
  return [
    ...stages.flatMap(({ deploy }, i) =>
      deploy === undefined
        ? []
        : [
            {
              path: `stages[${i}].deploy`,
              message: 'deploys to the new path, from which direction: down moves away; remove it',
            },
          ],
    ),
    ...(smokeTest.compare === undefined
      ? []
      : [{ path: 'smokeTest.compare', message: `${compares}; remove it` }]),
    ...(compareOf(health) === undefined
      ? []
      : [{ path: 'health.compare', message: `${compares}; remove it` }]),
  ];
}

/** Below 100 %, the old path serves, so a proof that nothing refers to it cannot succeed. */
function decommissionProblems({ decommission, stages }: Plan): Problem[] {
  const last = stages.at(-1)?.percent;
  const message =
    `is for a plan whose last stage is 100, and here that is ${last}, so that the old path serves;` +
    ' remove it, or add a stage of 100';
  return decommission === undefined || last === 100 ? [] : [{ path: 'decommission', message }];
}
