import { beforeAll, describe, expect, test } from '@jest/globals';
import { runCli } from '../../lib/cli/program';
import { allPages, readPage } from './pages';

/** A use of the command line on a page. */
interface Use {
  readonly page: string;
  readonly command: string;
  readonly options: readonly string[];
}

/** Every command line in the code blocks of a page, and in its backticks, that names a command. */
function usesIn(page: string, text: string): readonly Use[] {
  const blocks = [...text.matchAll(/^ *```(?:sh|console)\n(.*?)^ *```$/gms)].flatMap(([, block = '']) =>
    block.replace(/\\\n\s*/g, ' ').split('\n'),
  );
  const quoted = [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
  return [...blocks, ...quoted].flatMap((line) => {
    const [, command, rest = ''] =
      /(?:^|[ (])(?:npx (?:@cutover\/)?)?cutover ([a-z]+)\b([^|)]*)/.exec(line) ?? [];
    const options = [...rest.matchAll(/(?<= )(--[a-z-]+)/g)].map(([, option]) => option as string);
    return command === undefined ? [] : [{ page, command, options }];
  });
}

/** What `--help` prints of a command, or of the program itself. */
async function helpOf(...args: readonly string[]): Promise<string> {
  let text = '';
  const terminal = {
    out: (part: string) => {
      text += part;
    },
    err: () => undefined,
    columns: 100,
  };
  await runCli([...args, '--help'], terminal);
  return text;
}

const pages = [...allPages(), readPage('README.md')];
const uses = pages.flatMap(({ path, text }) => usesIn(path, text));

describe('every command line in the docs', () => {
  let known: readonly string[];
  const help = new Map<string, string>();

  beforeAll(async () => {
    known = [...(await helpOf()).matchAll(/^ {2}([a-z]+) /gm)].map(([, name]) => name as string);
    for (const name of known) {
      help.set(name, await helpOf(name));
    }
  });

  test('names a command that there is', () => {
    expect(uses.length).toBeGreaterThan(40);
    expect(uses.filter(({ command }) => !known.includes(command))).toEqual([]);
  });

  test('has only options that --help lists', () => {
    const lists = (command: string, option: string) =>
      new RegExp(`(^|[ ,])${option}\\b`, 'm').test(help.get(command) ?? '');
    const unknown = uses.flatMap(({ page, command, options }) =>
      options.filter((option) => !lists(command, option)).map((option) => `${page}: ${command} ${option}`),
    );
    expect(unknown).toEqual([]);
  });
});

/** Pages whose commands run in a clone of this repository, and the one that explains the difference. */
const IN_A_CLONE = new RegExp(
  '^((README|CONTRIBUTING|SECURITY)|examples/.*|docs/(rehearsal|decisions/.*|reference/(command-line|plan)|' +
    'guide/(additive|dns-last|ecs|infrastructure-upgrade|user-split-story|install/package)))\\.md$',
);

test('outside of a clone, the package is named: the name of the command alone belongs to another one', () => {
  const bare = pages.filter(({ path, text }) => !IN_A_CLONE.test(path) && text.includes('npx cutover'));
  expect(bare.map(({ path }) => path)).toEqual([]);
});

test('a command line is found with its options over several lines', () => {
  const text =
    '```sh\nnpx cutover plan FILE \\\n  --json | jq .plan\n```\nor `cutover diff A B --allow FILE`';
  expect(usesIn('page', text)).toEqual([
    { page: 'page', command: 'plan', options: ['--json'] },
    { page: 'page', command: 'diff', options: ['--allow'] },
  ]);
});
