import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloudFormationClient,
  DescribeStacksCommand,
  ListChangeSetsCommand,
} from '@aws-sdk/client-cloudformation';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { settings } from '../../../lambdas/adapters/clients/settings';
import { sha256 } from '../../../lambdas/adapters/shared/sha256';
import { systemClock } from '../../../lambdas/adapters/shared/system-clock';
import { type DeployOptions, deployCommand } from '../../../lib/cli/commands/deploy/deploy';
import { callerRegion } from '../../../lib/cli/input/aws-settings';
import { callerAccount } from '../../../lib/cli/input/caller-account';
import { requirePeers } from '../../../lib/deployment/peers';
import { type SynthesizedStack, synthesizeDeployment } from '../../../lib/deployment/synthesize';
import { toolkitDeployer } from '../../../lib/deployment/toolkit-deployer';
import { AwsError } from '../../../lib/shared/aws-error';
import { capturedTerminal } from '../../support/cli/captured-terminal';
import { temporaryFiles } from '../../support/cli/temporary-files';
import type { Assembly } from '../support/assembly';
import { endpointOf, freshName } from '../support/endpoints';
import { fitForEmulator } from '../support/fit-for-emulator';
import { endedStack, invokeFunction, uploadAssets } from '../support/stack';

/**
 * `cutover deploy` through CDK's toolkit library, against the emulator's CloudFormation, S3, SSM and STS:
 * upload, change set, question, execution. The emulator has none of the roles of a bootstrap, so that the
 * toolkit goes on with the caller's credentials.
 */

const LIMIT_MS = 360_000;
jest.setTimeout(LIMIT_MS);
const TEMPLATE = 'Cutover.template.json';
type Template = Assembly['template'];

const files = temporaryFiles();
const directory = mkdtempSync(join(tmpdir(), 'cutover-deploy-test-'));
const stackName = freshName();
const deployment = {
  stackName,
  tags: { team: 'web' },
  routes: [
    { hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'example.com', recordNames: ['api.example.com'] },
  ],
};
const cloudFormation = () =>
  new CloudFormationClient({ ...settings, endpoint: endpointOf('CLOUDFORMATION') });
let synthesized: SynthesizedStack;
let whole: Template;
let fit: Template;
let config: string;
let templateHash: string;

beforeAll(async () => {
  // The emulator that has stacks has an STS for their account.
  process.env.AWS_ENDPOINT_URL_STS = endpointOf('CLOUDFORMATION');
  await uploadAssets({ bundles: new Map() });
  config = files.write('cutover.json', JSON.stringify(deployment));
  // The functions are bundled once.
  synthesized = synthesizeDeployment(deployment, { file: config, outdir: directory, assets: 'bootstrap' });
  whole = JSON.parse(synthesized.template);
  fit = fitForEmulator(whole);
  const manifest = readFileSync(join(directory, 'manifest.json'), 'utf8');
  templateHash = /stackTemplateAssetObjectUrl.*\/([0-9a-f]{64})\.json/.exec(manifest)?.[1] ?? '';
}, LIMIT_MS);

afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** Deploys with another template in the assembly. */
async function deploy(
  template: object,
  options: Partial<DeployOptions>,
  confirm: ((question: string) => Promise<boolean>) | null = null,
) {
  const text = JSON.stringify(template);
  writeFileSync(join(directory, TEMPLATE), text);
  rename(sha256(text));
  return run({ ...synthesized, template: text }, options, confirm);
}

async function run(
  stack: SynthesizedStack,
  options: Partial<DeployOptions>,
  confirm: ((question: string) => Promise<boolean>) | null = null,
) {
  const terminal = capturedTerminal(120);
  const code = await deployCommand({ config, ...options }, terminal, {
    ...{ confirm, clock: systemClock, requirePeers, callerAccount, callerRegion },
    ...{ deployer: toolkitDeployer, synthesize: () => stack },
  });
  return { code, ...terminal.texts };
}

/** The template is an asset, which is uploaded under its hash once. */
function rename(hash: string): void {
  for (const file of ['manifest.json', 'Cutover.assets.json']) {
    const path = join(directory, file);
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(templateHash, hash));
  }
  templateHash = hash;
}

async function deployedStack() {
  const { Stacks = [] } = await cloudFormation().send(new DescribeStacksCommand({}));
  return Stacks.find(({ StackName }) => StackName === stackName);
}

/** The template with another description of one function. */
function changed(template: Template): Template {
  return JSON.parse(JSON.stringify(template).replace('Cutover: ValidatePlan', 'Cutover: checks a plan'));
}

/** The template without the permission of the schedule of Reconcile. */
function lessened(template: Template): Template {
  const entries = Object.entries(template.Resources);
  const Resources = Object.fromEntries(entries.filter(([id]) => !id.startsWith(REMOVED)));
  return { ...template, Resources };
}

const REMOVED = 'WorkflowRulesReconcileAllowEventRule';

describe('cutover deploy', () => {
  test('refuses an account without a bootstrap, with the command that helps', async () => {
    const other = files.path('other');
    cpSync(directory, other, { recursive: true });
    for (const file of ['manifest.json', 'Cutover.assets.json', TEMPLATE]) {
      const text = readFileSync(join(other, file), 'utf8');
      writeFileSync(join(other, file), text.replaceAll('hnb659fds', 'absent0001'));
    }
    const failure = await run({ ...synthesized, directory: other }, { yes: true }).catch((error) => error);
    expect(failure).toBeInstanceOf(AwsError);
    expect(failure.message).toBe(
      'account 000000000000 is not bootstrapped for CDK in eu-west-1, or not by this qualifier or to this' +
        ' version: SSM parameter /cdk-bootstrap/absent0001/version not found in' +
        ' aws://000000000000/eu-west-1; run npx aws-cdk@2 bootstrap aws://000000000000/eu-west-1 once, or' +
        ' deploy without a bootstrap: cutover deploy --template FOLDER',
    );
    expect(await deployedStack()).toBeUndefined();
  });

  test('--dry-run shows what would be added, and deploys nothing', async () => {
    const { code, out } = await deploy(fit, { dryRun: true });
    expect(code).toBe(0);
    const count = Object.keys(fit.Resources).length;
    expect(out).toMatch(
      new RegExp(`^Resources that are added: ${count}\\.\n  1 AWS::DynamoDB::GlobalTable\n`),
    );
    expect(out).toMatch(/\nPermissions: \d{3} added, 0 removed\.\n/);
    expect(out).toMatch(/\nNothing was deployed \(--dry-run\)\.\n$/);
    expect(await deployedStack()).toBeUndefined();
  });

  test('--yes deploys a stack whose functions run', async () => {
    const { code, out, err } = await deploy(fit, { yes: true, json: true });
    expect(code).toBe(0);
    expect(err).toContain('CREATE_COMPLETE');
    const stack = await endedStack(stackName);
    expect(stack.status).toBe('CREATE_COMPLETE');
    const { changes, iam, ...document } = JSON.parse(out);
    expect(document).toEqual({
      ...{ outcome: 'deployed', reason: null, stackName, account: '000000000000', region: 'eu-west-1' },
      stackArn: (await deployedStack())?.StackId,
      outputs: Object.fromEntries(
        [...stack.outputs].map(([name, value]) => [name, value.replaceAll('&quot;', '"')]),
      ),
      leftBehind: [],
      summary: `Additive: ${Object.keys(fit.Resources).length} Add.`,
      unused: [],
    });
    expect(changes).toHaveLength(Object.keys(fit.Resources).length);
    expect(iam).toContainEqual(
      expect.objectContaining({
        change: 'Add',
        effect: 'Allow',
        actions: ['route53:ListResourceRecordSets'],
      }),
    );
    expect((await deployedStack())?.Tags).toEqual([{ Key: 'team', Value: 'web' }]);
    expect(await invokeFunction(stack, 'Reconcile', {})).toMatchObject({ repaired: [] });
  });

  test('deploys nothing where nothing has changed, and asks nobody', async () => {
    const { code, out } = await deploy(fit, {}, async () => {
      throw new Error('asked');
    });
    expect(code).toBe(0);
    expect(out).toMatch(/ has no changes; nothing was deployed \(account 000000000000, eu-west-1\)\./);
  });

  test('deploys nothing when a person declines, and leaves no change set', async () => {
    const questions: string[] = [];
    const { code, out, err } = await deploy(changed(fit), {}, async (question) => {
      questions.push(question);
      return false;
    });
    expect(code).toBe(2);
    expect(questions).toEqual([`Deploy ${stackName} to account 000000000000, eu-west-1?`]);
    expect(err).toMatch(/│ medium │ Modify │ WorkflowValidatePlanFunction\w+ +│ Description\./);
    expect(out).toBe(`${stackName} was not deployed: it was declined.\n`);
    const { Summaries } = await cloudFormation().send(new ListChangeSetsCommand({ StackName: stackName }));
    expect(Summaries ?? []).toEqual([]);
  });

  test('--yes refuses to remove a resource, and an allow file accepts it', async () => {
    const template = lessened(changed(fit));
    const refused = await deploy(template, { yes: true, json: true });
    expect(refused.code).toBe(2);
    expect(JSON.parse(refused.out)).toMatchObject({
      outcome: 'declined',
      reason: expect.stringMatching(
        /^--yes accepts no change of a high or critical risk, and there is 1: Rem/,
      ),
    });
    expect((await deployedStack())?.StackStatus).toBe('CREATE_COMPLETE');
    const logicalId = Object.keys(fit.Resources).find((id) => id.startsWith(REMOVED));
    const entry = { stack: stackName, logicalId, action: 'Remove', reason: 'a test', expires: '2999-01-01' };
    const allow = files.write('allow.json', JSON.stringify({ allow: [entry] }));
    expect((await deploy(template, { yes: true, allow })).code).toBe(0);
    expect((await deployedStack())?.StackStatus).toBe('UPDATE_COMPLETE');
  });

  test('a deployment that CloudFormation refuses fails with its reason', async () => {
    const failure = await deploy(whole, { yes: true }).catch((error) => error);
    expect(failure).toBeInstanceOf(AwsError);
    expect(failure.message).toMatch(
      /^the deployment of the stack ".+" has failed: .*\(metric math\) is not supported.*; CloudFormation/,
    );
    expect((await deployedStack())?.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
  });
});
