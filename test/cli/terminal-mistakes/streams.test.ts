import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { type OutputStream, processTerminal } from '../../../lib/cli/output/process-terminal';
import { shell } from '../../support/cli/shell';
import { temporaryFiles } from '../../support/cli/temporary-files';

const files = temporaryFiles();
const PLAN = 'examples/api.yaml';

describe('a pipe that its reader has closed is no error', () => {
  test.each([
    [`cutover rehearse ${PLAN} --scenario smoke-fails | head -1`, 2],
    [`cutover rehearse ${PLAN} --scenario smoke-fails --json 2>&1 >/dev/null | head -1`, 2],
    [`cutover schema | head -1`, 0],
    [`cutover --help | head -1`, 0],
    [`cutover schema | true`, 0],
  ])('%s', (line, code) => {
    const ran = shell(line);
    expect(ran).toMatchObject({ code, err: '' });
    expect(ran.out.split('\n').length).toBeLessThanOrEqual(2);
  });
});

// A device that has no space left is there on Linux alone.
(existsSync('/dev/full') ? describe : describe.skip)('output that cannot be written', () => {
  const REASON = 'cutover: cannot write to standard output: there is no space left on its disk\n';

  test.each([
    ['plan', `cutover plan ${PLAN} > /dev/full`],
    ['schema', 'cutover schema > /dev/full'],
    ['help', 'cutover --help > /dev/full'],
    ['a rehearsal', `cutover rehearse ${PLAN} --json > /dev/full 2> ${files.path('progress')}`],
  ])('of %s is reported, with exit code 74', (_, line) => {
    const { code, err } = shell(line);
    expect(code).toBe(74);
    expect(err === '' ? readFileSync(files.path('progress'), 'utf8').slice(-REASON.length) : err).toBe(
      REASON,
    );
  });

  test('does not hide how a command ended', () => {
    expect(shell(`cutover rehearse ${PLAN} --scenario smoke-fails > /dev/full`)).toMatchObject({ code: 2 });
    expect(shell('cutover plan none.yaml > /dev/full')).toMatchObject({ code: 64 });
  });

  test('is ignored where it is progress', () => {
    expect(shell('cutover plan examples/api.yaml --json 2> /dev/full').code).toBe(0);
    expect(shell('cutover plan none.yaml 2> /dev/full').code).toBe(64);
  });
});

describe('standard input is read for -', () => {
  test.each([
    ['a plan', `cutover plan - < ${PLAN}`, 0],
    ['a plan in a pipe', `cat ${PLAN} | cutover plan - --json`, 0],
    ['a slow pipe', `(head -5 ${PLAN}; sleep 0.3; tail -n +6 ${PLAN}) | cutover plan -`, 0],
    ['a policy', `cutover plan ${PLAN} --policy - < examples/policy.yaml`, 0],
    ['a scenario', `cutover rehearse ${PLAN} --scenario - < examples/scenarios/smoke-fails.yaml`, 2],
    ['a template', `echo '{"Resources": {}}' | cutover diff - <(echo '{"Resources": {}}')`, 0],
    [
      'an allow file',
      `echo 'allow: []' | cutover diff --allow - <(echo 'Resources: {}') <(echo 'Resources: {}')`,
      0,
    ],
    ['outputs', `echo '{"Api": {}}' | cutover appspec --outputs -`, 64],
    ['a file by a process substitution', `cutover plan <(cat ${PLAN})`, 0],
  ])('as %s', (_, line, code) => {
    const ran = shell(line);
    expect(ran.err).not.toMatch(/cannot read|no such file/);
    expect(ran.code).toBe(code);
  });

  test('is named in messages', () => {
    expect(shell('echo name: 42 | cutover plan -').err).toMatch(
      /^cutover: standard input is not a valid plan:/,
    );
    expect(shell('cutover plan - < /dev/null').err).toContain('standard input is empty: it has no plan');
    expect(shell(`cutover rehearse - --scenario - < ${PLAN}`).err).toContain('only one file can be -');
    expect(shell('cutover plan - <&-')).toMatchObject({ code: 64 });
  });
});

test('nothing but its own output is printed by a command that calls AWS', () => {
  const env = {
    ...{ AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x', AWS_REGION: 'eu-west-1' },
    ...{ AWS_ENDPOINT_URL: 'http://127.0.0.1:9', AWS_MAX_ATTEMPTS: '1', AWS_EC2_METADATA_DISABLED: 'true' },
  };
  const { code, err } = shell(`cutover check ${PLAN}`, env);
  expect([code, err]).toEqual([69, expect.stringContaining('AWS could not be reached')]);
  expect(err).not.toMatch(/warning|\(node:/i);
});

describe('the terminal of a process', () => {
  const stream = (columns?: number): OutputStream => ({
    ...(columns === undefined ? {} : { columns }),
    write: (_, written) => {
      written?.();
      return true;
    },
    on: () => undefined,
  });

  test.each([
    ['COLUMNS', '72', 200, 72],
    ['the terminal, without COLUMNS', undefined, 95, 95],
    ['the terminal, with COLUMNS that is no number', 'wide', 95, 95],
    ['the terminal, with COLUMNS of 0', '0', 95, 95],
    ['110, where nothing says so', undefined, undefined, 110],
    ['20 at least', '3', 95, 20],
  ])('is as wide as %s', (_, columns, width, expected) => {
    expect(processTerminal(stream(), stream(width), columns).columns).toBe(expected);
  });

  test('writes nothing more after the first error', async () => {
    const written: string[] = [];
    const broken: OutputStream = {
      write: (text, done) => {
        written.push(text);
        done?.(Object.assign(new Error('full'), { code: 'ENOSPC' }));
        return false;
      },
      on: () => undefined,
    };
    const terminal = processTerminal(broken, stream(), undefined);
    terminal.out('one');
    terminal.out('two');
    expect([await terminal.end(0), await terminal.end(3), written]).toEqual([74, 3, ['one']]);
  });
});
