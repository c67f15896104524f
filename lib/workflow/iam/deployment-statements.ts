import { ArnFormat, Stack, Token } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { DeployableGroup } from '../../../lambdas/core/deployments/deployment';
import { WildcardStatement } from './wildcards';

/** Of this account and region. */
export type DeploymentGroups = readonly DeployableGroup[];

/** A function's variables hold 4 KB together (AWS Lambda Developer Guide, "Lambda quotas"); the routes may take most of them. */
const MAX_GROUPS = 20;

/**
 * The groups as they were given.
 * @throws Error that lists everything that is wrong
 */
export function checkedGroups(groups: DeploymentGroups): DeploymentGroups {
  const problems = groups.flatMap((group, i) =>
    (['applicationName', 'deploymentGroupName'] as const).flatMap((field) =>
      Token.isUnresolved(group[field]) || /^[A-Za-z0-9._+=,@-]{1,100}$/.test(group[field])
        ? []
        : [`deploymentGroups[${i}].${field} is "${group[field]}"; must be a name in CodeDeploy`],
    ),
  );
  if (groups.length > MAX_GROUPS) {
    problems.push(`deploymentGroups has ${groups.length} entries; must have at most ${MAX_GROUPS}`);
  }
  if (problems.length > 0) {
    throw new Error(`the deployment groups are not right:\n${problems.join('\n')}`);
  }
  return groups;
}

/** Reading how a deployment goes. */
export function readDeployments(scope: Construct, groups: DeploymentGroups): PolicyStatement[] {
  return onGroups(scope, groups, [
    'codedeploy:GetDeployment',
    'codedeploy:ListDeploymentTargets',
    'codedeploy:GetDeploymentTarget',
  ]);
}

/**
 * Starting a deployment, and finding the one that was started. Who may create one must also be allowed to read its configuration and register its revision
 * (CodeDeploy User Guide, "CodeDeploy permissions reference"). No role is passed: CodeDeploy works under that of the group.
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
      reason: 'which configuration, the plan or the group says; nothing but its description is read',
    }),
  ];
}

/** Stopping a deployment, and finding it. */
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
