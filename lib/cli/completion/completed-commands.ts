import type { Argument, Command, Option } from 'commander';
import { builtInScenarios } from '../input/scenario-names';

/** What can stand in one place of a command line. */
export interface Values {
  readonly words: readonly string[];
  /** Whether a file can stand there as well. */
  readonly files: boolean;
}

/** An option, as shells complete it. */
export interface CompletedOption {
  /** `--policy`, and `-h` where there is a short one. */
  readonly flags: readonly string[];
  readonly description: string;
  /** Null for an option without a value. */
  readonly value: Values | null;
}

/** A command, as shells complete it. */
export interface CompletedCommand {
  readonly name: string;
  readonly description: string;
  readonly options: readonly CompletedOption[];
  /** What its arguments may be; null without any. */
  readonly argument: Values | null;
}

/** Every command of the program, read from its own definitions, so that a new one is completed as well. */
export function completedCommands(program: Command): CompletedCommand[] {
  const help = program.createHelp();
  const commands = help.visibleCommands(program);
  const names = commands.map((command) => command.name());
  return commands.map((command) => {
    const [argument] = command.registeredArguments;
    const isHelp = command.name() === 'help';
    return {
      name: command.name(),
      description: sentence(command.description()),
      options: isHelp ? [] : help.visibleOptions(command).map(completedOption),
      argument: isHelp
        ? { words: names.filter((name) => name !== 'help'), files: false }
        : argument === undefined
          ? null
          : argumentValues(argument),
    };
  });
}

/** Options of the program itself, before any command. */
export function programOptions(program: Command): CompletedOption[] {
  return program.createHelp().visibleOptions(program).map(completedOption);
}

function completedOption(option: Option): CompletedOption {
  const flags = [option.long, option.short].filter((flag) => flag !== undefined);
  const takesValue = option.required || option.optional;
  return {
    flags,
    description: sentence(option.description),
    value: takesValue ? optionValues(option) : null,
  };
}

function optionValues({ long, flags, argChoices }: Option): Values {
  const scenarios = long === '--scenario' ? ['all', ...builtInScenarios()] : [];
  return { words: argChoices ?? scenarios, files: argChoices === undefined && /[<|]file\b/.test(flags) };
}

function argumentValues(argument: Argument): Values {
  const files = /^(file|old|new|route)$/.test(argument.name());
  return { words: argument.argChoices ?? [], files };
}

/** The first sentence, on one line: what a shell shows beside a word. */
function sentence(description: string): string {
  return (/^.*?[.:](?= |$)/.exec(description)?.[0] ?? description).replace(/[.:]$/, '');
}
