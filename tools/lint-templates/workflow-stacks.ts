import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { AnyPrincipal, Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { parse } from 'yaml';
import { HttpQueryGate } from '../../lib/gates/http-query-gate';
import { CutoverWorkflow } from '../../lib/workflow/cutover-workflow';
import { CutoverDashboard } from '../../lib/workflow/dashboard/cutover-dashboard';
import { AlarmForwarding } from '../../lib/workflow/guards/alarm-forwarding';
import { readSettings } from '../../lib/workflow/settings/app-context';

const ROOT = join(__dirname, '../..');
const ACCOUNT = 'eu-west-1:111122223333';
const ELB = `arn:aws:elasticloadbalancing:${ACCOUNT}`;

/** A workflow whose data is encrypted with a key of the stack, for this account and any region. */
export class WithKeyStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id, { description: 'A workflow with a customer managed key' });
    const { alarmTopicArn: _, ...settings } = readSettings(this.node);
    const encryptionKey = new Key(this, 'Key', { enableKeyRotation: true });
    // Only services create grants, as Lambda does for the variables of a function.
    encryptionKey.addToResourcePolicy(
      new PolicyStatement({
        effect: Effect.DENY,
        principals: [new AnyPrincipal()],
        actions: ['kms:CreateGrant'],
        resources: ['*'],
        conditions: {
          BoolIfExists: { 'kms:GrantIsForAWSResource': 'false', 'aws:PrincipalIsAWSService': 'false' },
        },
      }),
    );
    new CutoverWorkflow(this, 'Workflow', { ...settings, revertConcurrency: 2, encryptionKey });
  }
}

/** A workflow with every prop that adds to its template. The resources that it is given are imported. */
export class EverythingStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id, { description: 'A workflow with every prop' });
    const { alarmTopicArn: _, ...settings } = readSettings(this.node);
    const workflow = new CutoverWorkflow(this, 'Workflow', {
      ...settings,
      routes: [
        ...settings.routes,
        {
          kind: 'cloudfront-kvs',
          keyValueStoreArn:
            'arn:aws:cloudfront::111122223333:key-value-store/0a1b2c3d-0000-1111-2222-333344445555',
        },
        {
          kind: 'alb',
          listenerArns: [`${ELB}:listener/app/api/0123456789abcdef/0011223344556677`],
          ruleArns: [`${ELB}:listener-rule/app/api/0123456789abcdef/0011223344556677/8899aabbccddeeff`],
        },
      ],
      deploymentGroups: [{ applicationName: 'shop', deploymentGroupName: 'api' }],
      roles: [{ roleArn: 'arn:aws:iam::444455556666:role/cutover-access', externalId: 'cutover' }],
      alarmPlaces: [{ region: 'us-east-1' }, { region: 'eu-west-1', account: '444455556666' }],
      gates: {
        errors: new HttpQueryGate(this, 'Errors', {
          url: 'https://prometheus.example.com',
          prometheus: 'sum(rate(http_errors_total[2m])) / sum(rate(http_requests_total[2m]))',
          passWhen: { comparison: 'below', threshold: 0.01 },
        }),
      },
      allowedPrivateNetworks: [{ cidr: '10.0.0.0/16', ports: [443] }],
      vpc: Vpc.fromVpcAttributes(this, 'Vpc', {
        vpcId: 'vpc-0123456789abcdef0',
        availabilityZones: ['eu-west-1a'],
        privateSubnetIds: ['subnet-0123456789abcdef0'],
        privateSubnetRouteTableIds: ['rtb-0123456789abcdef0'],
      }),
      alarmTopic: Topic.fromTopicArn(this, 'OnCall', `arn:aws:sns:${ACCOUNT}:on-call`),
      ledger: Table.fromTableAttributes(this, 'Ledger', {
        tableArn: `arn:aws:dynamodb:${ACCOUNT}:table/ledger`,
        tableStreamArn: `arn:aws:dynamodb:${ACCOUNT}:table/ledger/stream/2026-11-20T12:00:00.000`,
        encryptionKey: Key.fromKeyArn(
          this,
          'Key',
          `arn:aws:kms:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
        ),
      }),
      schedules: [
        {
          name: 'api',
          plan: parse(readFileSync(join(ROOT, 'examples/api.yaml'), 'utf8')),
          schedule: ScheduleExpression.at(new Date('2030-01-01T06:00:00Z')),
        },
      ],
    });
    new CutoverDashboard(this, 'Dashboard', {
      ...{ workflow, route: workflow.routes[0] as string, dashboardName: 'everything' },
      old: ['app/legacy/0123456789abcdef', 'cloudfront/E1234567890AB'],
      new: 'api/a1b2c3d4e5/$default',
      alarms: [Alarm.fromAlarmName(this, 'Latency', 'api-p99')],
    });
  }
}

/** What stands in the Region of the alarms of CloudFront and Route 53, for a workflow elsewhere. */
export class ForwardingStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      description: 'Forwards alarms to a workflow in another Region',
      env: { account: '111122223333', region: 'us-east-1' },
    });
    new AlarmForwarding(this, 'Forwarding', { workflowRegion: 'eu-west-1' });
  }
}
