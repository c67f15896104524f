import { Option } from 'commander';
import { hookEvents } from '../../../lambdas/core/deployments/appspec';
import { type AddCommand, addExitCodes, type ExitCodes } from './usage';

const load = () => require('../commands/appspec') as typeof import('../commands/appspec');

const EXIT_CODES: ExitCodes = [
  [0, 'the AppSpec is printed'],
  [64, 'invalid usage, no credentials, or an output that is missing or not valid'],
];

/** `cutover appspec`. */
export const addAppspec: AddCommand = (program, { terminal }) => {
  const command = program
    .command('appspec')
    .description('Prints the AppSpec for a CodeDeploy deployment of an EcsBlueGreenService.')
    .option('--outputs <file>', 'The stack outputs, as written by cdk deploy --outputs-file.')
    .option('--stack <name>', 'The stack. Without --outputs, its outputs are read from CloudFormation.')
    .option('--service <id>', 'The construct id of the EcsBlueGreenService, if the stack has several.')
    .option(
      '--task-definition <arn>',
      'The task definition to deploy. Default: the one that the stack registered last.',
    )
    .addOption(
      new Option('--hook-at <event>', 'The lifecycle event at which the hook tests the new tasks.')
        .choices(hookEvents)
        .default('BeforeAllowTraffic'),
    )
    .option('--create-deployment', 'Prints the complete input of aws deploy create-deployment, as JSON.')
    .option('--json', 'Prints the AppSpec as JSON. Default: YAML.')
    .action((options) => load().appspecCommand(options, terminal));
  addExitCodes(command, terminal, EXIT_CODES);
};
