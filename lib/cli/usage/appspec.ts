import { Option } from 'commander';
import { hookEvents } from '../../../lambdas/core/deployments/appspec';
import { type AddCommand, addExitCodes, type ExitCodes, repeatableOption } from './usage';

const load = async () => require('../commands/appspec') as typeof import('../commands/appspec');

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
      '--task-definition <arn-or-id>',
      'The task definition to deploy: an ARN, or the id given to addTaskDefinition. ' +
        'Default: the one that the stack registered last.',
    )
    .option('--container-name <name>', 'The container that receives the requests.')
    .option('--container-port <port>', 'The port of this container.')
    .option('--platform-version <version>', 'The version of Fargate, such as 1.4.0 or LATEST.')
    .option('--subnets <ids>', 'The subnets of the new tasks, separated by commas.')
    .option('--security-groups <ids>', 'The security groups of the new tasks, separated by commas.')
    .option('--assign-public-ip', 'Gives the new tasks public addresses.')
    .addOption(
      repeatableOption(
        '--capacity-provider <provider=weight[:base]>',
        'Capacity for the new tasks, such as FARGATE_SPOT=3 or FARGATE=1:2.',
      ),
    )
    .addOption(
      new Option('--hook-at <event>', 'The lifecycle event at which the hook tests the new tasks.')
        .choices(hookEvents)
        .default('BeforeAllowTraffic'),
    )
    .addOption(
      repeatableOption(
        '--hook <event=function>',
        'Another function, called at a lifecycle event: its name or ARN.',
      ),
    )
    .option('--create-deployment', 'Prints the complete input of aws deploy create-deployment, as JSON.')
    .option('--json', 'Prints the AppSpec as JSON. Default: YAML.')
    .action(async (options) => (await load()).appspecCommand(options, terminal));
  addExitCodes(command, terminal, EXIT_CODES);
};
