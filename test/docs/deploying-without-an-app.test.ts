import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import {
  checkDeploymentFile,
  type DeploymentFile,
  deploymentSchema,
} from '../../lib/deployment/deployment-file';
import { synthesizeDeployment } from '../../lib/deployment/synthesize';
import { appSettingsSchema } from '../../lib/workflow/settings/app-settings-schema';
import { readPage } from './pages';

const { text } = readPage('docs/guide/install/without-an-app.md');
const outdir = mkdtempSync(join(tmpdir(), 'cutover-docs-'));
afterAll(() => {
  delete process.env.CDK_CONTEXT_JSON;
  rmSync(outdir, { recursive: true, force: true });
});

test('every file on the page is a valid deployment', () => {
  const blocks = [...text.matchAll(/^```yaml\n(.*?)^```$/gms)].map(([, block = '']) => parse(block));
  expect(blocks.length).toBeGreaterThan(0);
  expect(blocks.map((block) => checkDeploymentFile(block))).toEqual(
    blocks.map((value) => ({ ok: true, value })),
  );
});

test('every field of the stack is on the page, and every other one on the page of the CDK context', () => {
  const settings = Object.keys(appSettingsSchema.entries);
  const ofStack = Object.keys(deploymentSchema.entries).filter((name) => !settings.includes(name));
  expect(ofStack.filter((name) => !text.includes(`| \`${name}\` |`))).toEqual([]);
  const context = readPage('docs/guide/deploying.md').text;
  // The page has one key less: the endpoint of commands is in the text.
  const listed = settings.filter((name) => !context.includes(`\`cutover:${name}\``));
  expect(listed).toEqual(['commandEndpoint']);
});

/** The name of a service on the page, by the start of the types of its resources. */
const SERVICES: Readonly<Record<string, string>> = {
  ApiGatewayV2: 'API Gateway',
  CloudWatch: 'CloudWatch',
  DynamoDB: 'DynamoDB',
  Events: 'EventBridge',
  IAM: 'IAM',
  Lambda: 'Lambda',
  Logs: 'CloudWatch Logs',
  SQS: 'SQS',
  Scheduler: 'Scheduler',
  StepFunctions: 'Step Functions',
};

test('the permissions name every service that a deployment creates resources of', () => {
  process.env.CDK_CONTEXT_JSON = JSON.stringify({ 'aws:cdk:bundling-stacks': [] });
  const topicArn = 'arn:aws:sns:eu-west-1:111122223333:on-call';
  const plan = parse(readPage('examples/api.yaml').text);
  const deployment: DeploymentFile = {
    routes: [
      { hostedZoneId: plan.router.hostedZoneId, zoneName: 'example.com', recordNames: ['api.example.com'] },
    ],
    allowedHosts: ['gw-*.example.com'],
    ...{ commandEndpoint: 'http-api', revertConcurrency: 2, alarmTopicArn: topicArn },
    notifications: [{ topicArn, format: 'text' }],
    alarmPlaces: [{ region: 'us-east-1', account: '444455556666' }],
    schedules: [{ name: 'api', at: '2999-01-12T06:00:00Z', plan }],
  };
  const { template } = synthesizeDeployment(deployment, { file: '-', outdir, assets: 'parameters' });
  const resources = Object.values(
    JSON.parse(template).Resources as Record<string, { readonly Type: string }>,
  );
  const services = [...new Set(resources.map(({ Type }) => Type.split('::')[1] ?? ''))].sort();
  expect(services).toEqual(Object.keys(SERVICES).sort());
  expect(services.filter((name) => !text.includes(`\n| ${SERVICES[name]} | \``))).toEqual([]);
});
