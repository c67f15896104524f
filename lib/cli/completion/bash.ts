import type { CompletedCommand, CompletedOption, Values } from './completed-commands';

/** A script that completes `cutover` in bash 4 or later. */
export function bashCompletion(
  commands: readonly CompletedCommand[],
  options: readonly CompletedOption[],
): string {
  const names = commands.map(({ name }) => name);
  return `# Completion of cutover for bash. Load it with: source <(cutover completion bash)
_cutover() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}"
  local command="" words="" files="" i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "\${COMP_WORDS[i]}" in
      ${names.join('|')}) command="\${COMP_WORDS[i]}"; break ;;
    esac
  done
  case "$command $previous" in
${commands.flatMap(valueCases).join('\n')}
    *)
      case "$command $current" in
        " "*) words="${[...names, ...flagsOf(options)].join(' ')}" ;;
${commands.flatMap(wordCases).join('\n')}
      esac ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  if [[ -n "$files" ]]; then
    compopt -o filenames 2>/dev/null
    mapfile -t -O "\${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -- "$current")
  fi
}
complete -F _cutover cutover
`;
}

/** What follows an option that takes a value. */
function valueCases({ name, options }: CompletedCommand): string[] {
  return options.flatMap(({ flags, value }) =>
    value === null
      ? []
      : [`    ${flags.map((flag) => `"${name} ${flag}"`).join('|')}) ${assignments(value)} ;;`],
  );
}

/** What begins with a dash, and anything else. */
function wordCases({ name, options, argument }: CompletedCommand): string[] {
  return [
    `        "${name} -"*) words="${flagsOf(options).join(' ')}" ;;`,
    ...(argument === null ? [] : [`        "${name} "*) ${assignments(argument)} ;;`]),
  ];
}

function assignments({ words, files }: Values): string {
  return `words="${words.join(' ')}"${files ? '; files=1' : ''}`;
}

function flagsOf(options: readonly CompletedOption[]): string[] {
  return options.flatMap(({ flags }) => flags);
}
