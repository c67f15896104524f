import { checkMilestones, type Milestones } from '../../../lambdas/core/estimate/milestones';
import { readChecked } from '../../shared/read-file';

/**
 * Reads and checks a file of milestones.
 * @throws UsageError that lists every problem
 */
export function readMilestones(file: string): Milestones {
  return readChecked(file, 'milestone file', checkMilestones);
}
