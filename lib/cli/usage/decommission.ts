import { systemClock } from '../../../lambdas/adapters/shared/system-clock';
import type { DecommissionOptions } from '../commands/decommission';
import { type AddCommand, addExitCodes, allowHostOption, type ExitCodes } from './usage';

const load = async () => ({
  ...(require('../commands/decommission') as typeof import('../commands/decommission')),
  ...(require('../input/live-references') as typeof import('../input/live-references')),
});

const EXIT_CODES: ExitCodes = [
  [0, 'nothing references the old path'],
  [2, 'something references the old path, or not everything could be read'],
  [64, 'invalid usage or plan, no credentials or no Region'],
];

/** `cutover decommission`. */
export const addDecommission: AddCommand = (program, { terminal, exitWith }) => {
  const command = program
    .command('decommission')
    .description(
      'Finds what still references the old path of a plan. Reads AWS with your credentials and changes' +
        ' nothing.',
    )
    .argument('<file>', 'The plan, YAML or JSON.')
    .option('--region <region>', "The Region of the old path. Default: the Region in the SDK's settings.")
    .addOption(allowHostOption())
    .option('--json', 'Prints the report as one JSON document; progress goes to standard error.')
    .action(async (file: string, options: DecommissionOptions) => {
      const { decommissionCommand, liveReferences } = await load();
      exitWith(
        await decommissionCommand(file, options, terminal, {
          references: liveReferences,
          clock: systemClock,
        }),
      );
    });
  addExitCodes(command, terminal, EXIT_CODES);
};
