import type { DeploymentOptions } from '../../commands/operator/connection';
import type { ListOptions } from '../../commands/operator/list';
import type { ReportOptions } from '../../commands/operator/report';
import type { StatusOptions } from '../../commands/operator/status';
import { EXIT } from '../../output/terminal';
import { type AddCommand, addExitCodes, wholeNumberFrom } from '../usage';
import {
  addDeploymentOptions,
  COMMON_CODES,
  CUTOVER_CODES,
  loadConnection,
  ROUTE_ARGUMENT,
  TIMED_OUT,
} from './shared';

const JSON_OPTION = 'Prints one JSON document; progress goes to standard error.';

/** `cutover list`. */
export const addList: AddCommand = (program, { terminal }) => {
  const command = addDeploymentOptions(
    program
      .command('list')
      .description('Lists the latest cutovers of a deployment: what runs, and how the others ended.'),
  )
    .option('--most <number>', 'How many, the newest first.', wholeNumberFrom(1, 100), 10)
    .option('--json', JSON_OPTION)
    .action(async (options: ListOptions) => {
      const { listCommand } =
        require('../../commands/operator/list') as typeof import('../../commands/operator/list');
      await listCommand(options, terminal, await loadConnection());
    });
  addExitCodes(command, terminal, [[EXIT.succeeded, 'the list was printed'], ...COMMON_CODES]);
};

/** `cutover status`. */
export const addStatus: AddCommand = (program, { terminal, exitWith }) => {
  const command = addDeploymentOptions(
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
    .action(async (route: string | undefined, options: StatusOptions) => {
      const { statusCommand } =
        require('../../commands/operator/status') as typeof import('../../commands/operator/status');
      exitWith(await statusCommand(route, options, terminal, await loadConnection()));
    });
  addExitCodes(command, terminal, [
    [EXIT.succeeded, 'the status was printed; with --wait, the cutover succeeded'],
    ...CUTOVER_CODES.slice(1).map(([code, meaning]) => [code, `with --wait, ${meaning}`] as const),
    TIMED_OUT,
    ...COMMON_CODES,
  ]);
};

/** `cutover watch`. */
export const addWatch: AddCommand = (program, { terminal, exitWith }) => {
  const command = addDeploymentOptions(
    program
      .command('watch')
      .description('Follows a cutover until it has ended: what is decided, and a line of progress.')
      .argument('[route]', ROUTE_ARGUMENT),
  )
    .option('--json', 'Prints one event a line, as JSON.')
    .action(async (route: string | undefined, options: DeploymentOptions) => {
      const { watchCommand } =
        require('../../commands/operator/watch') as typeof import('../../commands/operator/watch');
      exitWith(await watchCommand(route, options, terminal, await loadConnection()));
    });
  addExitCodes(command, terminal, [...CUTOVER_CODES, ...COMMON_CODES]);
};

/** `cutover history`. */
export const addHistory: AddCommand = (program, { terminal }) => {
  const command = addDeploymentOptions(
    program
      .command('history')
      .description('Prints what was decided in the last cutover of a route, what was asked for, and by whom.')
      .argument('[route]', ROUTE_ARGUMENT),
  )
    .option('--json', JSON_OPTION)
    .action(async (route: string | undefined, options: DeploymentOptions) => {
      const { historyCommand } =
        require('../../commands/operator/history') as typeof import('../../commands/operator/history');
      await historyCommand(route, options, terminal, await loadConnection());
    });
  addExitCodes(command, terminal, [[EXIT.succeeded, 'the history was printed'], ...COMMON_CODES]);
};

/** `cutover report`. */
export const addReport: AddCommand = (program, { terminal }) => {
  const command = addDeploymentOptions(
    program
      .command('report')
      .description(
        'Writes the report of a real cutover, as a page like that of a rehearsal: what happened, who did' +
          ' what, and for how long users were affected.',
      )
      .argument('[route]', ROUTE_ARGUMENT),
  )
    .requiredOption('--report <file.html>', 'The file to write.')
    .option('--json', JSON_OPTION)
    .action(async (route: string | undefined, options: ReportOptions) => {
      const { reportCommand } =
        require('../../commands/operator/report') as typeof import('../../commands/operator/report');
      await reportCommand(route, options, terminal, await loadConnection());
    });
  addExitCodes(command, terminal, [[EXIT.succeeded, 'the report was written'], ...COMMON_CODES]);
};
