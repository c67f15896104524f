import { Arn, Stack } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { WorkflowGates } from '../gates-prop';
import type { LedgerLike } from '../ledger-table';
import type { RoutePermission } from '../routers/route-config-definition';
import { type NormalizedRouteConfig, routeStatements } from '../routers/routes';
import type { Permission } from '../tasks';
import {
  type DeploymentGroups,
  readDeployments,
  startDeployments,
  stopDeployments,
} from './deployment-statements';
import { type EventBusLike, putEvents, readStream, sendMessages } from './event-statements';
import { describeReverts, type Machines, operateExecutions, useExecutions } from './execution-statements';
import { invokeGates } from './gate-statements';
import { type LedgerPermission, ledgerStatements } from './ledger-statements';
import { type DecommissionScan, readReferences } from './reference-statements';
import { type AssumableRoles, assumeRoles } from './role-statements';
import { type AllowedSecrets, readSecrets } from './secret-statements';
import { noResourceTypes, WildcardStatement } from './wildcards';

/** The resources that a Task's permissions are for. */
export interface TaskResources {
  readonly routes: readonly NormalizedRouteConfig[];
  readonly ledger: LedgerLike;
  /** Empty: no function may do anything in CodeDeploy. */
  readonly deploymentGroups: DeploymentGroups;
  /** What `VerifyDecommission` may read beside the route; absent: nothing. */
  readonly decommission?: DecommissionScan | undefined;
  /** The secrets that checks may refer to; absent: none. */
  readonly secrets?: AllowedSecrets;
  /** The gates that plans may name; absent: none. */
  readonly gates?: WorkflowGates;
  /** Roles of other accounts that functions may assume; absent: none. */
  readonly roles?: AssumableRoles;
  /** For `CheckRevert` alone, whose function is created after the revert machine. */
  readonly revert?: StateMachine;
  /** For guards alone: the functions of the Tasks are created before the machines. */
  readonly machines?: Machines;
  /** The bus that gets the decisions, for publishers alone. */
  readonly eventBus?: EventBusLike;
  /** The topics of `notifications`, for publishers alone. */
  readonly topics?: readonly ITopic[];
}

type Statements = (scope: Construct, resources: TaskResources) => PolicyStatement[];

/** The statements of each permission. */
const statements: Readonly<Record<Permission, Statements>> = {
  'read-route': onRoutes('read-route'),
  'write-route': onRoutes('write-route'),
  'read-records': onRoutes('read-records'),
  'write-records': onRoutes('write-records'),
  'read-change': onRoutes('read-change'),
  'read-health-checks': onRoutes('read-health-checks'),
  'read-zones': onRoutes('read-zones'),
  'read-alarms': () => [
    anywhere(
      'cloudwatch:DescribeAlarms',
      'with any narrower resource the answer leaves out composite alarms ' +
        '(CloudWatch API Reference, DescribeAlarms)',
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
  'read-instances': () =>
    ['DescribeAutoScalingGroups', 'DescribeInstanceRefreshes', 'DescribePolicies'].map((action) =>
      anywhere(`autoscaling:${action}`, noResourceTypes('Amazon EC2 Auto Scaling')),
    ),
  'read-balancers': () =>
    ['DescribeLoadBalancers', 'DescribeListeners', 'DescribeRules'].map((action) =>
      anywhere(
        `elasticloadbalancing:${action}`,
        'no resource types (Service Authorization Reference, "Elastic Load Balancing V2")',
      ),
    ),
  'read-certificates': (scope) => [
    new WildcardStatement({
      actions: ['acm:DescribeCertificate'],
      resource: Arn.format(
        { service: 'acm', region: '*', resource: 'certificate', resourceName: '*' },
        Stack.of(scope),
      ),
      reason:
        'the plan names the certificate, which may be in any Region: that of a distribution is in ' +
        'us-east-1; only its description is read',
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
        'the plan names the stack, and its nested stacks have names of their own; ' +
        'only what would change is read',
    }),
  ],
  'read-calendars': (scope) => [
    new WildcardStatement({
      actions: ['ssm:GetCalendarState'],
      resource: Arn.format(
        { service: 'ssm', region: '*', account: '*', resource: 'document', resourceName: '*' },
        Stack.of(scope),
      ),
      reason:
        'the plan names the change calendar, which may be of another Region, or shared by another account; ' +
        'only whether it is open is read',
    }),
  ],
  'start-deployments': (scope, { deploymentGroups }) => startDeployments(scope, deploymentGroups),
  'read-deployments': (scope, { deploymentGroups }) => readDeployments(scope, deploymentGroups),
  'stop-deployments': (scope, { deploymentGroups }) => stopDeployments(scope, deploymentGroups),
  'read-references': (scope, { decommission }) =>
    decommission === undefined ? [] : readReferences(scope, decommission),
  'read-secrets': (scope, { secrets = [] }) => readSecrets(scope, secrets),
  'ask-gates': (_, { gates = {} }) => invokeGates(gates),
  'read-ledger': onLedger('read-ledger'),
  'write-ledger': onLedger('write-ledger'),
  'record-decisions': onLedger('record-decisions'),
  'read-commands': onLedger('read-commands'),
  'send-commands': onLedger('send-commands'),
  'read-reverts': (_, { revert }) => {
    if (revert === undefined) {
      throw new Error('only CheckRevert may read reverts: other functions are created before the machine');
    }
    return [describeReverts(revert)];
  },
  'use-executions': (_, { machines }) => useExecutions(made(machines)),
  'operate-executions': (_, { machines }) => operateExecutions(made(machines)),
  'read-stream': (_, { ledger }) => readStream(ledger),
  'send-messages': (_, { topics = [] }) => sendMessages(topics),
  'publish-events': (_, { eventBus }) => putEvents(eventBus),
};

/** @throws Error for the function of a Task, which is created before the machines */
function made(machines: Machines | undefined): Machines {
  if (machines === undefined) {
    throw new Error('only a guard or an operation uses executions: the functions of Tasks come before them');
  }
  return machines;
}

/** What the kinds of the routes say of a permission, together. */
function onRoutes(permission: RoutePermission): Statements {
  return (scope, { routes }) => routeStatements(permission, scope, routes);
}

/** What a permission for the ledger comes to, in the partitions of the routes alone. */
function onLedger(permission: LedgerPermission): Statements {
  return (_, resources) => ledgerStatements[permission](resources);
}

/** The statements that a Task's permissions come to. */
export function statementsFor(
  scope: Construct,
  permissions: readonly Permission[],
  resources: TaskResources,
): PolicyStatement[] {
  return [
    ...permissions.flatMap((permission) => statements[permission](scope, resources)),
    ...assumeRoles(permissions, resources.roles ?? []),
  ];
}

function anywhere(action: string, reason: string): PolicyStatement {
  return new WildcardStatement({ actions: [action], resource: '*', reason });
}
