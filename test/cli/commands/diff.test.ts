import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { ServiceBusyError } from '../../../lambdas/core/shared/errors';
import type { ChangeSetReading } from '../../../lambdas/core/shared/readings';
import type { ChangeSets } from '../../../lambdas/ports';
import { type DiffOptions, diffCommand } from '../../../lib/cli/commands/diff';
import { runCli } from '../../../lib/cli/program';
import { UsageError } from '../../../lib/shared/usage-error';
import { changeOf, changeSetOf } from '../../support/plans/readings';

const folder = mkdtempSync(join(tmpdir(), 'cutover-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** A terminal that keeps what is written, without colors. */
function terminalOf(columns = 110) {
  const written = { out: '', err: '' };
  const escapes = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');
  const write = (to: 'out' | 'err') => (text: string) => {
    written[to] += text.replace(escapes, '');
  };
  return { written, terminal: { out: write('out'), err: write('err'), columns } };
}

async function cutover(...args: string[]) {
  const { written, terminal } = terminalOf();
  return { code: await runCli(args, terminal), ...written };
}

const old = file(
  'old.yaml',
  'Resources:\n  Topic: { Type: AWS::SNS::Topic, Properties: { TopicName: a } }\n  Queue: { Type:' +
    ' AWS::SQS::Queue }\n',
);
const added = file(
  'added.json',
  JSON.stringify({
    Resources: {
      Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'a' } },
      Queue: { Type: 'AWS::SQS::Queue' },
      More: { Type: 'AWS::SQS::Queue' },
    },
  }),
);
const touched = file(
  'touched.yaml',
  'Resources:\n  Topic: { Type: AWS::SNS::Topic, Properties: { TopicName: "a|<b>" } }\n  More: { Type:' +
    ' AWS::SQS::Queue }\n',
);
const entry = { stack: 'Template', reason: 'it is unused', expires: '2999-12-31' };
const allowFile = (name: string, ...entries: object[]) => file(name, JSON.stringify({ allow: entries }));

describe('the diff of two templates', () => {
  test('exits with 0 for equal templates', async () => {
    expect(await cutover('diff', old, old)).toEqual({ code: 0, out: 'No changes.\n', err: '' });
  });

  test('exits with 0 for additions only', async () => {
    const { code, out } = await cutover('diff', old, added);
    expect(code).toBe(0);
    expect(out).toContain('Additive: 1 Add.');
    expect(out).toMatch(/safe +│ Add +│ More/);
  });

  test('exits with 2 for other changes, and lists them by risk with their reasons', async () => {
    const { code, out } = await cutover('diff', old, touched);
    expect(code).toBe(2);
    expect(out).toMatch(/critical │ Remove +│ Queue/);
    expect(out).toMatch(/critical │ Modify, +│ Topic +│ TopicName\./);
    expect(out).toContain('Not additive: 2 changes to review (1 Remove, critical; 1 Modify, critical).');
    expect(out.indexOf('critical')).toBeLessThan(out.indexOf('safe'));
  });

  test('is one JSON document with --json', async () => {
    const { code, out, err } = await cutover('diff', old, touched, '--json');
    expect([code, err]).toEqual([2, '']);
    expect(JSON.parse(out)).toMatchObject({
      additive: false,
      rejected: 2,
      unused: [],
      changes: [
        { stack: 'Template', logicalId: 'More', action: 'Add', risk: 'safe', verdict: 'go', accepted: null },
        { logicalId: 'Queue', action: 'Remove', risk: 'critical', verdict: 'stop' },
        {
          logicalId: 'Topic',
          action: 'Modify',
          replacement: 'always',
          causes: ['TopicName'],
          risk: 'critical',
        },
      ],
    });
  });

  test('is a table with escaped text with --markdown', async () => {
    const { out } = await cutover('diff', old, touched, '--markdown');
    expect(out).toContain('### Not additive: 2 changes');
    expect(out).toContain(
      '| **critical** | Remove | Template | `Queue` | AWS::SQS::Queue | It is deleted. To do: stop. |',
    );
    expect(out).toContain('| safe | Add | Template | `More` | AWS::SQS::Queue |  |');
    const rows = out.split('\n').filter((line) => line.startsWith('|'));
    expect(rows).toHaveLength(5);
    expect(rows.map((row) => row.match(/(?<!\\)\|/g)?.length)).toEqual(rows.map(() => 7));
  });
});

describe('what two templates do not show', () => {
  const nested = file(
    'nested.yaml',
    'Parameters: { Size: { Type: String } }\nResources:\n' +
      '  Network: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: https://b/n|m.yaml } }\n',
  );
  const stacks = 'What the templates of these nested stacks contain at the deployment is not shown: Network.';

  test('is listed below an empty diff', async () => {
    const { code, out } = await cutover('diff', nested, nested);
    expect(code).toBe(0);
    expect(out).toMatch(/^No changes\.\n\nWhat the templates do not show:\n- What the templates of these/);
    expect(out.replace(/\s+/g, ' ')).toContain(stacks);
    expect(out).toContain(': Size.');
  });

  test('is a field of the JSON document, and a list in Markdown', async () => {
    const { out } = await cutover('diff', nested, nested, '--json');
    expect(JSON.parse(out)).toMatchObject({ changes: [], notes: [stacks, expect.stringContaining('Size')] });
    const markdown = await cutover('diff', nested, nested, '--markdown');
    expect(markdown.out).toContain(`What the templates do not show:\n\n- ${stacks}\n- `);
  });

  test('is empty for templates that show everything', async () => {
    expect(JSON.parse((await cutover('diff', old, added, '--json')).out).notes).toEqual([]);
  });
});

describe('an allow file', () => {
  test('that accepts all changes leads to exit code 0, and they are listed', async () => {
    const allow = allowFile(
      'all.json',
      { ...entry, logicalId: 'Topic', action: 'Modify' },
      { ...entry, logicalId: 'Queue' },
    );
    const { code, out } = await cutover('diff', old, touched, '--allow', allow);
    expect(code).toBe(0);
    expect(out).toContain('Additive, with 2 accepted changes');
    expect(out).toContain('Accepted until 2999-12-31:');
  });

  test('that accepts some changes leads to exit code 2', async () => {
    const { code, out } = await cutover(
      'diff',
      old,
      touched,
      '--allow',
      allowFile('some.json', { ...entry, logicalId: 'Topic' }),
    );
    expect(code).toBe(2);
    expect(out).toContain('1 change to review (1 Remove, critical)');
  });

  test('with an unused entry leads to a message', async () => {
    const allow = allowFile('unused.json', { ...entry, logicalId: 'Gone' });
    const { code, out } = await cutover('diff', old, added, '--allow', allow);
    expect(code).toBe(0);
    expect(out).toContain(
      'The allow file accepts a change that does not occur: Gone of Template. Remove the entry.',
    );
    const markdown = await cutover('diff', old, added, '--allow', allow, '--markdown');
    expect(markdown.out).toContain('accepts a change that does not occur: Gone of Template');
  });

  test.each([
    [
      'an expired entry',
      { allow: [{ ...entry, logicalId: 'Topic', expires: '2026-01-01' }] },
      'allow[0].expires: is 2026-01-01, which has passed, for Topic of Template',
    ],
    [
      'an unknown field',
      { allow: [{ ...entry, logicalId: 'Topic', who: 'me' }] },
      'allow[0].who: is not a field',
    ],
    [
      'no reason',
      { allow: [{ stack: 'a', logicalId: 'b', expires: '2999-12-31' }] },
      'allow[0].reason: is missing',
    ],
  ])('with %s is rejected with exit code 64', async (_, content, message) => {
    const { code, err, out } = await cutover(
      'diff',
      old,
      touched,
      '--allow',
      file('bad.json', JSON.stringify(content)),
    );
    expect([code, out]).toEqual([64, '']);
    expect(err).toContain('is not a valid allow file');
    expect(err).toContain(message);
  });
});

describe('invalid input', () => {
  const empty = join(folder, 'no-assembly');
  mkdirSync(empty);
  const broken = join(folder, 'broken-assembly');
  mkdirSync(broken);
  writeFileSync(join(broken, 'manifest.json'), '{"version":');

  test.each<[string, string[], string]>([
    ['no arguments', [], 'give OLD and NEW'],
    ['one template', [old], 'give OLD and NEW'],
    ['a missing file', [old, join(folder, 'none.json')], 'there is no such file or directory'],
    [
      'JSON that is not a template',
      [file('package.json', '{"name":"x"}'), added],
      'is not a CloudFormation template: Resources is missing',
    ],
    ['invalid YAML', [file('bad.yaml', 'Resources:\n  A: [x\n  B: y'), added], 'at line 3'],
    ['a directory without a manifest', [empty, added], 'is not a cloud assembly: it has no manifest.json'],
    ['an invalid manifest', [broken, added], 'cannot read the cloud assembly'],
    [
      'templates and a change set',
      [old, added, '--change-set', 'x', '--stack', 'y'],
      'give either OLD and NEW or --change-set',
    ],
    ['a change set without its stack', ['--change-set', 'x'], '--change-set requires --stack'],
    [
      'a stack without a change set',
      [old, added, '--stack', 'x'],
      '--stack and --region require --change-set',
    ],
    ['two forms of output', [old, added, '--json', '--markdown'], 'cannot be used with'],
  ])('is reported in one message with exit code 64: %s', async (_, args, message) => {
    const { code, err } = await cutover('diff', ...args);
    expect(code).toBe(64);
    expect(err).toContain(message);
    expect(err).not.toContain('    at ');
  });
});

describe('a change set', () => {
  const dependenciesOf = (describe: ChangeSets['describe']) => {
    const asked: unknown[] = [];
    const changeSets = async (region: string | undefined): Promise<ChangeSets> => ({
      describe: (...names) => {
        asked.push([region, ...names]);
        return describe(...names);
      },
    });
    const clock = { now: () => Date.parse('2026-11-20T12:00:00Z') };
    return { asked, dependencies: { changeSets, clock } };
  };
  const live = async (found: ChangeSetReading | null | Error, over: Partial<DiffOptions> = {}) => {
    const { written, terminal } = terminalOf();
    const { asked, dependencies } = dependenciesOf(async () => {
      if (found instanceof Error) {
        throw found;
      }
      return found;
    });
    const options = { changeSet: 'add', stack: 'Api', ...over };
    const code = await diffCommand([undefined, undefined], options, terminal, dependencies);
    return { code, asked, ...written };
  };

  test('is read by its names in the Region', async () => {
    const { code, asked, out } = await live(changeSetOf(), { region: 'eu-central-1' });
    expect(code).toBe(0);
    expect(asked).toEqual([['eu-central-1', 'Api', 'add']]);
    expect(out).toMatch(/safe +│ Add +│ Topic/);
  });

  test('is evaluated like templates', async () => {
    const changes = [
      changeOf({ action: 'Remove' }),
      changeOf({ logicalId: 'B', action: 'Modify', replacement: 'maybe' }),
    ];
    const { code, out } = await live(changeSetOf({ changes }));
    expect(code).toBe(2);
    expect(out).toContain('1 Remove, critical; 1 Modify, high');
  });

  test('does not show what an addition attaches to, and the report says so', async () => {
    const rule = changeOf({ action: 'Add', type: 'AWS::ElasticLoadBalancingV2::ListenerRule' });
    const queue = changeOf({ action: 'Add', type: 'AWS::SQS::Queue' });
    const note = 'A change set does not show what it attaches to: compare the two templates as well.';
    const { code, out } = await live(changeSetOf({ changes: [rule, queue] }), { json: true });
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ changes: [{ notes: [note] }, { notes: [] }] });
  });

  test('without changes has an empty diff', async () => {
    const nothing = changeSetOf({
      status: 'FAILED',
      reason: "The submitted information didn't contain changes.",
      changes: [],
    });
    expect(await live(nothing)).toMatchObject({ code: 0, out: 'No changes.\n' });
  });

  test.each<[string, ChangeSetReading | null | Error, string]>([
    [
      'is still being created',
      changeSetOf({ status: 'CREATE_IN_PROGRESS' }),
      'change set add of stack Api is still being created (CREATE_IN_PROGRESS);' +
        ' wait until it is created: aws cloudformation wait change-set-create-complete --stack-name Api' +
        ' --change-set-name add',
    ],
    [
      'failed',
      changeSetOf({ status: 'FAILED', reason: 'Template error' }),
      'could not be created: Template error',
    ],
    ['is obsolete', changeSetOf({ executionStatus: 'OBSOLETE' }), 'is obsolete'],
    [
      'does not exist',
      null,
      'change set add of stack Api does not exist; check the names, account and Region;' +
        ' executing another change set of the stack deletes this one',
    ],
    [
      'cannot be read',
      Object.assign(new Error('not authorized'), { name: 'AccessDenied' }),
      'cannot read the change set: AccessDenied: not authorized; check your credentials,' +
        ' the Region (--region) and the permission cloudformation:DescribeChangeSet',
    ],
    ['cannot be read temporarily', new ServiceBusyError('Throttling: slow down'), 'try again'],
  ])('that %s is a usage error', async (_, found, message) => {
    const failed = live(found);
    await expect(failed).rejects.toBeInstanceOf(UsageError);
    await expect(failed).rejects.toThrow(message);
  });

  test('does not turn a bug into a usage error', async () => {
    await expect(live(new TypeError('x is not a function'))).rejects.toBeInstanceOf(TypeError);
  });

  test('is not read with an invalid allow file', async () => {
    const { asked, dependencies } = dependenciesOf(async () => changeSetOf());
    const allow = allowFile('late.json', { ...entry, logicalId: 'A', expires: '2026-11-19' });
    const options = { changeSet: 'add', stack: 'Api', allow };
    const { terminal } = terminalOf();
    await expect(diffCommand([undefined, undefined], options, terminal, dependencies)).rejects.toThrow(
      'which has passed',
    );
    expect(asked).toEqual([]);
  });
});
