import { InvalidArgumentError } from 'commander';
import type { InitOptions } from '../init/draft-answers';
import { type AddCommand, addExitCodes, type ExitCodes, repeatableOption, wholeNumberFrom } from './usage';

const load = async () => ({
  ...(require('../commands/init') as typeof import('../commands/init')),
  ...(require('../input/live-records') as typeof import('../input/live-records')),
});

/** Loaded only where there is a terminal: the library is of no use otherwise. */
const loadAsk = async () => require('../init/ask-in-terminal') as typeof import('../init/ask-in-terminal');

const EXAMPLES = `
Examples:
  cutover init
  cutover init --record api.example.com --url https://gw-api.example.com --alarm api-new-5xx
  cutover init --route route53/ZONE/NAME --old ID --new ID --url URL --alarm NAME --output -`;

const EXIT_CODES: ExitCodes = [
  [0, 'the plan is written'],
  [64, 'invalid usage, a file that is there already, no terminal to ask in, or no valid plan'],
  [69, 'AWS could not be reached or refused'],
];

/** `cutover init`. */
export const addInit: AddCommand = (program, { terminal }) => {
  const command = program
    .command('init')
    .description('Writes a first plan: asks for what the options do not say, or reads a record from AWS.')
    .option('--output <file>', 'The file to write, or - for standard output.', 'plan.yaml')
    .option('--record <name>', 'A record in Route 53: its zone, pair or simple records and TTL are read now.')
    .option('--route <route>', 'A route that is not read, such as route53/ZONE/NAME.')
    .addOption(
      repeatableOption('--record-type <type>', 'With --route, a type of record that is shifted. Default: A.'),
    )
    .option('--old <id>', 'The old path: a set identifier or a target group ARN.')
    .option('--new <id>', 'The new path, likewise.')
    .addOption(
      repeatableOption(
        '--new-target <target>',
        'With --record, for a simple record: where the new one leads, ZONE_ID/DNS_NAME of an alias, or a' +
          ' value.',
      ),
    )
    .option('--url <url>', 'The https origin of the new path, for the smoke test.')
    .addOption(repeatableOption('--alarm <name>', 'A CloudWatch alarm of the new path.'))
    .option('--check <path>', 'The path that the smoke test asks.', '/health')
    .option('--name <name>', "The name of the plan. Default: the first label of the record's name.")
    .option(
      '--stages <percents>',
      'The percents of the stages, rising, with commas.',
      percents,
      [10, 50, 100],
    )
    .option('--soak <seconds>', 'How long each stage is monitored.', wholeNumberFrom(0, 2_592_000), 600)
    .option('--hold <seconds>', 'How long the old path is kept.', wholeNumberFrom(0, 2_592_000), 259_200)
    .addHelpText('after', EXAMPLES)
    .action(async (options: InitOptions) => {
      const { initCommand, liveRecords } = await load();
      const isAnswered = process.stdin.isTTY === true && process.stderr.isTTY === true;
      const ask = isAnswered ? (await loadAsk()).askInTerminal() : null;
      await initCommand(options, terminal, { ask, records: liveRecords });
    });
  addExitCodes(command, terminal, EXIT_CODES);
};

function percents(value: string): readonly number[] {
  const all = value.split(',').map((one) => one.trim().replace(/\s*%$/, ''));
  if (!all.every((one) => /^\d{1,3}$/.test(one))) {
    throw new InvalidArgumentError('It must be percents with commas, such as 10,50,100.');
  }
  return all.map(Number);
}
