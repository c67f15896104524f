import { plural } from '../shared/plural';
import type { Deploy } from './deploy';
import type { Plan } from './plan';
import type { Stage } from './stages';

/**
 * A stage of the plan.
 * @param stage index from 0
 * @throws RangeError when the plan has no such stage
 */
export function stageOf(plan: Plan, stage: number): Stage {
  const found = plan.stages[stage];
  if (found === undefined) {
    throw new RangeError(`the plan has ${plural(plan.stages.length, 'stage')}; there is no stage ${stage}`);
  }
  return found;
}

/**
 * The deployment of a stage.
 * @throws RangeError when the stage has none, or when there is no such stage
 */
export function deployOf(plan: Plan, stage: number): Deploy {
  const { deploy } = stageOf(plan, stage);
  if (deploy === undefined) {
    throw new RangeError(`stage ${stage} of the plan has no deployment`);
  }
  return deploy;
}
