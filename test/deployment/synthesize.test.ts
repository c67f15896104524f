import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { checkDeploymentFile, type DeploymentFile } from '../../lib/deployment/deployment-file';
import { type SynthesisOptions, synthesizeDeployment } from '../../lib/deployment/synthesize';
import { UsageError } from '../../lib/shared/usage-error';
import { CutoverApp } from '../../lib/workflow/cutover-app';
import { temporaryFiles } from '../support/cli/temporary-files';
import { routes } from '../support/templates/synth';

const files = temporaryFiles();
const outdirs: string[] = [];

beforeAll(() => {
  // Functions without their code: an app reads this variable.
  process.env.CDK_CONTEXT_JSON = JSON.stringify({ 'aws:cdk:bundling-stacks': [] });
});
afterAll(() => {
  delete process.env.CDK_CONTEXT_JSON;
  for (const outdir of outdirs) {
    rmSync(outdir, { recursive: true, force: true });
  }
});

type Template = Record<string, Record<string, Record<string, unknown>>>;

function synthesize(deployment: object, options: Partial<SynthesisOptions> = {}) {
  const checked = checkDeploymentFile(deployment);
  if (!checked.ok) {
    throw new UsageError('not valid', checked.problems);
  }
  const outdir = mkdtempSync(join(tmpdir(), 'cutover-synth-'));
  outdirs.push(outdir);
  const file = files.path('cutover.yaml');
  const stack = synthesizeDeployment(checked.value, { file, outdir, assets: 'bootstrap', ...options });
  return { stack, template: JSON.parse(stack.template) as Template };
}

const topic = 'arn:aws:sns:eu-west-1:111122223333:on-call';
const settings = {
  routes,
  allowedHosts: ['gw-*.example.com'],
  policy: { maxStepUp: 50 },
  gates: { tests: { functionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:tests:live' } },
  notifications: [{ topicArn: topic, format: 'chat' }],
  alarmTopicArn: topic,
  encryptionKeyArn: 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
} satisfies DeploymentFile;

/** What the CDK app of `bin/app.ts` gives for the same settings in its context. */
function templateOfApp(): Template {
  const context = Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [`cutover:${key}`, value]),
  );
  return new CutoverApp({ context, analyticsReporting: false }).synth().getStackByName('Cutover').template;
}

describe('the template of a deployment', () => {
  test('is that of the CDK app for the same settings', () => {
    expect(synthesize(settings).template).toEqual(templateOfApp());
  });

  test('is that of the CDK app except for where the code is, with parameters', () => {
    const { Parameters, Rules, ...app } = templateOfApp();
    expect(Object.keys(Rules ?? {})).toEqual(['CheckBootstrapVersion']);
    expect(Object.keys(Parameters ?? {})).toEqual(['BootstrapVersion']);
    const { Parameters: parameters, ...template } = synthesize(settings, { assets: 'parameters' }).template;
    const elsewhere = JSON.stringify(app).replace(
      /"S3Bucket":\{"Fn::Sub":"cdk-hnb659fds-assets-[^"]+"\},"S3Key":"([0-9a-f]{64}\.\w+)"/g,
      `"S3Bucket":{"Fn::Sub":"\${AssetsBucket}"},"S3Key":{"Fn::Sub":"\${AssetsPrefix}$1"}`,
    );
    expect(elsewhere).not.toMatch(/hnb659fds|cdk-bootstrap/);
    expect(elsewhere.match(/\{AssetsPrefix\}/g)?.length).toBeGreaterThan(20);
    expect(template).toEqual(JSON.parse(elsewhere));
    expect(Object.keys(parameters ?? {})).toEqual(['AssetsBucket', 'AssetsPrefix']);
  });

  test.each([
    ['AssetsBucket', 'my-bucket.1', true],
    ['AssetsBucket', 'My_bucket', false],
    ['AssetsBucket', 's3://bucket', false],
    ['AssetsPrefix', '', true],
    ['AssetsPrefix', 'teams/web/', true],
    ['AssetsPrefix', 'teams/web', false],
    ['AssetsPrefix', '/teams/', false],
  ])('has the parameter %s, of which "%s" may be a value: %s', (name, value, isValid) => {
    const { Parameters } = synthesize(settings, { assets: 'parameters' }).template;
    const { AllowedPattern, Default, Type } = Parameters?.[name] ?? {};
    expect(new RegExp(`${AllowedPattern}`).test(value)).toBe(isValid);
    expect({ Type, Default }).toEqual({ Type: 'String', Default: name === 'AssetsPrefix' ? '' : undefined });
  });

  test('has a boundary on every role', () => {
    const permissionsBoundary = 'arn:aws:iam::111122223333:policy/boundary';
    const { Resources } = synthesize({ routes, permissionsBoundary }).template;
    const roles = Object.values(Resources ?? {}).filter(({ Type }) => Type === 'AWS::IAM::Role');
    expect(roles.length).toBeGreaterThan(20);
    for (const { Properties } of roles) {
      expect(Properties).toMatchObject({ PermissionsBoundary: permissionsBoundary });
    }
  });
});

describe('a deployment', () => {
  const manifestOf = (deployment: object) =>
    JSON.parse(
      JSON.stringify(
        require(join(synthesize(deployment).stack.directory, 'manifest.json')).artifacts.Cutover,
      ),
    );

  test('is the stack Cutover of any account and Region, where it says nothing else', () => {
    expect(manifestOf({ routes })).toMatchObject({
      environment: 'aws://unknown-account/unknown-region',
      properties: { terminationProtection: false },
    });
  });

  test('has the name, place, tags, protection, topics and bootstrap that it says', () => {
    const arn = 'arn:aws:sns:eu-west-1:111122223333:stacks';
    const deployment = {
      ...{ routes, stackName: 'Web', account: '111122223333', region: 'eu-west-1' },
      ...{ tags: { team: 'web' }, terminationProtection: true, stackNotificationArns: [arn] },
      bootstrapQualifier: 'web1',
    };
    const { environment, properties } = manifestOf(deployment);
    expect(environment).toBe('aws://111122223333/eu-west-1');
    expect(properties).toMatchObject({
      ...{ stackName: 'Web', terminationProtection: true, tags: { team: 'web' }, notificationArns: [arn] },
      assumeRoleArn: expect.stringContaining('role/cdk-web1-deploy-role-111122223333-eu-west-1'),
    });
  });

  test('finds the plan of a schedule beside its own file', () => {
    files.write('plan.json', JSON.stringify({ name: 'x' }));
    const schedules = [{ name: 'x', at: '2999-01-12T06:00:00Z', plan: 'plan.json' }];
    expect(() => synthesize({ routes, schedules })).toThrow(/router: is missing/);
    expect(() => synthesize({ routes, schedules: [{ ...schedules[0], plan: 'none.json' }] })).toThrow(
      new RegExp(`cannot read the plan ${files.path('none.json')}: there is no such file`),
    );
  });

  test('is refused as invalid usage where the constructs refuse a setting', () => {
    const key = { encryptionKeyArn: settings.encryptionKeyArn, region: 'us-east-1', account: '111122223333' };
    expect(() => synthesize({ routes, ...key })).toThrow(
      new UsageError(`${files.path('cutover.yaml')} has settings that cannot be deployed`, [
        {
          path: 'encryptionKey',
          message: 'is in eu-west-1; must be in us-east-1: AWS encrypts with keys of the same region',
        },
      ]),
    );
  });
});
