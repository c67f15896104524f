import type { KvsOptions } from '../commands/kvs/kvs';
import { EXIT } from '../output/terminal';
import { type AddCommand, addExitCodes, type ExitCodes } from './usage';

const load = async () => ({
  ...(require('../commands/kvs/kvs') as typeof import('../commands/kvs/kvs')),
  ...(require('../input/live-key-values') as typeof import('../input/live-key-values')),
});

const EXAMPLES = `
Examples:
  cutover kvs set APIGW_B1_URL=https://abc.execute-api.eu-west-1.amazonaws.com --stack Edge
  cutover kvs set APIGW_B3_URL=https://gw-b3.example.com --store EdgeStore --dry-run
  cutover kvs set APIGW_B3_URL=https://gw-b3.example.com --plan plan.yaml`;

const EXIT_CODES: ExitCodes = [
  [EXIT.succeeded, 'every key holds its URL; with --dry-run, the keys can be written'],
  [EXIT.rejected, 'nothing was written: there is no such store, it is not ready, or a key holds a percent'],
  [EXIT.usage, 'invalid usage, key, URL or plan; there is no store or stack of this name'],
  [EXIT.unavailable, 'AWS could not be reached or refused, or others change the store all the time'],
];

/** `cutover kvs`. */
export const addKvs: AddCommand = (program, { terminal, exitWith }) => {
  const command = program
    .command('kvs')
    .description(
      'Sets keys of an existing CloudFront key value store to URLs, all of them in one change under the' +
        " store's ETag. The percent of a split is refused: only a cutover moves it.",
    )
    .addArgument(program.createArgument('<action>', 'What to do.').choices(['set']))
    .argument(
      '<key=url...>',
      'A key, and a URL that the edge function can read: https://HOST or with a path.',
    )
    .option('--store <name>', 'The name of the store, or its ARN.')
    .option('--plan <file>', 'A plan that moves the store.')
    .option('--stack <name>', 'A stack with an output that is the ARN of the store.')
    .option('--outputs <file>', 'The outputs of the stack, as written by cdk deploy --outputs-file.')
    .option('--region <region>', "The Region of the stack. Default: that of the SDK's settings.")
    .option('--dry-run', 'Shows what the keys hold and what would be written, and writes nothing.')
    .option('--json', 'Prints the result as one JSON document; progress goes to standard error.')
    .addHelpText('after', EXAMPLES)
    .action(async (_set: string, assignments: readonly string[], options: KvsOptions) => {
      const { kvsSetCommand, liveKeyValues: keyValues, liveStoreArn: findStore } = await load();
      exitWith(await kvsSetCommand(assignments, options, terminal, { keyValues, findStore }));
    });
  addExitCodes(command, terminal, EXIT_CODES);
};
