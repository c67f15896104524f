import { existsSync } from 'node:fs';
import { fullDiff } from '@aws-cdk/cloudformation-diff';
import { describe, expect, test } from '@jest/globals';
import {
  type DeployDependencies,
  type DeployOptions,
  deployCommand,
} from '../../../../lib/cli/commands/deploy/deploy';
import type { SynthesisOptions } from '../../../../lib/deployment/synthesize';
import { AwsError } from '../../../../lib/shared/aws-error';
import { UsageError } from '../../../../lib/shared/usage-error';
import { capturedTerminal } from '../../../support/cli/captured-terminal';
import { cutover } from '../../../support/cli/cutover';
import { temporaryFiles } from '../../../support/cli/temporary-files';
import { routes } from '../../../support/templates/synth';

const files = temporaryFiles();
const config = files.write('cutover.json', JSON.stringify({ stackName: 'Web', routes }));

const queue = (delay: number) => ({ Type: 'AWS::SQS::Queue', Properties: { DelaySeconds: delay } });
const topic = { Type: 'AWS::SNS::Topic' };
const deployed = { Resources: { Queue: queue(1), Topic: topic } };
const CHANGED = { Resources: { Queue: queue(2), Topic: topic, Other: topic } };
const REMOVED = { Resources: { Queue: queue(1) } };
const place = { account: '111122223333', region: 'eu-west-1' };
const stack = {
  ...place,
  stackArn: 'arn:aws:cloudformation:…',
  outputs: { Url: 'https://a' },
  leftBehind: [],
};

/** Runs the command over a stack that has the queue and the topic. What happened, in order. */
async function deploy(
  template: object,
  options: Partial<DeployOptions> = {},
  { answer = null, ...given }: Partial<DeployDependencies> & { readonly answer?: boolean | null } = {},
) {
  const terminal = capturedTerminal(100);
  const events: string[] = [];
  let outdir = '';
  const code = await deployCommand({ config, ...options }, terminal, {
    clock: { now: () => Date.parse('2027-01-01T00:00:00Z') },
    confirm:
      answer === null
        ? null
        : async (question) => {
            events.push(question);
            return answer;
          },
    requirePeers: async () => undefined,
    callerRegion: async (region) => region ?? 'eu-west-1',
    callerAccount: async () => '111122223333',
    synthesize: (_, made: SynthesisOptions) => {
      ({ outdir } = made);
      events.push(`synthesized for ${made.assets}`);
      const warnings = ['the quota is low'];
      return { directory: outdir, template: JSON.stringify(template), warnings, files: () => [] };
    },
    deployer: async () => ({
      diff: async () => fullDiff(deployed, template),
      deploy: async (confirm) => {
        const diff = fullDiff(deployed, template);
        if (diff.isEmpty) {
          return { outcome: 'unchanged', stack };
        }
        if (!(await confirm(diff))) {
          return { outcome: 'declined' };
        }
        events.push('deployed');
        return { outcome: 'deployed', stack };
      },
    }),
    ...given,
  });
  expect(existsSync(outdir)).toBe(false);
  return { code, events, ...terminal.texts };
}

describe('in a terminal', () => {
  test('what changes is shown before it is asked for, and then deployed', async () => {
    const { code, events, err, out } = await deploy(CHANGED, {}, { answer: true });
    expect(code).toBe(0);
    expect(events).toEqual([
      'synthesized for bootstrap',
      'Deploy Web to account 111122223333, eu-west-1?',
      'deployed',
    ]);
    expect(err).toMatch(/^Warning: the quota is low\nResources that are added: 1\.\n {2}1 AWS::SNS::Topic\n/);
    expect(err).toMatch(
      /│ medium │ Modify │ Queue .*\n.*\nNot additive: 1 change to review.*\nPermissions: no/s,
    );
    expect(out).toBe(
      'Web is deployed (account 111122223333, eu-west-1).\nUrl: https://a\n' +
        'Next: cutover check PLAN, then cutover start PLAN --stack Web\n',
    );
  });

  test('a person may decline', async () => {
    const { code, events, out } = await deploy(CHANGED, {}, { answer: false });
    expect([code, out]).toEqual([2, 'Web was not deployed: it was declined.\n']);
    expect(events).not.toContain('deployed');
  });

  test('a person may accept what --yes does not', async () => {
    const { code, events } = await deploy(REMOVED, {}, { answer: true });
    expect([code, events.at(-1)]).toEqual([0, 'deployed']);
  });

  test('nobody is asked where nothing changes', async () => {
    const { code, events, out } = await deploy(deployed, {}, { answer: false });
    expect([code, events]).toEqual([0, ['synthesized for bootstrap']]);
    expect(out).toMatch(/^Web has no changes; nothing was deployed \(account 111122223333, eu-west-1\)\.\n/);
  });

  test('what CloudFormation could not delete is said', async () => {
    const leftBehind = ['Topic (AWS::SNS::Topic): access denied'];
    const deployer: DeployDependencies['deployer'] = async () => ({
      diff: async () => fullDiff(deployed, REMOVED),
      deploy: async () => ({ outcome: 'deployed', stack: { ...stack, leftBehind } }),
    });
    const { out } = await deploy(REMOVED, {}, { answer: true, deployer });
    expect(out).toContain(
      'Left behind, because it could not be deleted: Topic (AWS::SNS::Topic): access denied',
    );
  });
});

describe('without a terminal', () => {
  test('nothing is deployed without --yes, and nothing is read', async () => {
    const given: Partial<DeployDependencies> = { requirePeers: () => Promise.reject(new Error('too far')) };
    await expect(deploy(CHANGED, {}, given)).rejects.toThrow(
      new UsageError(
        'there is no terminal to ask in whether to deploy; give --yes, or --dry-run to see what changes',
      ),
    );
  });

  test('--yes deploys what has a medium risk', async () => {
    const { code, events } = await deploy(CHANGED, { yes: true });
    expect([code, events.at(-1)]).toEqual([0, 'deployed']);
  });

  test('--yes does not deploy what has a critical risk, and says how', async () => {
    const { code, events, out } = await deploy(REMOVED, { yes: true });
    expect([code, events]).toEqual([2, ['synthesized for bootstrap']]);
    expect(out.replace(/\s+/g, ' ')).toBe(
      'Web was not deployed: --yes accepts no change of a high or critical risk, and there is 1: Remove' +
        ' Topic (AWS::SNS::Topic) of Web; accept what is meant in a file for --allow, or deploy from a' +
        ' terminal without --yes. ',
    );
  });

  test('--yes deploys a critical change that the allow file accepts', async () => {
    const entry = { stack: 'Web', logicalId: 'Topic', reason: 'it is unused', expires: '2027-01-31' };
    const allow = files.write('allow.json', JSON.stringify({ allow: [entry] }));
    const { code, events } = await deploy(REMOVED, { yes: true, allow });
    expect([code, events.at(-1)]).toEqual([0, 'deployed']);
  });

  test('an expired entry of the allow file is refused', async () => {
    const entry = { stack: 'Web', logicalId: 'Topic', reason: 'it is unused', expires: '2026-12-01' };
    const allow = files.write('expired.json', JSON.stringify({ allow: [entry] }));
    await expect(deploy(REMOVED, { yes: true, allow })).rejects.toThrow(/expired/);
  });

  test('--json prints one document, and everything else to standard error', async () => {
    const { out, err } = await deploy(CHANGED, { yes: true, json: true });
    expect(JSON.parse(out)).toEqual({
      ...{ outcome: 'deployed', reason: null, stackName: 'Web', ...stack },
      summary: 'Not additive: 1 change to review (1 Modify, medium).',
      changes: [
        expect.objectContaining({ action: 'Add', logicalId: 'Other', risk: 'safe' }),
        expect.objectContaining({ action: 'Modify', logicalId: 'Queue', risk: 'medium' }),
      ],
      unused: [],
      iam: [],
    });
    expect(err).toContain('Resources that are added: 1.');
  });

  test('--json says why nothing was deployed', async () => {
    const { code, out } = await deploy(REMOVED, { yes: true, json: true });
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({
      ...{ outcome: 'declined', stackName: 'Web', account: null, region: null, stackArn: null, outputs: {} },
      reason: expect.stringMatching(/^--yes accepts no change of a high or critical risk/),
      changes: [{ action: 'Remove', logicalId: 'Topic', risk: 'critical' }],
    });
  });
});

test('--dry-run shows what changes on standard output, and deploys nothing', async () => {
  const { code, events, out } = await deploy(REMOVED, { dryRun: true });
  expect([code, events]).toEqual([0, ['synthesized for bootstrap']]);
  expect(out).toMatch(/│ critical │ Remove │ Topic .*\nNothing was deployed \(--dry-run\)\.\n$/s);
});

test('a failure of AWS goes through, and the folder of the synthesis is removed', async () => {
  const failure = new AwsError('no');
  let outdir = '';
  const deployer: DeployDependencies['deployer'] = async ({ assembly }) => {
    outdir = assembly;
    throw failure;
  };
  await expect(deploy(CHANGED, { yes: true }, { deployer })).rejects.toBe(failure);
  expect([outdir === '', existsSync(outdir)]).toEqual([false, false]);
});

describe('the command line', () => {
  test.each([
    [['--config', config], 'there is no terminal to ask in whether to deploy; give --yes, or --dry-run'],
    [['--yes'], "required option '--config <file>' not specified"],
    [['--config', files.path('none.yaml'), '--yes'], 'cannot read the deployment file'],
    [['--config', config, '--yes', '--dry-run'], "option '--yes' cannot be used with option '--dry-run'"],
    [
      ['--config', config, '--template', 'x', '--yes'],
      "'--template <folder>' cannot be used with option '--yes'",
    ],
    [['--config', config, '--allow', files.path('none.yaml'), '--yes'], 'cannot read the allow file'],
  ])('refuses %j', async (args, message) => {
    const { code, err } = await cutover('deploy', ...args);
    expect([code, err]).toEqual([64, expect.stringContaining(message)]);
  });

  test('reports each problem of the file with --json', async () => {
    const wrong = files.write('wrong.yaml', 'routes: []\nstackname: Web\n');
    const { code, out } = await cutover('deploy', '--config', wrong, '--yes', '--json');
    expect(code).toBe(64);
    expect(JSON.parse(out).error.problems).toMatchObject([
      {
        path: 'routes',
        message: expect.stringMatching(/^is an empty list; must be .* \(line 1, column 9\)$/),
      },
      {
        path: 'stackname',
        message: expect.stringMatching(/did you mean "stackName"\? \(line 2, column 1\)$/),
      },
    ]);
  });

  test('has examples in its help', async () => {
    const { code, out } = await cutover('deploy', '--help');
    expect(code).toBe(0);
    expect(out).toContain('cutover deploy --config cutover.yaml --template build');
  });
});
