import type { DeploymentOptions } from '../../commands/operator/connection';
import type { ListOptions } from '../../commands/operator/list';
import type { StatusOptions } from '../../commands/operator/status';
import { type AddCommand, wholeNumberFrom } from '../usage';
import { addDeploymentOptions, COMMON_CODES, CUTOVER_CODES, loadConnection, ROUTE_ARGUMENT } from './shared';

const JSON_OPTION = 'Prints one JSON document; progress goes to standard error.';

/** `cutover list`. */
export const addList: AddCommand = (program, { terminal }) => {
  addDeploymentOptions(
    program
      .command('list')
      .description('Lists the latest cutovers of a deployment: what runs, and how the others ended.'),
  )
    .option('--most <number>', 'How many, the newest first.', wholeNumberFrom(1, 100), 10)
    .option('--json', JSON_OPTION)
    .addHelpText('after', `\nExit codes:\n  0    the list was printed${COMMON_CODES}`)
    .action(async (options: ListOptions) => {
      const { listCommand } =
        require('../../commands/operator/list') as typeof import('../../commands/operator/list');
      await listCommand(options, terminal, loadConnection());
    });
};

/** `cutover status`. */
export const addStatus: AddCommand = (program, { terminal, exitWith }) => {
  addDeploymentOptions(
    program
      .command('status')
      .description('Shows what a cutover does, why it waits and who can act, or waits until it has ended.')
      .argument('[route]', ROUTE_ARGUMENT),
  )
    .option('--wait', 'Waits until the cutover, and its revert, have ended.')
    .option(
      '--timeout <seconds>',
      'How long --wait waits. Default: until the end.',
      wholeNumberFrom(1, 2_592_000),
    )
    .option('--json', JSON_OPTION)
    .addHelpText(
      'after',
      `\nExit codes, with --wait:${CUTOVER_CODES}\n  124  --timeout was over before the end${COMMON_CODES}` +
        '\nWithout --wait it ends with 0, whatever the cutover does.',
    )
    .action(async (route: string | undefined, options: StatusOptions) => {
      const { statusCommand } =
        require('../../commands/operator/status') as typeof import('../../commands/operator/status');
      exitWith(await statusCommand(route, options, terminal, loadConnection()));
    });
};

/** `cutover watch`. */
export const addWatch: AddCommand = (program, { terminal, exitWith }) => {
  addDeploymentOptions(
    program
      .command('watch')
      .description('Follows a cutover until it has ended: what is decided, and a line of progress.')
      .argument('[route]', ROUTE_ARGUMENT),
  )
    .option('--json', 'Prints one event a line, as JSON.')
    .addHelpText('after', `\nExit codes:${CUTOVER_CODES}${COMMON_CODES}`)
    .action(async (route: string | undefined, options: DeploymentOptions) => {
      const { watchCommand } =
        require('../../commands/operator/watch') as typeof import('../../commands/operator/watch');
      exitWith(await watchCommand(route, options, terminal, loadConnection()));
    });
};

/** `cutover history`. */
export const addHistory: AddCommand = (program, { terminal }) => {
  addDeploymentOptions(
    program
      .command('history')
      .description('Prints what was decided in the last cutover of a route, what was asked for, and by whom.')
      .argument('[route]', ROUTE_ARGUMENT),
  )
    .option('--json', JSON_OPTION)
    .addHelpText('after', `\nExit codes:\n  0    the history was printed${COMMON_CODES}`)
    .action(async (route: string | undefined, options: DeploymentOptions) => {
      const { historyCommand } =
        require('../../commands/operator/history') as typeof import('../../commands/operator/history');
      await historyCommand(route, options, terminal, loadConnection());
    });
};
