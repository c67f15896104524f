import type { Command } from 'commander';
import type { StartCutoverOptions } from '../../commands/operator/start';
import type { UndoRouteOptions } from '../../commands/operator/undo-route';
import { type AddCommand, wholeNumberFrom } from '../usage';
import { addDeploymentOptions, COMMON_CODES, CUTOVER_CODES, loadConnection } from './shared';

const CODES = `
Exit codes without --wait:
  0    the cutover was started
  2    it was refused, with the reason: nothing was started
Exit codes with --wait:${CUTOVER_CODES}
  124  --timeout was over before the end${COMMON_CODES}`;

function addStartOptions(command: Command): Command {
  return addDeploymentOptions(command)
    .option('--name <name>', 'The name of the execution. Default: the name of the plan and the time.')
    .option('--reason <text>', 'Why. The ledger keeps it, with your identity.', 'started with cutover start')
    .option('--wait', 'Waits until the cutover, and its revert, have ended.')
    .option(
      '--timeout <seconds>',
      'How long --wait waits. Default: until the end.',
      wholeNumberFrom(1, 2_592_000),
    )
    .option('--json', 'Prints one JSON document; progress goes to standard error.')
    .addHelpText('after', CODES);
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
  ).action(async (file: string, options: StartCutoverOptions) => {
    const { startCommand } =
      require('../../commands/operator/start') as typeof import('../../commands/operator/start');
    exitWith(await startCommand(file, options, terminal, loadConnection()));
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
  )
    .requiredOption('--old-url <url>', 'The https origin of the old path, which the smoke test asks.')
    .requiredOption('--old-alarm <name...>', 'The alarms of the old path.')
    .option('--to <percent>', 'The percent on the new path at the end.', wholeNumberFrom(0, 99), 0)
    .option('--dry-run', 'Prints the plan, and starts nothing.')
    .action(async (route: string, options: UndoRouteOptions) => {
      const { undoRouteCommand } =
        require('../../commands/operator/undo-route') as typeof import('../../commands/operator/undo-route');
      exitWith(await undoRouteCommand(route, options, terminal, loadConnection()));
    });
};
