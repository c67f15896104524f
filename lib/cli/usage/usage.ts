import { type Command, InvalidArgumentError, Option } from 'commander';
import { readStartTime, START_TIME_RULE } from '../../shared/start-time';
import { wrap } from '../output/format';
import type { Terminal } from '../output/terminal';

/** What every command gets from the program. */
export interface CommandContext {
  readonly terminal: Terminal;
  /** Sets the exit code of the process; 0 when it is not called. */
  exitWith(code: number): void;
}

/**
 * Adds one command: its arguments, options and help. The command's own code is loaded by `require` when the
 * command runs, because loading the code of all commands takes longer than most commands run. `import()` is
 * not possible: tsx compiles this file to CommonJS, which cannot import another TypeScript file.
 */
export type AddCommand = (program: Command, context: CommandContext) => void;

/** `--allow-host`, which every command that reads a plan has. */
export function allowHostOption(): Option {
  return repeatableOption(
    '--allow-host <pattern>',
    "Hosts that smoke tests may call. Default: gw-* in the record's zone.",
  );
}

/**
 * An option that may be given several times, with one value each. An option that takes all values that follow
 * it would take the file after them as well.
 */
export function repeatableOption(flags: string, description: string): Option {
  return new Option(flags, `${description} May be given several times.`).argParser(collected);
}

function collected(value: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), value];
}

/** Whether an option may be given several times. */
export function isRepeatable({ parseArg }: Option): boolean {
  return parseArg === (collected as unknown);
}

/** `--policy`, which every command that judges a plan has. */
export function policyOption(): Option {
  return new Option('--policy <file>', 'The policy of the deployment, YAML or JSON. Default: none.');
}

/** The exit codes of a command, each with what it means. */
export type ExitCodes = readonly (readonly [code: number, meaning: string])[];

/** Adds the exit codes of a command to its help. Every command has them. */
export function addExitCodes(command: Command, { columns }: Terminal, codes: ExitCodes): Command {
  const width = Math.max(...codes.map(([code]) => String(code).length));
  const lines = codes.map(
    ([code, meaning]) =>
      `  ${String(code).padEnd(width)}  ${wrap(meaning, columns - width - 4, ' '.repeat(width + 4))}`,
  );
  return command.addHelpText('after', `\nExit codes:\n${lines.join('\n')}`);
}

/** Reads a number of an option. */
export function numberFrom(min: number, max: number) {
  return (value: string): number => {
    const parsed = Number(value);
    if (!/^\d+(\.\d+)?$/.test(value) || parsed < min || parsed > max) {
      throw new InvalidArgumentError(`It must be a number from ${min} to ${max}.`);
    }
    return parsed;
  };
}

/** Reads a whole number from `min` to `max`. */
export function wholeNumberFrom(min: number, max: number) {
  return (value: string): number => {
    const parsed = Number(value);
    if (!/^\d+$/.test(value) || parsed < min || parsed > max) {
      throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
    }
    return parsed;
  };
}

/** The parser of an option that is the time of a start: see `readStartTime`. @returns epoch milliseconds */
export function startTime(text: string): number {
  const at = readStartTime(text);
  if (at === null) {
    throw new InvalidArgumentError(`It ${START_TIME_RULE}.`);
  }
  return at;
}
