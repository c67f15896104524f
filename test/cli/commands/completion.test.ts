import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { cutover } from '../../support/cli/cutover';
import { temporaryFiles } from '../../support/cli/temporary-files';

const files = temporaryFiles();
const shells = ['bash', 'zsh', 'fish'] as const;
const scripts = {} as Record<(typeof shells)[number], string>;

beforeAll(async () => {
  files.write('plan.yaml', '');
  for (const shell of shells) {
    const { code, out } = await cutover('completion', shell);
    expect(code).toBe(0);
    scripts[shell] = files.write(`cutover.${shell}`, out);
  }
});

function run(shell: string, script: string): string[] {
  const { stdout, stderr } = spawnSync(shell, ['-c', script], { cwd: files.folder, encoding: 'utf8' });
  expect(stderr).toBe('');
  return stdout.split('\n').filter((line) => line !== '');
}

function isInstalled(shell: string): boolean {
  return spawnSync(shell, ['-c', 'exit 0']).status === 0;
}

/** A line that is being typed, what completes its last word, and what does not. */
const cases: readonly (readonly [string, string, readonly string[], readonly string[]])[] = [
  ['a command', 'cutover re', ['rehearse', 'revert'], ['plan']],
  ['every command', 'cutover ', ['plan', 'check', 'completion', 'help'], ['plan.yaml']],
  ['an option of the command', 'cutover rehearse x.yaml --re', ['--report', '--receipt'], ['--region']],
  ['no option of another command', 'cutover schema --j', [], ['--json']],
  ['a built-in scenario', 'cutover rehearse x.yaml --scenario er', ['errors-at-50'], ['healthy']],
  ['a file for a scenario', 'cutover rehearse x.yaml --scenario pl', ['plan.yaml'], ['healthy']],
  ['every scenario at once', 'cutover rehearse x.yaml --scenario a', ['all', 'alarm-missing'], []],
  ['a plan', 'cutover plan pl', ['plan.yaml'], []],
  ['a word of an argument', 'cutover schema sc', ['scenario'], ['plan', 'plan.yaml']],
  ['a word of an option', 'cutover appspec --hook-at BeforeA', ['BeforeAllowTraffic'], []],
  ['no file for a number', 'cutover rehearse --seed pl', [], ['plan.yaml']],
  ['a command to be helped with', 'cutover help sch', ['schema'], ['plan.yaml']],
  ['a shell', 'cutover completion z', ['zsh'], ['bash']],
];

function bash(line: string): string[] {
  const words = line.split(' ').map((word) => `'${word}'`);
  return run(
    'bash',
    `source '${scripts.bash}'; COMP_WORDS=(${words.join(' ')}); COMP_CWORD=${words.length - 1}; _cutover;` +
      ` printf "%s\\n" "$\{COMPREPLY[@]}"`,
  );
}

function fish(line: string): string[] {
  const found = run('fish', `source '${scripts.fish}'; complete -C '${line}'`);
  return found.map((one) => one.split('\t')[0] as string);
}

describe.each([
  ['bash', bash],
  ['fish', fish],
] as const)('%s completes', (shell, complete) => {
  (isInstalled(shell) ? test.each(cases) : test.skip.each(cases))('%s', (_, line, offered, others) => {
    const found = complete(line);
    expect(found).toEqual(expect.arrayContaining([...offered]));
    expect(found.filter((word) => others.includes(word))).toEqual([]);
  });
});

(isInstalled('zsh') ? test : test.skip)('zsh loads its script, and completes cutover with it', () => {
  const load = `autoload -U compinit; compinit -u -D; source '${scripts.zsh}'; print -r -- $_comps[cutover]`;
  expect(run('zsh', load)).toEqual(['_cutover']);
});

test.each(shells)('the script of %s has every command and every option of its help', async (shell) => {
  const script = (await cutover('completion', shell)).out;
  const help = (await cutover('--help')).out;
  const commands = [...help.matchAll(/^ {2}([a-z]+) .*/gm)].map(([, name]) => name as string);
  expect(commands.length).toBeGreaterThan(9);
  for (const command of commands.filter((name) => name !== 'help')) {
    const { out } = await cutover(command, '--help');
    const options = [...out.matchAll(/^ {2}(?:-\w, )?--([a-z-]+)/gm)].map(([, name]) => name as string);
    const own = script.split('\n').filter((line) => line.includes(command));
    expect(own).not.toEqual([]);
    const missing = options.filter((option) => !new RegExp(`(--|-l )${option}\\b`).test(script));
    expect([command, missing]).toEqual([command, []]);
  }
});

test.each([['tcsh'], ['']])('a shell that is not known is refused: %j', async (shell) => {
  const { code, err } = await cutover('completion', shell);
  expect([code, err]).toEqual([64, expect.stringContaining('bash, zsh, fish')]);
});
