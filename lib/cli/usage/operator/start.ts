import type { Command } from 'commander';
import type { StartCutoverOptions } from '../../commands/operator/start';
import type { UndoRouteOptions } from '../../commands/operator/undo-route';
import { EXIT, type Terminal } from '../../output/terminal';
import {
  type AddCommand,
  addExitCodes,
  type ExitCodes,
  repeatableOption,
  startTime,
  wholeNumberFrom,
} from '../usage';
import { addDeploymentOptions, COMMON_CODES, CUTOVER_CODES, loadConnection, TIMED_OUT } from './shared';

const CODES: ExitCodes = [
  [EXIT.succeeded, 'the cutover was started, or is scheduled; with --wait, it succeeded'],
  [EXIT.rejected, 'it was refused, with the reason: nothing was started; with --wait, it was rejected'],
  ...CUTOVER_CODES.slice(2).map(([code, meaning]) => [code, `with --wait, ${meaning}`] as const),
  TIMED_OUT,
  ...COMMON_CODES,
];

function addStartOptions(command: Command, terminal: Terminal): Command {
  addExitCodes(command, terminal, CODES);
  return addDeploymentOptions(command)
    .option('--name <name>', 'The name of the execution. Default: the name of the plan and the time.')
    .option('--reason <text>', 'Why. The ledger keeps it, with your identity.', 'started with cutover start')
    .option('--wait', 'Waits until the cutover, and its revert, have ended.')
    .option(
      '--timeout <seconds>',
      'How long --wait waits. Default: until the end.',
      wholeNumberFrom(1, 2_592_000),
    )
    .option('--json', 'Prints one JSON document; progress goes to standard error.');
}

/** `cutover start`. */
export const addStart: AddCommand = (program, { terminal, exitWith }) => {
  addStartOptions(
    program
      .command('start')
      .description(
        'Starts a cutover. Through the function Operate, which records who asked, or, where the policy does' +
          ' not name you in starters, by StartExecution.',
      )
      .argument('<file>', 'The plan, YAML or JSON.'),
    terminal,
  )
    .option(
      '--receipt <file.json>',
      'What cutover rehearse --receipt has written. A plan that is not the one rehearsed is refused.',
    )
    .option(
      '--at <time>',
      'Starts it once by EventBridge Scheduler, at a time such as 2027-01-12T06:00:00+01:00.',
      startTime,
    )
    .action(async (file: string, options: StartCutoverOptions) => {
      const { startCommand } =
        require('../../commands/operator/start') as typeof import('../../commands/operator/start');
      exitWith(await startCommand(file, options, terminal, await loadConnection()));
    });
};

/** `cutover undo`. */
export const addUndo: AddCommand = (program, { terminal, exitWith }) => {
  addStartOptions(
    program
      .command('undo')
      .description(
        'Moves back, in monitored stages, what the last cutover of a route has moved. It tests and monitors' +
          ' the old path, which a plan does not name.',
      )
      .argument('<route>', 'The route: its name, such as api.example.com, or its key.'),
    terminal,
  )
    .requiredOption('--old-url <url>', 'The https origin of the old path, which the smoke test asks.')
    .addOption(repeatableOption('--old-alarm <name>', 'An alarm of the old path.').makeOptionMandatory())
    .option('--to <percent>', 'The percent on the new path at the end.', wholeNumberFrom(0, 99), 0)
    .option('--dry-run', 'Prints the plan, and starts nothing.')
    .action(async (route: string, options: UndoRouteOptions) => {
      const { undoRouteCommand } =
        require('../../commands/operator/undo-route') as typeof import('../../commands/operator/undo-route');
      exitWith(await undoRouteCommand(route, options, terminal, await loadConnection()));
    });
};
