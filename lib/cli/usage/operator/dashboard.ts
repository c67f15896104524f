import { userInfo } from 'node:os';
import type { DashboardOptions } from '../../commands/operator/dashboard';
import { wrap } from '../../output/format';
import { EXIT } from '../../output/terminal';
import {
  type AddCommand,
  addExitCodes,
  allowHostOption,
  numberFrom,
  policyOption,
  wholeNumberFrom,
} from '../usage';
import { addDeploymentOptions, COMMON_CODES, loadConnection } from './shared';

const EXAMPLES = `
Examples:
  cutover dashboard --rehearse examples/api.yaml --scenario errors-at-50
  cutover dashboard --stack Cutover
`;

const NOTE =
  'The page is served on 127.0.0.1 alone, under a random path that is printed. Whoever has the address may' +
  ' send commands with your credentials.';

/** An IAM user has at most 64 of these characters. */
const user = () =>
  userInfo()
    .username.replace(/[^\w+=,.@-]/g, '-')
    .slice(0, 64) || 'operator';

/** Resolves when the program is asked to end. */
const stopped = () =>
  new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => resolve());
    }
  });

/** `cutover dashboard`. */
export const addDashboard: AddCommand = (program, { terminal }) => {
  const command = addDeploymentOptions(
    program
      .command('dashboard')
      .description(
        'Serves a page on this machine alone: what runs, one cutover live with charts, and the commands.' +
          ' With --rehearse, the same page over a simulated AWS.',
      ),
  )
    .option('--port <port>', 'The port. Default: any that is free.', wholeNumberFrom(1, 65_535))
    .option('--rehearse <file>', 'A plan to rehearse, YAML or JSON, in place of a deployment.')
    .option('--scenario <name|file>', 'What goes wrong in the rehearsal.', 'healthy')
    .option(
      '--seed <n>',
      "The seed of the rehearsal. Default: the scenario's.",
      wholeNumberFrom(0, 2_147_483_647),
    )
    .option(
      '--speed <times>',
      'How many times faster than real time the rehearsal runs. Default: as it suits what happens, so that' +
        ' a stage takes about 20 seconds, and an approval can be given for 90.',
      numberFrom(0.1, 100_000),
    )
    .addOption(allowHostOption())
    .addOption(policyOption())
    .option('--json', 'Prints the address as one JSON document.')
    .addHelpText('after', `${EXAMPLES}\n${wrap(NOTE, terminal.columns, '')}`)
    .action(async (options: Omit<DashboardOptions, 'port'> & { readonly port?: number }) => {
      const { dashboardCommand } =
        require('../../commands/operator/dashboard') as typeof import('../../commands/operator/dashboard');
      const dependencies = { ...(await loadConnection()), stopped, user: user() };
      await dashboardCommand({ ...options, port: options.port ?? 0 }, terminal, dependencies);
    });
  addExitCodes(command, terminal, [[EXIT.succeeded, 'somebody has ended the program'], ...COMMON_CODES]);
};
