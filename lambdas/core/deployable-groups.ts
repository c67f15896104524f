import type { Plan } from './plan';
import type { Problem } from './problems';

/** A deployment group of CodeDeploy that the stages of a plan may deploy to. */
export interface DeployableGroup {
  readonly applicationName: string;
  readonly deploymentGroupName: string;
}

/** Stages of a plan that deploy where this deployment of the workflow may not. */
export function groupProblems({ stages }: Plan, groups: readonly DeployableGroup[]): Problem[] {
  const spell = (group: DeployableGroup) => `${group.applicationName}/${group.deploymentGroupName}`;
  const known = groups.map(spell);
  return stages.flatMap(({ deploy }, i): Problem[] => {
    if (deploy === undefined || known.includes(spell(deploy))) {
      return [];
    }
    const message =
      `deploys to ${spell(deploy)}; must be one of the deployment groups that this deployment may use` +
      ` (\`deploymentGroups\` of CutoverWorkflow): ${known.length === 0 ? 'none' : known.join(', ')}`;
    return [{ path: `stages[${i}].deploy`, message }];
  });
}
