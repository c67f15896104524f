import type { Command } from 'commander';
import { bashCompletion } from '../completion/bash';
import { completedCommands, programOptions } from '../completion/completed-commands';
import { fishCompletion } from '../completion/fish';
import { zshCompletion } from '../completion/zsh';
import type { Terminal } from '../output/terminal';

const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

/** Prints the completion script of a shell, made from the definitions of the commands themselves. */
export function completionCommand(program: Command, shell: keyof typeof SCRIPTS, terminal: Terminal): void {
  terminal.out(SCRIPTS[shell](completedCommands(program), programOptions(program)));
}
