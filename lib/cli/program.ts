import { Command, CommanderError } from 'commander';
import { version } from '../../package.json';
import { AwsError } from '../shared/aws-error';
import { didYouMean } from '../shared/files/similar';
import { UsageError } from '../shared/usage-error';
import { EXIT, type Terminal } from './output/terminal';
import { WriteError } from './output/write-file';
import { addAppspec } from './usage/appspec';
import { addCheck } from './usage/check';
import { addCompletion } from './usage/completion';
import { addDecommission } from './usage/decommission';
import { addDeploy } from './usage/deploy';
import { addDiff } from './usage/diff';
import { addInit } from './usage/init';
import { addKvs } from './usage/kvs';
import { narrowHelp } from './usage/narrow-help';
import { addCommands } from './usage/operator/commands';
import { addDashboard } from './usage/operator/dashboard';
import { addHistory, addList, addReport, addStatus, addWatch } from './usage/operator/follow';
import { addKeep } from './usage/operator/keep';
import { addStart, addUndo } from './usage/operator/start';
import { checkOptions } from './usage/option-checks';
import { addPlan } from './usage/plan';
import { addRehearse } from './usage/rehearse';
import { addRevert } from './usage/revert';
import { addSchema } from './usage/schema';
import { addTraffic } from './usage/traffic';
import {
  type AddCommand,
  addExitCodes,
  type CommandContext,
  type ExitCodes,
  isRepeatable,
} from './usage/usage';

/** Every command, in the order of `cutover --help`. */
const COMMANDS: readonly AddCommand[] = [
  addInit,
  addPlan,
  addRehearse,
  addCheck,
  addDeploy,
  addDiff,
  addDecommission,
  addStart,
  addList,
  addStatus,
  addWatch,
  addHistory,
  addReport,
  addKeep,
  addCommands,
  addRevert,
  addUndo,
  addDashboard,
  addTraffic,
  addKvs,
  addSchema,
  addAppspec,
  addCompletion,
];

const EXIT_CODES: ExitCodes = [
  [EXIT.succeeded, 'succeeded'],
  [EXIT.rejected, 'rejected, before anything moved; or not ready'],
  [EXIT.reverted, 'reverted'],
  [EXIT['revert-failed'], 'the revert failed'],
  [EXIT.usage, 'invalid usage, plan or scenario'],
  [EXIT.unavailable, 'AWS could not be reached or refused'],
  [EXIT.bug, 'an error in Cutover itself'],
  [EXIT['output-lost'], 'succeeded, but the result could not be written; a closed pipe is no error'],
  [EXIT['timed-out'], 'a wait timed out'],
];

/**
 * Runs the command line.
 * @returns the exit code: 0 succeeded, 2 rejected, 3 reverted, 4 the revert failed, 64 invalid usage, plan or
 *   scenario, 69 AWS could not be reached or refused, 70 a bug, 74 a file could not be written, 124 a wait
 *   timed out
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
    refuseUnknownHelp(args, program);
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    return fail(error, args, program, terminal);
  }
}

/** commander prints the help of the program instead, as if that had been asked for. */
function refuseUnknownHelp([first, name]: readonly string[], program: Command): void {
  const names = program.commands.map((command) => command.name());
  if (first === 'help' && name !== undefined && !name.startsWith('-') && ![...names, 'help'].includes(name)) {
    throw new UsageError(`there is no command "${name}"${didYouMean(name, names)}`);
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
    .configureOutput({
      writeOut: terminal.out,
      writeErr: terminal.err,
      outputError: () => undefined,
      getOutHelpWidth: () => terminal.columns,
      getErrHelpWidth: () => terminal.columns,
    })
    .configureHelp(narrowHelp)
    .helpOption('-h, --help', 'Prints the help of a command.')
    .helpCommand('help [command]', 'Prints the help of a command.');
  addExitCodes(program, terminal, EXIT_CODES);
  for (const add of COMMANDS) {
    add(program, context);
  }
  program.commands.forEach(checkOptions);
  return program;
}

/** Prints what is wrong and the remedy. Only a bug prints a stack trace. */
function fail(error: unknown, args: readonly string[], program: Command, terminal: Terminal): number {
  if (error instanceof CommanderError && error.exitCode === 0) {
    return EXIT.succeeded;
  }
  const isUsage = error instanceof UsageError || error instanceof CommanderError;
  const isLost = error instanceof WriteError;
  const { message } = error as Error;
  const isExpected = isUsage || isLost || error instanceof AwsError;
  const text = isExpected
    ? message.replace(/^error: /, '').replace(/\n/g, '\n  ')
    : `this is a bug in Cutover: ${(error as Error).stack}`;
  const isHelp = error instanceof CommanderError && error.code === 'commander.help';
  if (!isHelp) {
    terminal.err(`cutover: ${text}\n`);
  }
  if (error instanceof CommanderError && !isHelp) {
    terminal.err(`${hintOf(error, args, program)}\n`);
  }
  if (args.includes('--json')) {
    const problems = error instanceof UsageError ? error.problems : [];
    terminal.out(`${JSON.stringify({ error: { message: text, problems } }, null, 2)}\n`);
  }
  if (isLost) {
    return EXIT['output-lost'];
  }
  return isUsage ? EXIT.usage : isExpected ? EXIT.unavailable : EXIT.bug;
}

/** Where to read on. An argument too many may have been meant for the option before it. */
function hintOf({ code }: CommanderError, args: readonly string[], program: Command): string {
  const command = program.commands.find((one) => one.name() === args[0]);
  const several = command?.options.filter(isRepeatable).find(({ long }) => args.includes(long ?? ''));
  const see = `(see cutover ${command === undefined ? '' : `${command.name()} `}--help)`;
  return code === 'commander.excessArguments' && several !== undefined
    ? `(${several.long} takes one value; give it again for each further one)\n${see}`
    : see;
}
