import { type Command, InvalidArgumentError, Option } from 'commander';
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
  return new Option(
    '--allow-host <pattern...>',
    "Hosts that smoke tests may call. Default: gw-* in the record's zone.",
  );
}

/** `--policy`, which every command that judges a plan has. */
export function policyOption(): Option {
  return new Option('--policy <file>', 'The policy of the deployment, YAML or JSON. Default: none.');
}

/** Reads a whole number from `min` to `max`. */
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

export function wholeNumberFrom(min: number, max: number) {
  return (value: string): number => {
    const parsed = Number(value);
    if (!/^\d+$/.test(value) || parsed < min || parsed > max) {
      throw new InvalidArgumentError(`It must be a whole number from ${min} to ${max}.`);
    }
    return parsed;
  };
}
