import { Command, CommanderError } from 'commander';
import { version } from '../../package.json';
import { AwsError } from '../shared/aws-error';
import { UsageError } from '../shared/usage-error';
import { EXIT, type Terminal } from './output/terminal';
import { addAppspec } from './usage/appspec';
import { addCheck } from './usage/check';
import { addDecommission } from './usage/decommission';
import { addDiff } from './usage/diff';
import { addPlan } from './usage/plan';
import { addRehearse } from './usage/rehearse';
import { addRevert } from './usage/revert';
import { addSchema } from './usage/schema';
import { addTraffic } from './usage/traffic';
import type { AddCommand, CommandContext } from './usage/usage';

/** Every command, in the order of `cutover --help`. */
const COMMANDS: readonly AddCommand[] = [
  addPlan,
  addRehearse,
  addCheck,
  addDiff,
  addDecommission,
  addRevert,
  addTraffic,
  addSchema,
  addAppspec,
];

const EXIT_CODES = `
Exit codes: 0 succeeded, 2 rejected, 3 reverted, 4 the revert failed, 64 invalid usage, plan or scenario,
69 AWS could not be reached or refused, 124 a wait timed out`;

/**
 * Runs the command line.
 * @returns the exit code: 0 succeeded, 2 rejected, 3 reverted, 4 the revert failed, 64 invalid usage, plan or
 *   scenario, 69 AWS could not be reached or refused, 70 a bug, 124 a wait timed out
 */
export async function runCli(args: readonly string[], terminal: Terminal): Promise<number> {
  let code: number = EXIT.succeeded;
  const program = makeProgram({
    terminal,
    exitWith: (result) => {
      code = result;
    },
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    return fail(error, args.includes('--json'), terminal);
  }
}

function makeProgram(context: CommandContext): Command {
  const { terminal } = context;
  const program = new Command('cutover')
    .description(
      'Moves live traffic on AWS in monitored stages and rolls back automatically.' +
        ' Every plan can be rehearsed locally first.',
    )
    .version(version, '-V, --version', 'Prints the version number.')
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err, outputError: () => undefined })
    .helpOption('-h, --help', 'Prints the help of a command.')
    .helpCommand('help [command]', 'Prints the help of a command.')
    .addHelpText('after', EXIT_CODES);
  for (const add of COMMANDS) {
    add(program, context);
  }
  return program;
}

/** Prints what is wrong and the remedy. Only a bug prints a stack trace. */
function fail(error: unknown, json: boolean, terminal: Terminal): number {
  if (error instanceof CommanderError && error.exitCode === 0) {
    return EXIT.succeeded;
  }
  const isUsage = error instanceof UsageError || error instanceof CommanderError;
  const { message } = error as Error;
  const isExpected = isUsage || error instanceof AwsError;
  const text = isExpected
    ? message.replace(/^error: /, '').replace(/\n/g, '\n  ')
    : `this is a bug in Cutover: ${(error as Error).stack}`;
  terminal.err(`cutover: ${text}\n`);
  if (error instanceof CommanderError) {
    terminal.err('(see cutover --help)\n');
  }
  if (json) {
    const problems = error instanceof UsageError ? error.problems : [];
    terminal.out(`${JSON.stringify({ error: { message: text, problems } }, null, 2)}\n`);
  }
  return isUsage ? EXIT.usage : isExpected ? EXIT.unavailable : EXIT.bug;
}
