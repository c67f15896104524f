import { Option } from 'commander';
import { systemClock } from '../../../lambdas/adapters/shared/system-clock';
import type { Synthesize } from '../../deployment/synthesize';
import type { DeployOptions } from '../commands/deploy/deploy';
import { EXIT } from '../output/terminal';
import { type AddCommand, addExitCodes, type ExitCodes } from './usage';

const load = async () => ({
  ...(require('../commands/deploy/deploy') as typeof import('../commands/deploy/deploy')),
  ...(require('../commands/deploy/write-template') as typeof import('../commands/deploy/write-template')),
  ...(require('../input/caller-account') as typeof import('../input/caller-account')),
  ...(require('../input/aws-settings') as typeof import('../input/aws-settings')),
  ...(require('../../deployment/peers') as typeof import('../../deployment/peers')),
  ...(require('../../deployment/toolkit-deployer') as typeof import('../../deployment/toolkit-deployer')),
});

/** Loads CDK, which may not be installed. */
const loadSynthesis = async () =>
  require('../../deployment/synthesize') as typeof import('../../deployment/synthesize');

/** Loaded only where there is a terminal. */
const loadAsk = async () => require('../init/ask-in-terminal') as typeof import('../init/ask-in-terminal');

const EXAMPLES = `
Examples:
  cutover deploy --config cutover.yaml --dry-run
  cutover deploy --config cutover.yaml
  cutover deploy --config cutover.yaml --yes --json --allow changes.yaml
  cutover deploy --config cutover.yaml --template build`;

const EXIT_CODES: ExitCodes = [
  [EXIT.succeeded, 'deployed, nothing had to change, or the template is written'],
  [
    EXIT.rejected,
    'nothing was deployed: it was declined, or --yes met a change of a high or critical risk that no allow' +
      ' file accepts',
  ],
  [
    EXIT.usage,
    'invalid usage or deployment file, a package that is not installed, or no terminal to ask in without' +
      ' --yes',
  ],
  [EXIT.unavailable, 'AWS could not be reached or refused, or the deployment has failed'],
  [EXIT['output-lost'], 'the folder of --template could not be written'],
];

/** `cutover deploy`. */
export const addDeploy: AddCommand = (program, { terminal, exitWith }) => {
  const command = program
    .command('deploy')
    .description(
      'Deploys the workflow without a CDK app: shows what changes, asks, and deploys with the roles of cdk' +
        ' bootstrap. With --template, writes a CloudFormation template and its code instead, for other' +
        ' tools.',
    )
    .requiredOption('--config <file>', 'What the deployment may do, and its stack; YAML or JSON.')
    .addOption(
      new Option(
        '--template <folder>',
        'Writes the template and its code into a new or empty folder, and asks AWS for nothing.',
      ).conflicts(['yes', 'dryRun', 'allow']),
    )
    .option('--dry-run', 'Shows what would change, and deploys nothing.')
    .addOption(
      new Option(
        '--yes',
        'Deploys without asking, unless a change has a high or critical risk that --allow does not accept.',
      ).conflicts('dryRun'),
    )
    .option('--allow <file>', 'Accepted changes, each with a reason and an expiry date; YAML or JSON.')
    .option('--json', 'Prints one JSON document.')
    .addHelpText('after', EXAMPLES)
    .action(async (options: DeployOptions & { readonly template?: string }) => {
      const { deployCommand, writeTemplateCommand, callerAccount, callerRegion, ...deployment } =
        await load();
      const isAnswered = process.stdin.isTTY === true && process.stderr.isTTY === true;
      const dependencies = {
        confirm: isAnswered ? (await loadAsk()).confirmInTerminal : null,
        clock: systemClock,
        synthesize: async (...args: Parameters<Synthesize>) =>
          (await loadSynthesis()).synthesizeDeployment(...args),
        callerAccount,
        callerRegion,
        requirePeers: deployment.requirePeers,
        deployer: deployment.toolkitDeployer,
      };
      const { template } = options;
      if (template !== undefined) {
        await writeTemplateCommand({ ...options, template }, terminal, dependencies);
        return;
      }
      exitWith(await deployCommand(options, terminal, dependencies));
    });
  addExitCodes(command, terminal, EXIT_CODES);
};
