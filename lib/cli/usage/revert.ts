import { systemClock } from '../../../lambdas/adapters/shared/system-clock';
import type { SendOptions } from '../commands/operator/send';
import type { RevertOptions } from '../commands/revert/revert';
import { wrap } from '../output/format';
import { loadConnection } from './operator/shared';
import { type AddCommand, addExitCodes, type ExitCodes, wholeNumberFrom } from './usage';

const load = async () => ({
  ...(require('../commands/revert/revert') as typeof import('../commands/revert/revert')),
  ...(require('../input/live-direct-router') as typeof import('../input/live-direct-router')),
});

/** Seconds that a change may take to propagate. Route 53 generally takes up to 60 s. */
const DEFAULT_TIMEOUT = 300;

const EXAMPLES = `
Examples:
  cutover revert api.example.com --reason "the revert failed, and the record is repaired"
  cutover revert plan.yaml --direct --weights 100/0
  cutover revert route53/ZONE/NAME --direct --weights 100/0 --old ID --new ID
  cutover revert cloudfront-kvs/STORE_ARN/KEY --direct --weights 100/0
  cutover revert alb/RULE_OR_LISTENER_ARN --direct --weights 100/0 --old GROUP_ARN --new GROUP_ARN
`;

const NOTE =
  'Weights are 0 to 255 for route53 and 0 to 999 for alb. For cloudfront-kvs they sum to 100: the key holds' +
  ' the percent of the new path. Without --old and --new, the command lists what stands at the route and' +
  ' ends.';

const EXIT_CODES: ExitCodes = [
  [
    0,
    'the weights stand and have propagated; with --no-wait, were accepted; with --dry-run, can be written;' +
      ' without --direct, the command was accepted, and the output says what happens next',
  ],
  [
    2,
    'nothing was written: the route is not as you said, or was changed meanwhile; without --direct, the' +
      ' command was refused',
  ],
  [4, 'written, but something of the route was left alone, or was changed since'],
  [64, 'invalid usage or plan; there is no such stack or route'],
  [69, 'AWS could not be reached or refused; the message says if something was written'],
  [124, 'written, and not propagated within --timeout'],
];

/** `cutover revert`. */
export const addRevert: AddCommand = (program, { terminal, exitWith }) => {
  const command = program
    .command('revert')
    .description(
      'Starts the revert of a cutover, also again after one that has failed. With --direct, sets the' +
        ' weights of the route through the API of its router alone, with your credentials: that needs no' +
        ' workflow and no ledger, so that it works while their Region does not.',
    )
    .argument(
      '<route>',
      'The route: its name, such as api.example.com, or its key; with --direct its key, such as' +
        ' route53/ZONE/NAME, or a plan file.',
    )
    .option('--reason <text>', 'Why. Required without --direct: the ledger keeps it, with your identity.')
    .option('--stack <name>', 'The stack of the deployment. Default: CUTOVER_STACK, or else "Cutover".')
    .option('--direct', 'Writes to the router itself.')
    .option('--weights <old/new>', 'The weights of the old and the new path, such as 100/0.')
    .option('--old <id>', 'The old path: a set identifier or a target group ARN. A plan says it itself.')
    .option('--new <id>', 'The new path, likewise.')
    .option(
      '--region <region>',
      "The Region of the API's client. Default: that of the SDK's settings. For alb it is that of the ARN.",
    )
    .option('--dry-run', 'Shows what stands there and what would be written, and writes nothing.')
    .option('--no-wait', 'Ends when the change is accepted, without waiting until it has propagated.')
    .option(
      '--timeout <seconds>',
      'How long to wait until the change has propagated.',
      wholeNumberFrom(1, 86_400),
      DEFAULT_TIMEOUT,
    )
    .option('--json', 'Prints the result as one JSON document; progress goes to standard error.')
    .addHelpText('after', `${EXAMPLES}\n${wrap(NOTE, terminal.columns, '')}`)
    .action(async (route: string, options: RevertOptions & Partial<SendOptions>) => {
      const { direct, reason, weights } = options;
      // Weights are for the router itself: nobody who gives them means a command to the workflow.
      if (direct !== true && weights === undefined && reason !== undefined) {
        const { sendToCutover } =
          require('../commands/operator/send') as typeof import('../commands/operator/send');
        exitWith(
          await sendToCutover('revert', route, { ...options, reason }, terminal, await loadConnection()),
        );
        return;
      }
      const { revertCommand, liveDirectRouter } = await load();
      exitWith(
        await revertCommand(route, options, terminal, { directRouter: liveDirectRouter, clock: systemClock }),
      );
    });
  addExitCodes(command, terminal, EXIT_CODES);
};
