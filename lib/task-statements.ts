import { Arn, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { LedgerLike } from './ledger-table';
import { readChanges, readRoutes, writeRoutes } from './route53-statements';
import type { CutoverRoutes } from './routes';
import type { Permission } from './tasks';

/** What the permissions of a Task are about. */
export interface TaskResources {
  readonly routes: readonly Required<CutoverRoutes>[];
  readonly ledger: LedgerLike;
}

type Statements = (scope: Construct, resources: TaskResources) => PolicyStatement[];

/** The statements of each permission. A resource is `*` only where AWS takes nothing else. */
const statements: Readonly<Record<Permission, Statements>> = {
  'read-route': (scope, { routes }) => readRoutes(scope, routes),
  'write-route': (scope, { routes }) => writeRoutes(scope, routes),
  'read-change': (scope) => readChanges(scope),
  // With any narrower resource composite alarms are left out of the answer (CloudWatch API Reference, DescribeAlarms).
  'read-alarms': () => [anywhere('cloudwatch:DescribeAlarms')],
  // No resource types (Service Authorization Reference, "Amazon CloudWatch").
  'read-metrics': () => [anywhere('cloudwatch:GetMetricData')],
  // No resource types (Service Authorization Reference, "Elastic Load Balancing V2").
  'read-targets': () => [anywhere('elasticloadbalancing:DescribeTargetHealth')],
  'read-certificates': (scope) => [
    new PolicyStatement({
      actions: ['acm:DescribeCertificate'],
      resources: [
        Arn.format({ service: 'acm', resource: 'certificate', resourceName: '*' }, Stack.of(scope)),
      ],
    }),
  ],
  // Whole items stay: neither DeleteItem nor Scan.
  'use-ledger': (_, { ledger }) => [
    new PolicyStatement({
      actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:Query'],
      resources: [ledger.tableArn],
    }),
  ],
};

/** The statements that a Task's permissions come to. */
export function statementsFor(
  scope: Construct,
  permissions: readonly Permission[],
  resources: TaskResources,
): PolicyStatement[] {
  return permissions.flatMap((permission) => statements[permission](scope, resources));
}

function anywhere(action: string): PolicyStatement {
  return new PolicyStatement({ actions: [action], resources: ['*'] });
}
