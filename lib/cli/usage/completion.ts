import { type AddCommand, addExitCodes, type ExitCodes } from './usage';

const SHELLS = ['bash', 'zsh', 'fish'] as const;

const load = async () => require('../commands/completion') as typeof import('../commands/completion');

const EXIT_CODES: ExitCodes = [
  [0, 'the script is printed'],
  [64, 'invalid usage'],
];

const EXAMPLES = `
Examples:
  source <(cutover completion bash)
  source <(cutover completion zsh)
  cutover completion fish | source`;

/** `cutover completion`. */
export const addCompletion: AddCommand = (program, { terminal }) => {
  const command = program
    .command('completion')
    .description('Prints a script that completes commands, options and their values in a shell.')
    .addArgument(program.createArgument('<shell>', 'The shell.').choices(SHELLS))
    .addHelpText('after', EXAMPLES)
    .action(async (shell: (typeof SHELLS)[number]) =>
      (await load()).completionCommand(program, shell, terminal),
    );
  addExitCodes(command, terminal, EXIT_CODES);
};
