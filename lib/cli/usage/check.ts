import type { CheckOptions } from '../commands/check/check';
import {
  type AddCommand,
  addExitCodes,
  allowHostOption,
  type ExitCodes,
  policyOption,
  repeatableOption,
} from './usage';

const load = async () => ({
  ...(require('../commands/check/check') as typeof import('../commands/check/check')),
  ...(require('../input/live-account') as typeof import('../input/live-account')),
});

const EXIT_CODES: ExitCodes = [
  [0, 'ready: the preflight of a cutover would pass, warnings aside'],
  [2, 'not ready: a finding would stop it'],
  [64, 'invalid usage, plan or policy'],
  [
    69,
    'AWS could not be reached or refused, or there are no valid credentials or no Region; where AWS refused' +
      ' single calls, the findings of all other checks are printed',
  ],
];

/** `cutover check`. */
export const addCheck: AddCommand = (program, { terminal, exitWith }) => {
  const command = program
    .command('check')
    .description(
      'Runs the preflight of a plan now, from here, with your credentials. Reads AWS and changes nothing.',
    )
    .argument('<file>', 'The plan, YAML or JSON.')
    .option(
      '--region <region>',
      "The Region of the workflow, in which alarms without an ARN are. Default: that of the SDK's settings.",
    )
    .option(
      '--ledger <table>',
      "The table of the workflow's ledger (its output LedgerTableName), to see whether another cutover has" +
        ' the route. Default: it is not read.',
    )
    .addOption(
      repeatableOption(
        '--role <arn>',
        'The role of another account, ARN or ARN#EXTERNAL_ID, for alarms, certificates and target groups' +
          ' there.',
      ),
    )
    .addOption(allowHostOption())
    .addOption(policyOption())
    .option('--json', 'Prints { ready, findings } as one JSON document; progress goes to standard error.')
    .action(async (file: string, options: CheckOptions) => {
      const { checkCommand, liveAccount } = await load();
      exitWith(await checkCommand(file, options, terminal, { account: liveAccount }));
    });
  addExitCodes(command, terminal, EXIT_CODES);
};
