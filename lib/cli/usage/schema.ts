import { type SchemaName, schemaNames } from '../input/schema-names';
import { type AddCommand, addExitCodes, type ExitCodes } from './usage';

const load = async () => require('../commands/schema') as typeof import('../commands/schema');

const EXIT_CODES: ExitCodes = [
  [0, 'the schema is printed'],
  [64, 'invalid usage'],
];

/** `cutover schema`. */
export const addSchema: AddCommand = (program, { terminal }) => {
  const command = program
    .command('schema')
    .description(
      'Prints the JSON Schema of a plan, a scenario, a policy, an allow file, milestones, a deployment or' +
        ' an event.',
    )
    .addArgument(
      program.createArgument('[what]', 'The kind of file, or event.').choices(schemaNames).default('plan'),
    )
    .action(async (what: SchemaName) => (await load()).schemaCommand(what, terminal));
  addExitCodes(command, terminal, EXIT_CODES);
};
