import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Table } from 'aws-cdk-lib/aws-dynamodb';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Topic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';
import { parse } from 'yaml';
import { addEcsExample } from '../../examples/ecs/example';
import { readSettings } from '../../lib/app-context';
import { CutoverApp } from '../../lib/cutover-app';
import { CutoverWorkflow } from '../../lib/cutover-workflow';
import { EcsBlueGreenService } from '../../lib/ecs/ecs-blue-green-service';

const ROOT = join(__dirname, '../..');
const ACCOUNT = 'eu-west-1:111122223333';

/** The app as `cdk.json` has it, and beside its stack one with all that the construct takes. */
export function lintedApp(outdir?: string): App {
  const { context } = JSON.parse(readFileSync(join(ROOT, 'cdk.json'), 'utf8'));
  const app = new CutoverApp({
    ...(outdir === undefined ? {} : { outdir }),
    context: {
      ...context,
      // No linter looks at code.
      'aws:cdk:bundling-stacks': [],
      // Findings end the process with an exit code, not an exception.
      '@aws-cdk/core:appMode': 'process',
    },
  });
  new EverythingStack(app, 'Everything');
  addEcsExample(app);
  new EverythingOfEcsStack(app, 'EverythingOfEcs', { env: { account: '111122223333', region: 'us-east-1' } });
  return app;
}

/** A service with every prop that adds to its template, in a VPC without a way to the internet. */
class EverythingOfEcsStack extends Stack {
  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, { ...props, description: 'A blue/green service with all that it takes' });
    const repository = Repository.fromRepositoryName(this, 'Repository', 'web');
    new EcsBlueGreenService(this, 'Web', {
      container: {
        image: ContainerImage.fromEcrRepository(repository, '1.4.2'),
        port: 8080,
        environment: { LOG_LEVEL: 'info' },
      },
      hook: { host: 'api.example.com', checks: [{ path: '/health' }] },
      network: {
        vpc: Vpc.fromVpcAttributes(this, 'Vpc', {
          vpcId: 'vpc-0123456789abcdef0',
          availabilityZones: ['us-east-1a', 'us-east-1b'],
          isolatedSubnetIds: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
          isolatedSubnetRouteTableIds: ['rtb-0123456789abcdef0', 'rtb-0123456789abcdef1'],
        }),
        egress: 'endpoints',
      },
      certificate: Certificate.fromCertificateArn(
        this,
        'Certificate',
        'arn:aws:acm:us-east-1:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab',
      ),
      alarms: [Alarm.fromAlarmName(this, 'Latency', 'web-p99')],
      accessLogs: Bucket.fromBucketName(this, 'AccessLogs', 'access-logs-111122223333'),
      removalPolicy: RemovalPolicy.DESTROY,
    });
  }
}

/** A workflow with every prop that adds to its template. What is given to it is there already, and so in no template. */
class EverythingStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id, { description: 'A workflow with all that it takes' });
    const { alarmTopicArn: _, ...settings } = readSettings(this.node);
    new CutoverWorkflow(this, 'Workflow', {
      ...settings,
      allowPrivateAddresses: true,
      vpc: Vpc.fromVpcAttributes(this, 'Vpc', {
        vpcId: 'vpc-0123456789abcdef0',
        availabilityZones: ['eu-west-1a'],
        privateSubnetIds: ['subnet-0123456789abcdef0'],
        privateSubnetRouteTableIds: ['rtb-0123456789abcdef0'],
      }),
      alarmTopic: Topic.fromTopicArn(this, 'OnCall', `arn:aws:sns:${ACCOUNT}:on-call`),
      ledger: Table.fromTableAttributes(this, 'Ledger', {
        tableArn: `arn:aws:dynamodb:${ACCOUNT}:table/ledger`,
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
  }
}
