import { Option } from 'commander';
import { systemClock } from '../../../lambdas/adapters/shared/system-clock';
import type { DiffOptions } from '../commands/diff';
import { type AddCommand, addExitCodes, type ExitCodes } from './usage';

const load = async () => require('../commands/diff') as typeof import('../commands/diff');

/** Two templates need no client of AWS, which takes a while to load. */
const loadLive = async () =>
  require('../input/live-change-sets') as typeof import('../input/live-change-sets');

const EXIT_CODES: ExitCodes = [
  [0, 'the deployment only adds resources, changes nothing, or every other change is accepted'],
  [2, 'the deployment changes or removes an existing resource'],
  [
    64,
    'invalid usage, an invalid template, an expired entry of the allow file, or a change set that cannot be' +
      ' evaluated (it is still being created, failed, is obsolete or does not exist)',
  ],
];

/** `cutover diff`. */
export const addDiff: AddCommand = (program, { terminal, exitWith }) => {
  const command = program
    .command('diff')
    .description(
      'Lists the changes that a deployment makes to each resource, with the risk of each change.' +
        ' Exits with 0 only if the ' +
        'deployment adds resources and leaves the existing ones unchanged.',
    )
    .argument(
      '[old]',
      'What is deployed: a template (JSON or YAML), or the directory of a cloud assembly (cdk.out).',
    )
    .argument('[new]', 'What is to be deployed: a template or a cloud assembly.')
    .option('--change-set <name>', 'Reads a CloudFormation change set instead of two templates.')
    .option('--stack <name>', 'The stack of the change set.')
    .option('--region <region>', "The Region of the stack. Default: the Region in the SDK's settings.")
    .option('--allow <file>', 'Accepted changes, each with a reason and an expiry date; YAML or JSON.')
    .addOption(new Option('--markdown', 'Prints Markdown for a pull request.').conflicts('json'))
    .option('--json', 'Prints one JSON document.')
    .action(async (old: string | undefined, fresh: string | undefined, options: DiffOptions) => {
      const { diffCommand } = await load();
      exitWith(
        await diffCommand([old, fresh], options, terminal, {
          changeSets: async (region) => (await loadLive()).liveChangeSets(region),
          clock: systemClock,
        }),
      );
    });
  addExitCodes(command, terminal, EXIT_CODES);
};
