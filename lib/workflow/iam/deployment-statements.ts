import { ArnFormat, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { DeployableGroup } from '../../../lambdas/core/deployments/deployment';
import type { Problem } from '../../../lambdas/core/validation/problems';
import { isKnownLater } from '../../shared/lookups';
import { WildcardStatement } from './wildcards';

/** CodeDeploy deployment groups of this account and region. */
export type DeploymentGroups = readonly DeployableGroup[];

/**
 * The environment variables of a function hold 4 KB in total (AWS Lambda Developer Guide, "Lambda quotas"),
 * of which the routes may need most.
 */
const MAX_GROUPS = 20;

/** Problems of the prop `deploymentGroups`. A name that is known only at deployment is not checked. */
export function deploymentGroupProblems(groups: DeploymentGroups): Problem[] {
  const problems = groups.flatMap((group, i) =>
    (['applicationName', 'deploymentGroupName'] as const).flatMap((field): Problem[] => {
      if (isKnownLater(group[field]) || /^[A-Za-z0-9._+=,@-]{1,100}$/.test(group[field])) {
        return [];
      }
      const message =
        `is "${group[field]}"; must be a name in CodeDeploy: 1 to 100 letters, digits and ` +
        '". _ + = , @ -"';
      return [{ path: `deploymentGroups[${i}].${field}`, message }];
    }),
  );
  const message = `is a list of ${groups.length}; must have at most ${MAX_GROUPS}`;
  return groups.length > MAX_GROUPS ? [...problems, { path: 'deploymentGroups', message }] : problems;
}

/** Reading the state of deployments. */
export function readDeployments(scope: Construct, groups: DeploymentGroups): PolicyStatement[] {
  return onGroups(scope, groups, [
    'codedeploy:GetDeployment',
    'codedeploy:ListDeploymentTargets',
    'codedeploy:GetDeploymentTarget',
  ]);
}

/**
 * Starting a deployment, and finding a deployment that was started. Creating one also requires permission
 * to read its configuration and to register its revision (CodeDeploy User Guide, "CodeDeploy permissions
 * reference"). No role is passed: CodeDeploy uses the role of the deployment group.
 */
export function startDeployments(scope: Construct, groups: DeploymentGroups): PolicyStatement[] {
  if (groups.length === 0) {
    return [];
  }
  const applications = [...new Set(groups.map(({ applicationName }) => applicationName))];
  return [
    ...onGroups(scope, groups, [
      'codedeploy:CreateDeployment',
      'codedeploy:GetDeployment',
      'codedeploy:ListDeployments',
    ]),
    new PolicyStatement({
      actions: ['codedeploy:GetApplicationRevision', 'codedeploy:RegisterApplicationRevision'],
      resources: applications.map((name) => arnOf(scope, 'application', name)),
    }),
    new WildcardStatement({
      actions: ['codedeploy:GetDeploymentConfig'],
      resource: arnOf(scope, 'deploymentconfig', '*'),
      reason: 'the plan or the deployment group names the configuration; the action only reads it',
    }),
  ];
}

/** Stopping a deployment, and finding the deployment to stop. */
export function stopDeployments(scope: Construct, groups: DeploymentGroups): PolicyStatement[] {
  return onGroups(scope, groups, [
    'codedeploy:StopDeployment',
    'codedeploy:GetDeployment',
    'codedeploy:ListDeployments',
  ]);
}

function onGroups(scope: Construct, groups: DeploymentGroups, actions: string[]): PolicyStatement[] {
  const resources = groups.map(({ applicationName, deploymentGroupName }) =>
    arnOf(scope, 'deploymentgroup', `${applicationName}/${deploymentGroupName}`),
  );
  return groups.length === 0 ? [] : [new PolicyStatement({ actions, resources })];
}

function arnOf(scope: Construct, resource: string, resourceName: string): string {
  return Stack.of(scope).formatArn({
    service: 'codedeploy',
    resource,
    resourceName,
    arnFormat: ArnFormat.COLON_RESOURCE_NAME,
  });
}
