import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { cutover } from '../../support/cli/cutover';
import { temporaryFiles } from '../../support/cli/temporary-files';

const files = temporaryFiles();
const EXAMPLE = join(__dirname, '../../../examples/api.yaml');
const SCENARIO = join(__dirname, '../../../examples/scenarios/healthy.yaml');
const POLICY = join(__dirname, '../../../examples/policy.yaml');
const text = readFileSync(EXAMPLE, 'utf8');
const plan = parse(text) as Record<string, unknown>;

/** The example plan with one replacement in its text. */
function edited(from: string, to: string): string {
  if (!text.includes(from)) {
    throw new Error(`the example has no ${from}`);
  }
  return text.replace(from, () => to);
}

let count = 0;
const file = (content: string | Uint8Array) => {
  count += 1;
  return files.write(`file-${count}.yaml`, content);
};

function utf16(content: string, order: 'le' | 'be', mark: boolean): Buffer {
  const bytes = Buffer.from(`${mark ? '\uFEFF' : ''}${content}`, 'utf16le');
  return order === 'le' ? bytes : bytes.swap16();
}

/** What each mistake is called, the plan that has it, and what the message says of it, in any order. */
const mistakes: readonly (readonly [name: string, make: () => string, says: readonly string[]])[] = [
  ['an empty file', () => file(''), ['is empty: it has no plan']],
  ['a file of blank lines', () => file('\n\n  \n'), ['is empty: it has no plan']],
  ['a file of comments', () => file('# to be written\n'), ['is empty apart from comments']],
  [
    'JSON with line comments',
    () => file(`{\n  // the plan\n  "name": "api"\n}`),
    ['is JSON with comments', '(line 2)', 'remove the comments'],
  ],
  [
    'JSON with a block comment before it',
    () => file(`/* the plan */\n${JSON.stringify(plan, null, 2)}`),
    ['is JSON with comments', '(line 1)'],
  ],
  [
    'JSON with a comment after a value',
    () => file('{"name": "api", // https://example.com\n"x": "a // b"}'),
    ['is JSON with comments', '(line 1)'],
  ],
  ['UTF-16 of little end with its mark', () => file(utf16(text, 'le', true)), ['UTF-16LE', 'iconv']],
  ['UTF-16 of little end without a mark', () => file(utf16(text, 'le', false)), ['UTF-16LE', 'iconv']],
  ['UTF-16 of big end with its mark', () => file(utf16(text, 'be', true)), ['UTF-16BE', 'save it as UTF-8']],
  ['UTF-16 of big end without a mark', () => file(utf16(text, 'be', false)), ['UTF-16BE']],
  ['UTF-32', () => file(Buffer.from([0xff, 0xfe, 0, 0, 0x61, 0, 0, 0])), ['UTF-32LE']],
  ['Latin-1', () => file(Buffer.from('name: caf\xe9', 'latin1')), ['not text in UTF-8', 'iconv']],
  ['a binary file', () => file(Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 0, 0])), ['not a text file']],
  ['a directory', () => files.folder, ['it is a directory']],
  ['a file that is not there', () => files.path('none.yaml'), ['there is no such file']],
  ['a file below a file', () => join(file('a: 1'), 'plan.yaml'), ['a part of its path is not a directory']],
  ['an empty name', () => '', ['the name of the plan is empty']],
  ['a device without an end', () => '/dev/zero', ['larger than 1 MiB']],
  ['a huge file', () => file(`# ${'x'.repeat(1_200_000)}\n${text}`), ['larger than 1 MiB']],
  [
    'two documents',
    () => file(`${text}---\n${text}`),
    ['has several YAML documents', `line ${text.split('\n').length}, column 1`, 'a file of its own'],
  ],
  [
    'a placeholder of a template',
    () => file(edited('name: api', 'name: {{ .Values.name }}')),
    ['name: is the placeholder of a template', '(line 2, column 7)', 'fill the template in first'],
  ],
  [
    'a placeholder in quotes',
    () => file(edited('name: api', 'name: "{{ name }}"')),
    ['name: is the placeholder of a template'],
  ],
  [
    'a placeholder of a shell',
    () => file(edited('percent: 10,', `percent: '$\{PERCENT}',`)),
    ['stages[0].percent: is the placeholder of a template'],
  ],
  [
    'a placeholder that is no YAML',
    () => file(edited('name: api', 'name: api\n{% if x %}')),
    ['has the placeholder of a template at line 3, column 1'],
  ],
  [
    'a number for a name',
    () => file(edited('name: api', 'name: 42')),
    ['name: is 42; must be a name', 'it was read as a number: write it in quotes', '(line 2, column 7)'],
  ],
  [
    'a boolean for a name',
    () => file(edited('name: api', 'name: true')),
    ['name: is true; must be a name', 'it was read as a boolean: write it in quotes'],
  ],
  [
    '10m for seconds',
    () => file(edited('soakSeconds: 600', 'soakSeconds: 10m')),
    ['stages[0].soakSeconds: is "10m"; must be a whole number', 'write 600 (line 11, column 33)'],
  ],
  ['1h30m for seconds', () => file(edited('soakSeconds: 600', 'soakSeconds: 1h30m')), ['write 5400 (']],
  ['2 hours for seconds', () => file(edited('soakSeconds: 600', 'soakSeconds: 2 hours')), ['write 7200 (']],
  ['PT10M for seconds', () => file(edited('soakSeconds: 600', 'soakSeconds: PT10M')), ['write 600 (']],
  ['2s for milliseconds', () => file(edited('timeoutMs: 2000', 'timeoutMs: 2s')), ['write 2000 (']],
  [
    '"10%" for a percent',
    () => file(edited('percent: 10,', 'percent: "10%",')),
    ['stages[0].percent: is "10%"; must be a whole number from 0 to 100', 'write 10 ('],
  ],
  [
    'a number in quotes',
    () => file(edited('percent: 10,', 'percent: "10",')),
    ['write 10, without quotes (line 11'],
  ],
  [
    'a number with digits in groups',
    () => file(edited('seconds: 259200', 'seconds: 259_200')),
    ['write 259200'],
  ],
  ['yes for a flag', () => file(`${text}decommission: yes`), ['decommission: is "yes"; must be a mapping']],
  [
    'a null field',
    () => file(edited('name: api', 'name:')),
    ['name: is null; must be a name', 'give it a value, or remove it'],
  ],
  [
    'a null mapping',
    () => file(`${text}preflight2: ~`),
    ['preflight2: is not a field', 'did you mean "preflight"?'],
  ],
  ['a list for a mapping', () => file(edited('name: api', 'name: [api]')), ['name: is a list of 1']],
  [
    'tabs for indents',
    () => file('name: api\nrouter:\n\tkind: alb\n'),
    ['a tab at line 3', 'indent with spaces'],
  ],
  ['a duplicate key', () => file(`${text}name: again\n`), ['is not YAML: Map keys must be unique']],
  [
    'an unknown tag',
    () => file(edited('name: api', 'name: !Ref Name')),
    ['has the tag !Ref at line 2, column 7, which a plan cannot have'],
  ],
  ['a tag that runs code', () => file('name: !!js/function "x"'), ['has the tag', 'at line 1, column 7']],
  ['an alias without its anchor', () => file('name: *nobody'), ['is not YAML: Unresolved alias']],
  ['a cycle', () => file('name: api\nrouter: &r\n  kind: *r\n'), ['contains itself: the alias *r']],
  ['a cycle by a merge key', () => file('name: api\nrouter: &r\n  <<: *r\n'), ['contains itself']],
  ['a merge of no mapping', () => file('name: api\n<<: 5\n'), ['is not YAML: Merge sources must be maps']],
  ['an alias bomb', () => file(bomb()), ['repeats aliases more than 1000 times']],
  ['a scenario', () => SCENARIO, ['is a scenario, not a plan', 'cutover rehearse PLAN --scenario FILE']],
  ['a policy', () => POLICY, ['is a policy, not a plan', '--policy']],
  ['an allow file', () => file('allow: []'), ['is an allow file, not a plan', '--allow']],
  ['a template of CloudFormation', () => file('Resources: {}'), ['is a template of CloudFormation']],
  ['a list', () => file('- name: api'), ['is a list; must be a mapping']],
  ['a word', () => file('api'), ['is "api"; must be a mapping']],
];

function bomb(): string {
  const levels = [...'bcdefghi'].map((name, i) => `${name}: &${name} [${`*${'abcdefgh'[i]}, `.repeat(9)}]`);
  return ['a: &a [x]', ...levels].join('\n');
}

describe('a file that is not a plan is named for what it is', () => {
  test.each(mistakes)('%s', async (_, make, says) => {
    const { code, out, err } = await cutover('plan', make());
    expect([code, out]).toEqual([64, '']);
    for (const words of says) {
      expect(err).toContain(words);
    }
    expect(err).not.toMatch(/\n\s+at |bug in Cutover/);
  });

  test.each(mistakes)('%s, as one JSON document', async (_, make) => {
    const { code, out } = await cutover('plan', make(), '--json');
    const { error } = JSON.parse(out);
    expect([code, typeof error.message, Array.isArray(error.problems)]).toEqual([64, 'string', true]);
  });
});

test('a file that may not be read is refused with the reason', async () => {
  const path = file(text);
  chmodSync(path, 0o000);
  const { code, err } = await cutover('plan', path);
  // Root may read any file.
  expect([code, err]).toEqual(
    process.getuid?.() === 0 ? [0, ''] : [64, expect.stringContaining('you may not read it')],
  );
});

test.each([
  ['what plan --json prints', ['plan', EXAMPLE], 'is what cutover plan --json prints', 'jq .plan'],
  [
    'what rehearse --json prints',
    ['rehearse', EXAMPLE, '--scenario', 'smoke-fails'],
    'cutover rehearse --json',
  ],
  ['an error of a command', ['plan', 'none.yaml'], 'an error that cutover printed', 'run that command again'],
  ['a JSON Schema', ['schema', 'plan'], 'is a JSON Schema, not a plan'],
] as const)('%s, given as a plan, is named for what it is', async (_, command, ...says) => {
  const { out } = await cutover(...command, ...(command[0] === 'schema' ? [] : ['--json']));
  const { code, err } = await cutover('plan', file(out));
  expect(code).toBe(64);
  for (const words of says) {
    expect(err).toContain(words);
  }
});

test.each([
  [
    'a plan, given as a scenario',
    ['--scenario', EXAMPLE],
    'is a plan, not a scenario; give it as the argument',
  ],
  ['a policy, given as a scenario', ['--scenario', POLICY], 'is a policy, not a scenario'],
  ['a plan, given as a policy', ['--policy', EXAMPLE], 'is a plan, not a policy'],
  ['a scenario, given as a policy', ['--policy', SCENARIO], 'is a scenario, not a policy'],
])('%s, is named for what it is', async (_, options, words) => {
  const { code, err } = await cutover('rehearse', EXAMPLE, ...options);
  expect([code, err]).toEqual([64, expect.stringContaining(words)]);
});

describe('a plan is read', () => {
  test.each([
    ['with a byte order mark', `\uFEFF${text}`],
    ['with the line ends of Windows', text.replaceAll('\n', '\r\n')],
    ['as JSON with tabs', JSON.stringify(plan, null, '\t')],
    ['with a document marker', `---\n${text}...\n`],
    ['with a number as 1e1', edited('percent: 10,', 'percent: 1e1,')],
    [
      'with merge keys',
      edited('- { percent: 10, soakSeconds: 600 }', '- &first { percent: 10, soakSeconds: 600 }').replace(
        '- { percent: 50, soakSeconds: 600 }',
        '- { <<: *first, percent: 50 }',
      ),
    ],
    [
      'with aliases of values',
      edited('soakSeconds: 600 }', 'soakSeconds: &soak 600 }').replace(
        'soakSeconds: 600 }',
        'soakSeconds: *soak }',
      ),
    ],
  ])('%s, as the same plan', async (_, content) => {
    const expected = JSON.parse((await cutover('plan', EXAMPLE, '--json')).out).plan;
    const { code, out, err } = await cutover('plan', file(content), '--json');
    expect([code, err]).toEqual([0, '']);
    expect(JSON.parse(out).plan).toEqual(expected);
  });

  test('with a placeholder as a text that a response must have', async () => {
    const content = edited('name: version\n', "name: version\n      expectText: '{{ literally }}'\n");
    expect(await cutover('plan', file(content))).toMatchObject({ code: 0, err: '' });
  });
});

describe('every unknown field is named at once, with the field that was probably meant', () => {
  test('in a plan', async () => {
    const stage = edited('soakSeconds: 600', 'soak_seconds: 600, Percent: 1');
    const content = `${stage}holds: {}\nsmoketest: {}\nzzz: 1\n`;
    const { err } = await cutover('plan', file(content));
    expect(err).toMatch(/stages\[0\]\.soak_seconds: is not a field.*did you mean "soakSeconds"\? \(line 11/);
    expect(err).toMatch(/stages\[0\]\.Percent: is not a field.*did you mean "percent"\?/);
    expect(err).toMatch(/holds: is not a field.*did you mean "hold"\?/);
    expect(err).toMatch(/smoketest: is not a field.*did you mean "smokeTest"\?/);
    expect(err).toMatch(/zzz: is not a field; allowed fields: [^;]*overlap \(line/);
  });

  test('in a scenario', async () => {
    const scenario = file('descripton: x\nfaults:\n  - { kind: error, at: 1 }\nworlds: {}\n');
    const { code, err } = await cutover('rehearse', EXAMPLE, '--scenario', scenario);
    expect(code).toBe(64);
    expect(err).toMatch(/descripton: is not a field.*did you mean "description"\? \(line 1, column 1\)/);
    expect(err).toMatch(/worlds: is not a field.*did you mean "world"\? \(line 4, column 1\)/);
    expect(err).toMatch(/faults\[0\]\.kind: is "error"; must be one of .*did you mean "errors"\?/);
  });

  test('in a fault of a scenario', async () => {
    const scenario = file('faults:\n  - kind: errors\n    rates: 1\n    whenPercentAtleast: 50\n');
    const { err } = await cutover('rehearse', EXAMPLE, '--scenario', scenario);
    expect(err).toMatch(/faults\[0\]\.rates: is not a field.*did you mean "rate"\? \(line 3, column 5\)/);
    expect(err).toMatch(/whenPercentAtleast: is not a field.*did you mean "whenPercentAtLeast"\?/);
  });

  test('no field is suggested for a word that resembles none', async () => {
    const { err } = await cutover('plan', file(`${text}zzz: 1\n`));
    expect(err).not.toContain('did you mean');
  });
});

test('a value that may be a secret is not repeated as what to write', async () => {
  const content = edited('{ path: /health,', '{ path: /health, headers: { authorization: 1234 },');
  const { code, err } = await cutover('plan', file(content));
  expect(code).toBe(64);
  expect(err).not.toContain('1234');
});
