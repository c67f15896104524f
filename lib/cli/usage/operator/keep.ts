import type { KeepOptions } from '../../commands/operator/keep';
import { EXIT } from '../../output/terminal';
import { type AddCommand, addExitCodes, type ExitCodes, repeatableOption } from '../usage';
import { addDeploymentOptions, COMMON_CODES, loadConnection, ROUTE_ARGUMENT } from './shared';

const load = async () => ({
  ...(require('../../commands/operator/keep') as typeof import('../../commands/operator/keep')),
  ...(require('../../input/live-stacks') as typeof import('../../input/live-stacks')),
});

const CODES: ExitCodes = [
  [EXIT.succeeded, 'the old path is kept, and its proof says that it can go'],
  [
    EXIT.rejected,
    'it is kept, and its proof says that it must stay; or no cutover has succeeded, and nothing was written',
  ],
  ...COMMON_CODES,
];

const EXAMPLE = `
Example:
  cutover keep api.example.com --old-stack Api --output kept
  (cd kept && sha256sum --check SHA256SUMS)`;

/** `cutover keep`. */
export const addKeep: AddCommand = (program, { terminal, exitWith }) => {
  const command = addDeploymentOptions(
    program
      .command('keep')
      .description(
        'Keeps what the old path was, before it is removed: its records, the proof and the decisions from' +
          ' the ledger, and the templates or files that define it, in a folder with checksums. Changes' +
          ' nothing in AWS.',
      )
      .argument('[route]', ROUTE_ARGUMENT),
  )
    .requiredOption('--output <folder>', 'The folder to write: a new or an empty one.')
    .addOption(
      repeatableOption(
        '--old-stack <name>',
        'A stack of CloudFormation with the old path. Its template, parameters, outputs and tags are kept.',
      ),
    )
    .addOption(
      repeatableOption('--file <file>', 'A file that defines the old path, such as a template or an export.'),
    )
    .option('--json', 'Prints one JSON document, with the checksum of each file.')
    .addHelpText('after', EXAMPLE)
    .action(async (route: string | undefined, options: KeepOptions) => {
      const { keepCommand, liveStack } = await load();
      exitWith(
        await keepCommand(route, options, terminal, { ...(await loadConnection()), stack: liveStack }),
      );
    });
  addExitCodes(command, terminal, CODES);
};
