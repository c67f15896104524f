import { type AddCommand, allowHostOption, policyOption } from './usage';

const load = () => require('../commands/plan') as typeof import('../commands/plan');

/** `cutover plan`. */
export const addPlan: AddCommand = (program, { terminal }) => {
  program
    .command('plan')
    .description('Checks a plan and shows its stages, duration, revert time, history events and cost.')
    .argument('<file>', 'The plan, YAML or JSON.')
    .addOption(allowHostOption())
    .addOption(policyOption())
    .option('--json', 'Prints one JSON document.')
    .action((file: string, options) => load().planCommand(file, options, terminal));
};
