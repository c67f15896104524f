import type { Command, Option } from 'commander';
import { UsageError } from '../../shared/usage-error';
import { isRepeatable } from './usage';

/**
 * Refuses values of options that can only be mistakes: an option with a value that is given twice, of which
 * the last one would count without a word; an empty value; another option in the place of the value.
 */
export function checkOptions(command: Command): void {
  const flags = command.options.flatMap(({ long, short }) =>
    [long, short].filter((one) => one !== undefined),
  );
  for (const option of command.options) {
    let count = 0;
    command.on(`option:${option.name()}`, (value: unknown) => {
      count += 1;
      if (takesValue(option)) {
        const problem = problemOf(option, value, flags) ?? (count > 1 ? twice(option) : null);
        if (problem !== null) {
          throw new UsageError(problem);
        }
      }
    });
  }
}

function takesValue({ required, optional }: Option): boolean {
  return required || optional;
}

function problemOf({ long }: Option, value: unknown, flags: readonly string[]): string | null {
  if (value === '') {
    return `${long} has an empty value; give it a value, or leave it out`;
  }
  return typeof value === 'string' && flags.includes(value)
    ? `${long} has no value: the option ${value} follows it`
    : null;
}

function twice(option: Option): string | null {
  return isRepeatable(option) ? null : `${option.long} is given twice; give it once`;
}
