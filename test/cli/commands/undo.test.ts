import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { cutover } from '../../support/cli/cutover';

const EXAMPLE = join(__dirname, '../../../examples/api.yaml');
const folder = mkdtempSync(join(tmpdir(), 'cutover-undo-'));
afterAll(() => rmSync(folder, { recursive: true }));

const OLD_PATH = ['--old-url', 'https://gw-old.example.com', '--old-alarm', 'api-old-5xx'];

function saved(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test('the undo of the example is a valid plan that falls to 0 and monitors the old path', async () => {
  const { code, out } = await cutover('plan', EXAMPLE, '--undo', ...OLD_PATH);
  expect(code).toBe(0);
  expect(parse(out)).toMatchObject({
    name: 'api-undo',
    direction: 'down',
    smokeTest: { baseUrl: 'https://gw-old.example.com' },
    health: { alarms: ['api-old-5xx'] },
  });
  expect(parse(out).stages.at(-1).percent).toBe(0);
  expect(await cutover('plan', saved('undo.yaml', out))).toMatchObject({ code: 0 });
});

test('--json prints the same plan as JSON, and --to is where it ends', async () => {
  const args = ['plan', EXAMPLE, '--undo', ...OLD_PATH, '--to', '25'];
  const json = JSON.parse((await cutover(...args, '--json')).out);
  expect(json).toEqual(parse((await cutover(...args)).out));
  expect(json.stages.at(-1).percent).toBe(25);
});

test.each([
  ['without the old path', ['--undo'], '--undo needs --old-url and --old-alarm'],
  ['without --undo', ['--to', '10'], '--old-url, --old-alarm and --to are for --undo'],
  ['to a percent above 99', ['--undo', ...OLD_PATH, '--to', '100'], '99'],
  [
    'with an address that is none',
    ['--undo', '--old-url', 'gw-old', '--old-alarm', 'a'],
    'the undo of .* is not a valid plan:\\n {2}smokeTest.baseUrl: ',
  ],
])('is refused %s', async (_, args, message) => {
  expect(await cutover('plan', EXAMPLE, ...args)).toMatchObject({
    code: 64,
    err: expect.stringMatching(message),
  });
});

test('a plan that moves down already has no undo', async () => {
  const undo = saved('down.yaml', (await cutover('plan', EXAMPLE, '--undo', ...OLD_PATH)).out);
  expect(await cutover('plan', undo, '--undo', ...OLD_PATH)).toMatchObject({
    code: 64,
    err: expect.stringContaining('has direction: down already; to move up again, start a plan'),
  });
});

test('the undo keeps to the policy of the deployment', async () => {
  const policy = saved('policy.yaml', 'minSoakSeconds: 86400');
  expect(await cutover('plan', EXAMPLE, '--undo', ...OLD_PATH, '--policy', policy)).toMatchObject({
    code: 64,
    err: expect.stringContaining('must be at least 86400'),
  });
});
