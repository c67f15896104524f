import { systemClock } from '../../../lambdas/adapters/shared/system-clock';
import type { RehearseOptions } from '../commands/rehearse/rehearse-options';
import { builtInScenarios } from '../input/scenario-names';
import {
  type AddCommand,
  addExitCodes,
  allowHostOption,
  type ExitCodes,
  policyOption,
  wholeNumberFrom,
} from './usage';

const load = async () =>
  require('../commands/rehearse/rehearse') as typeof import('../commands/rehearse/rehearse');

/** The seed is a 32-bit integer without a sign bit. */
const MAX_SEED = 2_147_483_647;

const EXIT_CODES: ExitCodes = [
  [0, 'succeeded; with --scenario all: every scenario ended as it expects'],
  [2, 'rejected, before anything moved; with --scenario all: a scenario ended otherwise'],
  [3, 'reverted'],
  [4, 'the revert failed'],
  [64, 'invalid usage, plan, scenario or policy, or a report that cannot be written'],
];

/** `cutover rehearse`. */
export const addRehearse: AddCommand = (program, { terminal, exitWith }) => {
  const command = program
    .command('rehearse')
    .description('Runs a plan through the deployed state machines against a simulated AWS.')
    .argument('<file>', 'The plan, YAML or JSON.')
    .option(
      '--scenario <name|file|all>',
      `What goes wrong: ${builtInScenarios().join(', ')}; all of these with "all"; or a YAML file.`,
      'healthy',
    )
    .option(
      '--seed <n>',
      "The seed of the random source. Default: the scenario's.",
      wholeNumberFrom(0, MAX_SEED),
    )
    .addOption(allowHostOption())
    .addOption(policyOption())
    .option('--json', 'Prints the result as one JSON document; progress goes to standard error.')
    .option('--report <file.html>', 'Writes an HTML report with charts and the timeline.')
    .option(
      '--receipt <file.json>',
      'Writes what was rehearsed and how it ended, with the hash of the plan, for cutover start --receipt.',
    )
    .action(async (file: string, options: RehearseOptions) =>
      exitWith(await (await load()).rehearseCommand(file, options, terminal, { clock: systemClock })),
    );
  addExitCodes(command, terminal, EXIT_CODES);
};
