import type { CompletedCommand, CompletedOption, Values } from './completed-commands';

/** A script that completes `cutover` in fish. */
export function fishCompletion(
  commands: readonly CompletedCommand[],
  options: readonly CompletedOption[],
): string {
  const lines = [
    '# Completion of cutover for fish. Load it with: cutover completion fish | source',
    'complete -c cutover -f',
    ...options.map((option) => line('__fish_use_subcommand', option)),
    ...commands.map(
      ({ name, description }) =>
        `complete -c cutover -n __fish_use_subcommand -a ${name} -d ${quoted(description)}`,
    ),
    ...commands.flatMap(({ name, options: own, argument }) => {
      const seen = quoted(`__fish_seen_subcommand_from ${name}`);
      const values = argument === null ? '' : valueFlags(argument);
      return [
        ...own.map((option) => line(seen, option)),
        ...(values === '' ? [] : [`complete -c cutover -n ${seen}${values}`]),
      ];
    }),
  ];
  return `${lines.join('\n')}\n`;
}

function line(condition: string, { flags, description, value }: CompletedOption): string {
  const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  // With -x the value is no file.
  const takes = value === null ? '' : ` ${value.files ? '-r' : '-x'}${valueFlags(value)}`;
  return `complete -c cutover -n ${condition} ${names.join(' ')}${takes} -d ${quoted(description)}`;
}

function valueFlags({ words, files }: Values): string {
  return `${files ? ' -F' : ''}${words.length === 0 ? '' : ` -a ${quoted(words.join(' '))}`}`;
}

function quoted(text: string): string {
  return `'${text.replace(/[\\']/g, '\\$&')}'`;
}
