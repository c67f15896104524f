import { Arn, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { LedgerLike } from '../ledger-table';
import { readForwards, writeForwards } from '../routers/alb/alb-statements';
import { readStores, readWrittenKeys, writeStores } from '../routers/cloudfront-kvs/kvs-statements';
import {
  readChanges,
  readHealthChecks,
  readRoutes,
  writeRoutes,
} from '../routers/route53/route53-statements';
import { type NormalizedRoutes, routesOf } from '../routers/routes';
import type { Permission } from '../tasks';
import {
  type DeploymentGroups,
  readDeployments,
  startDeployments,
  stopDeployments,
} from './deployment-statements';
import { type Machines, useExecutions } from './execution-statements';
import { type DecommissionScan, readReferences } from './reference-statements';
import { WildcardStatement } from './wildcards';

/** What the permissions of a Task are about. */
export interface TaskResources {
  readonly routes: readonly NormalizedRoutes[];
  readonly ledger: LedgerLike;
  /** Empty: no function may do anything in CodeDeploy. */
  readonly deploymentGroups: DeploymentGroups;
  /** What the proof at the end may look at beside the route; absent: nothing. */
  readonly decommission?: DecommissionScan | undefined;
  /** For guards alone: the machines need the functions of the Tasks before they are there themselves. */
  readonly machines?: Machines;
}

type Statements = (scope: Construct, resources: TaskResources) => PolicyStatement[];

/** The statements of each permission. */
const statements: Readonly<Record<Permission, Statements>> = {
  'read-route': (scope, { routes }) => [
    ...readRoutes(scope, routesOf(routes, 'route53')),
    ...readStores(routesOf(routes, 'cloudfront-kvs')),
    ...readForwards(routesOf(routes, 'alb')),
  ],
  'write-route': (scope, { routes }) => [
    ...writeRoutes(scope, routesOf(routes, 'route53')),
    ...writeStores(routesOf(routes, 'cloudfront-kvs')),
    ...writeForwards(routesOf(routes, 'alb')),
  ],
  'read-records': (scope, { routes }) => readRoutes(scope, routesOf(routes, 'route53')),
  'write-records': (scope, { routes }) => writeRoutes(scope, routesOf(routes, 'route53')),
  'read-change': (scope, { routes }) => [
    ...(hasRecords(routes) ? readChanges(scope) : []),
    ...readWrittenKeys(routesOf(routes, 'cloudfront-kvs')),
    ...readForwards(routesOf(routes, 'alb')),
  ],
  'read-health-checks': (scope, { routes }) => (hasRecords(routes) ? readHealthChecks(scope) : []),
  'read-alarms': () => [
    anywhere(
      'cloudwatch:DescribeAlarms',
      'with any narrower resource composite alarms are left out of the answer (CloudWatch API Reference, DescribeAlarms)',
    ),
  ],
  'read-metrics': () => [
    anywhere(
      'cloudwatch:GetMetricData',
      'no resource types (Service Authorization Reference, "Amazon CloudWatch")',
    ),
  ],
  'read-targets': () => [
    anywhere(
      'elasticloadbalancing:DescribeTargetHealth',
      'no resource types (Service Authorization Reference, "Elastic Load Balancing V2")',
    ),
  ],
  'read-certificates': (scope) => [
    new WildcardStatement({
      actions: ['acm:DescribeCertificate'],
      resource: Arn.format({ service: 'acm', resource: 'certificate', resourceName: '*' }, Stack.of(scope)),
      reason: 'which certificate, the plan says; nothing but its description is read',
    }),
  ],
  'read-change-sets': (scope) => [
    new WildcardStatement({
      actions: ['cloudformation:DescribeChangeSet'],
      resource: Arn.format(
        { service: 'cloudformation', resource: 'stack', resourceName: '*' },
        Stack.of(scope),
      ),
      reason:
        'which stack, the plan says, and its nested stacks have names of their own; nothing but what would change is read',
    }),
  ],
  'start-deployments': (scope, { deploymentGroups }) => startDeployments(scope, deploymentGroups),
  'read-deployments': (scope, { deploymentGroups }) => readDeployments(scope, deploymentGroups),
  'stop-deployments': (scope, { deploymentGroups }) => stopDeployments(scope, deploymentGroups),
  'read-references': (scope, { decommission }) =>
    decommission === undefined ? [] : readReferences(scope, decommission),
  // Whole items stay: neither DeleteItem nor Scan.
  'use-ledger': (_, { ledger }) => [
    new PolicyStatement({
      actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:Query'],
      resources: [ledger.tableArn],
    }),
  ],
  'use-executions': (_, { machines }) => {
    if (machines === undefined) {
      throw new Error('only a guard may use executions: a Task is there before the state machines are');
    }
    return useExecutions(machines);
  },
};

/** Only records have changes and health checks in Route 53. */
function hasRecords(routes: readonly NormalizedRoutes[]): boolean {
  return routesOf(routes, 'route53').length > 0;
}

/** The statements that a Task's permissions come to. */
export function statementsFor(
  scope: Construct,
  permissions: readonly Permission[],
  resources: TaskResources,
): PolicyStatement[] {
  return permissions.flatMap((permission) => statements[permission](scope, resources));
}

function anywhere(action: string, reason: string): PolicyStatement {
  return new WildcardStatement({ actions: [action], resource: '*', reason });
}
