import type { Plan } from '../plan/plan';
import type { Problem } from '../validation/problems';
import { type DeployableGroup, groupOf } from './deployment';

/** Validates that the stages deploy only to groups that this installation of the workflow may use. */
export function groupProblems({ stages }: Plan, groups: readonly DeployableGroup[]): Problem[] {
  const allowed = groups.map(groupOf);
  return stages.flatMap(({ deploy }, i): Problem[] => {
    if (deploy === undefined || allowed.includes(groupOf(deploy))) {
      return [];
    }
    const message =
      `deploys to ${groupOf(deploy)}; must be one of the deployment groups that this workflow may use` +
      ` (\`deploymentGroups\` of CutoverWorkflow): ${allowed.length === 0 ? 'none' : allowed.join(', ')}`;
    return [{ path: `stages[${i}].deploy`, message }];
  });
}
