import type { CompletedCommand, CompletedOption, Values } from './completed-commands';

/** A script that completes `cutover` in zsh. */
export function zshCompletion(
  commands: readonly CompletedCommand[],
  options: readonly CompletedOption[],
): string {
  return `#compdef cutover
# Completion of cutover for zsh. Load it with: source <(cutover completion zsh)
_cutover() {
  local context state state_descr line
  typeset -A opt_args
  local -a commands=(
${commands.map(({ name, description }) => `    ${quoted(`${name}:${description}`)}`).join('\n')}
  )
  _arguments -C \\
${options.map((option) => `    ${specification(option)} \\`).join('\n')}
    '1:command:->command' '*::argument:->argument'
  case $state in
    command) _describe command commands ;;
    argument)
      case $words[1] in
${commands.map(commandCase).join('\n')}
      esac ;;
  esac
}
if (( $+functions[compdef] )); then compdef _cutover cutover; fi
`;
}

function commandCase({ name, options, argument }: CompletedCommand): string {
  const rest = argument === null ? [] : [quoted(`*:argument:${action(argument)}`)];
  const all = [...options.map(specification), ...rest];
  return `        ${name}) _arguments ${all.join(' \\\n          ')} ;;`;
}

/** An option may be given again: which may, the command says itself. */
function specification({ flags, description, value }: CompletedOption): string {
  const text = `[${description.replace(/[[\]:\\]/g, '\\$&')}]`;
  const takes = value === null ? '' : `:value:${action(value)}`;
  return flags.map((flag) => quoted(`*${flag}${text}${takes}`)).join(' ');
}

function action({ words, files }: Values): string {
  const listed = words.join(' ');
  if (files) {
    return words.length === 0
      ? '_files'
      : `{_alternative "words\\:word\\:(${listed})" "files\\:file\\:_files"}`;
  }
  return words.length === 0 ? '' : `(${listed})`;
}

function quoted(text: string): string {
  return `'${text.replace(/'/g, `'\\''`)}'`;
}
