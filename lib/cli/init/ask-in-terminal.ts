import { confirm, isCancel, select, text } from '@clack/prompts';
import { UsageError } from '../../shared/usage-error';
import type { Ask } from './ask';

/** Asks in the terminal. Questions go to standard error, so that a plan may go to standard output. */
export function askInTerminal(): Ask {
  const output = process.stderr;
  return {
    text: async (message, initial, problem) =>
      answered(
        await text({
          message,
          output,
          ...(initial === undefined ? {} : { placeholder: initial, defaultValue: initial }),
          validate: (answer) => {
            const given = answer === undefined || answer === '' ? initial : answer;
            return given === undefined ? 'an answer is needed' : (problem(given) ?? undefined);
          },
        }),
      ),
    choose: async (message, options) => {
      const all = options.map(({ value, label }) => ({ value: value as string, label }));
      return answered(await select({ message, output, options: all })) as (typeof options)[number]['value'];
    },
  };
}

function answered(answer: string | symbol): string {
  if (isCancel(answer)) {
    throw new UsageError('cancelled; nothing was written');
  }
  return answer as string;
}

/** Asks for yes or no. To cancel is to say no. */
export async function confirmInTerminal(message: string): Promise<boolean> {
  return (await confirm({ message, initialValue: false, output: process.stderr })) === true;
}
