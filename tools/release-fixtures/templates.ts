import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, RemovalPolicy } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { parse } from 'yaml';
import { CutoverStack, type CutoverStackProps } from '../../lib/workflow/cutover-stack';

const ROOT = join(__dirname, '../..');
const ACCOUNT = '111122223333';
const REGION = 'eu-west-1';
const STORE = 'key-value-store/0a1b2c3d-0000-1111-2222-333344445555';
const ELB = `arn:aws:elasticloadbalancing:${REGION}:${ACCOUNT}`;

const record = {
  hostedZoneId: 'Z0123456789ABCDEFGHIJ',
  zoneName: 'example.com',
  recordNames: ['api.example.com'],
};

/** Stacks by their names, which are kept. Add each new option to `everything`. */
const STACKS: Readonly<Record<string, CutoverStackProps>> = {
  default: { routes: [record] },
  everything: {
    routes: [
      record,
      {
        kind: 'cloudfront-kvs',
        keyValueStoreArn: `arn:aws:cloudfront::${ACCOUNT}:${STORE}`,
      },
      {
        kind: 'alb',
        listenerArns: [`${ELB}:listener/app/api/0123456789abcdef/0011223344556677`],
        ruleArns: [`${ELB}:listener-rule/app/api/0123456789abcdef/0011223344556677/8899aabbccddeeff`],
      },
    ],
    deploymentGroups: [{ applicationName: 'shop', deploymentGroupName: 'api' }],
    allowedPrivateNetworks: [{ cidr: '10.0.0.0/16', ports: [443] }],
    secrets: [{ arn: `arn:aws:secretsmanager:${REGION}:${ACCOUNT}:secret:token-AbCdEf` }],
    roles: [{ roleArn: 'arn:aws:iam::444455556666:role/cutover-access', externalId: 'cutover' }],
    alarmPlaces: [{ region: 'us-east-1' }],
    decommission: { hostedZoneIds: ['Z0123456789ABCDEFGHIJ'] },
    revertConcurrency: 2,
    removalPolicy: RemovalPolicy.RETAIN,
    encryptionKeyArn: `arn:aws:kms:${REGION}:${ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
    eventBusArn: `arn:aws:events:${REGION}:${ACCOUNT}:event-bus/releases`,
    existingTopics: [{ topicArn: `arn:aws:sns:${REGION}:${ACCOUNT}:on-call`, format: 'text' }],
    existingGates: { tests: { functionArn: `arn:aws:lambda:${REGION}:${ACCOUNT}:function:tests:live` } },
    schedules: [
      {
        name: 'api',
        plan: parse(readFileSync(join(ROOT, 'examples/api.yaml'), 'utf8')),
        schedule: ScheduleExpression.at(new Date('2030-01-01T06:00:00Z')),
      },
    ],
  },
};

/** A template as it is written to a file. */
export type TemplateJson = Readonly<Record<string, unknown>>;

/** The templates of this code, by the name of the stack. Functions are not bundled. */
export function currentTemplates(): Readonly<Record<string, TemplateJson>> {
  return Object.fromEntries(
    Object.entries(STACKS).map(([name, props]) => {
      const context = { ...recommendedFlags, 'aws:cdk:bundling-stacks': [] };
      const env = { account: ACCOUNT, region: REGION };
      const stack = new CutoverStack(new App({ context }), 'Cutover', { env, ...props });
      return [name, Template.fromStack(stack).toJSON()];
    }),
  );
}
