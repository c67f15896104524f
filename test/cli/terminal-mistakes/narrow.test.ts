import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { labelled, wrap } from '../../../lib/cli/output/format';
import { textTable } from '../../../lib/cli/output/text-table';
import { runCli } from '../../../lib/cli/program';

const EXAMPLE = join(__dirname, '../../../examples/api.yaml');

/** What a command prints in a terminal of so many columns, line by line, without colors. */
async function printed(columns: number, ...args: readonly string[]): Promise<string[]> {
  let text = '';
  const write = (part: string) => {
    text += part;
  };
  await runCli(args, { out: write, err: write, columns });
  return text.replace(new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g'), '').split('\n');
}

async function helpCommands(): Promise<readonly string[]> {
  const help = (await printed(200, '--help')).join('\n');
  return [...help.matchAll(/^ {2}([a-z]+) .*/gm)]
    .map(([, name]) => name as string)
    .filter((one) => one !== 'help');
}

/** Lines that are too wide although they could have been wrapped: they have more than one word. */
function tooWide(lines: readonly string[], columns: number): string[] {
  return lines.filter((line) => line.length > columns && /\S\s+\S/.test(line.slice(0, columns)));
}

describe.each([40, 60, 80, 132])('in a terminal of %i columns', (columns) => {
  test.each([
    ['a plan', ['plan', EXAMPLE]],
    ['a plan with its comparison', ['plan', EXAMPLE, '--requests-per-minute', '6000']],
    ['a rehearsal that succeeds', ['rehearse', EXAMPLE]],
    ['a rehearsal that reverts', ['rehearse', EXAMPLE, '--scenario', 'errors-at-50']],
  ])('%s is not wider', async (_, args) => {
    expect(tooWide(await printed(columns, ...args), columns)).toEqual([]);
  });
});

describe('the help of each command', () => {
  let commands: readonly string[];
  beforeAll(async () => {
    commands = await helpCommands();
  });

  test('names its exit codes', async () => {
    expect(commands.length).toBeGreaterThan(8);
    for (const command of commands) {
      const [, codes = ''] = (await printed(100, command, '--help')).join('\n').split('\nExit codes:\n');
      expect([command, codes]).toEqual([command, expect.stringMatching(/^ {2}0 +\S[\s\S]*^ {2}64 +\S/m)]);
    }
  });

  test.each([50, 80])('is not wider than %i columns', async (columns) => {
    for (const command of commands) {
      const lines = await printed(columns, command, '--help');
      // An example is one line, to be copied.
      const wide = tooWide(lines, columns).filter((line) => !/^ *(cutover|Usage:|-)/.test(line));
      expect([command, wide]).toEqual([command, []]);
    }
  });
});

const word = fc.stringMatching(/^[a-z]{1,12}$/);
const quantity = fc.tuple(
  fc.integer({ min: 0, max: 99_999 }),
  fc.constantFrom('s', 'min', '%', 'USD', 'requests'),
);

test('a number stays with its unit, however wide the terminal is', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          word,
          quantity.map(([count, unit]) => `${count} ${unit}`),
        ),
        { minLength: 1, maxLength: 30 },
      ),
      fc.integer({ min: 1, max: 60 }),
      (parts, width) => {
        const lines = wrap(parts.join(' '), width, '').split('\n');
        expect(lines.join(' ')).toBe(parts.join(' '));
        expect(lines.slice(0, -1).filter((line) => /(^| )\d+$/.test(line))).toEqual([]);
      },
    ),
  );
});

test('a label has its text below it where there is no room beside it', () => {
  expect(labelled('Revert time', '2 min after an alarm', 17, 60)).toBe(
    'Revert time      2 min after an alarm',
  );
  expect(labelled('Revert time', '2 min after an alarm', 17, 30)).toBe('Revert time\n  2 min after an alarm');
});

describe('a table', () => {
  const columns = [{ head: 'check' }, { head: 'reason' }, { head: 'n', isNumber: true }];

  test('is never wider than the terminal, unless a word is', () => {
    const cell = fc.array(word, { minLength: 0, maxLength: 12 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(
        fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 20, max: 90 }),
        (rows, width) => {
          const lines = textTable(columns, rows, width).split('\n');
          expect(lines.filter((line) => line.length > width)).toEqual([]);
          const words = (text: string) => (text.match(/[a-z]+/g) ?? []).sort();
          const said = new Set(words(lines.join(' ')));
          expect(
            rows
              .flat()
              .flatMap(words)
              .filter((one) => !said.has(one)),
          ).toEqual([]);
        },
      ),
    );
  });

  test('wraps its widest column first', () => {
    expect(textTable(columns, [['ttl', 'the TTL is above the limit', '60']], 32)).toBe(
      [
        '┌───────┬─────────────────┬────┐',
        '│ check │ reason          │  n │',
        '├───────┼─────────────────┼────┤',
        '│ ttl   │ the TTL is      │ 60 │',
        '│       │ above the limit │    │',
        '└───────┴─────────────────┴────┘',
      ].join('\n'),
    );
  });

  test('is a list of its cells where its words do not fit beside each other', () => {
    const rows = [['certificate-status', 'pending', '1']];
    expect(textTable(columns, rows, 27)).toBe('check: certificate-status\nreason: pending\nn: 1');
  });
});
