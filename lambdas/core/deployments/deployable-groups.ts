import type { Plan } from '../plan/plan';
import type { Problem } from '../validation/problems';
import { type DeployableGroup, groupOf } from './deployment';

/** Stages of a plan that deploy where this deployment of the workflow may not. */
export function groupProblems({ stages }: Plan, groups: readonly DeployableGroup[]): Problem[] {
  const known = groups.map(groupOf);
  return stages.flatMap(({ deploy }, i): Problem[] => {
    if (deploy === undefined || known.includes(groupOf(deploy))) {
      return [];
    }
    const message =
      `deploys to ${groupOf(deploy)}; must be one of the deployment groups that this deployment may use` +
      ` (\`deploymentGroups\` of CutoverWorkflow): ${known.length === 0 ? 'none' : known.join(', ')}`;
    return [{ path: `stages[${i}].deploy`, message }];
  });
}
