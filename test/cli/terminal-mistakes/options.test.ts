import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { cutover } from '../../support/cli/cutover';

const EXAMPLE = join(__dirname, '../../../examples/api.yaml');

describe('a mistaken command line has exit code 64 and says what was probably meant', () => {
  const mistakes: readonly (readonly [string, readonly string[], readonly string[]])[] = [
    ['a mistyped command', ['rehears', EXAMPLE], ["unknown command 'rehears'", 'Did you mean rehearse?']],
    ['a mistyped option', ['plan', EXAMPLE, '--jso'], ["unknown option '--jso'", 'Did you mean --json?']],
    [
      'a mistyped scenario',
      ['rehearse', EXAMPLE, '--scenario', 'error-at-50'],
      ['there is no scenario or file "error-at-50"', 'did you mean "errors-at-50"?'],
    ],
    [
      'an option that is given twice',
      ['rehearse', EXAMPLE, '--seed', '1', '--seed', '2'],
      ['--seed is given twice; give it once'],
    ],
    [
      'an option without its value, before another option',
      ['plan', EXAMPLE, '--policy', '--json'],
      ['--policy has no value: the option --json follows it'],
    ],
    ['an option without its value at the end', ['plan', EXAMPLE, '--policy'], ['argument missing']],
    ['an empty value', ['plan', EXAMPLE, '--policy', ''], ['--policy has an empty value']],
    ['an empty scenario', ['rehearse', EXAMPLE, '--scenario='], ['--scenario has an empty value']],
    ['an empty file name', ['plan', ''], ['the name of the plan is empty']],
    [
      'two values of an option that takes one',
      ['plan', EXAMPLE, '--allow-host', 'a.example.com', 'b.example.com'],
      ['too many arguments', '--allow-host takes one value; give it again'],
    ],
    ['a file too many', ['plan', EXAMPLE, EXAMPLE], ['too many arguments', '(see cutover plan --help)']],
    ['a duration for a seed', ['rehearse', EXAMPLE, '--seed', '1e3'], ['whole number from 0']],
    ['a schema that there is not', ['schema', 'plans'], ["'plans' is invalid", 'plan, scenario']],
    [
      'help of a command that there is not',
      ['help', 'plans'],
      ['there is no command "plans"; did you mean "plan"?'],
    ],
  ];

  test.each(mistakes)('%s', async (_, args, says) => {
    const { code, out, err } = await cutover(...args);
    expect([code, args.includes('--json') ? '' : out]).toEqual([64, '']);
    for (const words of says) {
      expect(err).toContain(words);
    }
    expect(err).not.toMatch(/\n\s+at |bug in Cutover/);
  });
});

describe('an option that may be given several times', () => {
  test('does not take the file that follows it', async () => {
    expect((await cutover('plan', '--allow-host', '*.example.com', EXAMPLE)).code).toBe(0);
    const { err } = await cutover('plan', '--allow-host', '*.example.net', EXAMPLE);
    expect(err).toContain('smokeTest.baseUrl');
  });

  test('counts with every value', async () => {
    const hosts = ['--allow-host', '*.example.net', '--allow-host', 'gw-api.example.com'];
    expect((await cutover('plan', ...hosts, EXAMPLE)).code).toBe(0);
  });

  test('is there for the alarms of an undo', async () => {
    const old = ['--old-url', 'https://gw-old.example.com', '--old-alarm', 'one', '--old-alarm', 'two'];
    const { code, out } = await cutover('plan', '--undo', ...old, '--json', EXAMPLE);
    expect([code, JSON.parse(out).health.alarms]).toEqual([0, ['one', 'two']]);
  });
});
