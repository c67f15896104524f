import { type AppSpecService, appSpecJson, type HookEvent } from '../../../lambdas/core/deployments/appspec';
import { appSpecYaml } from '../../ecs/app-spec-yaml';
import { UsageError } from '../../shared/usage-error';
import {
  type AppSpecOverrides,
  capacityOf,
  hooksOf,
  networkOf,
  platformOf,
  port,
} from '../input/app-spec-overrides';
import { liveOutputs } from '../input/live-outputs';
import { outputsInFile, type ServiceOutputs, serviceIn } from '../input/stack-outputs';
import type { Terminal } from '../output/terminal';

/** The options of `cutover appspec`. */
interface Options extends AppSpecOverrides {
  readonly outputs?: string;
  readonly stack?: string;
  readonly service?: string;
  readonly taskDefinition?: string;
  readonly hookAt: HookEvent;
  readonly createDeployment?: boolean;
  readonly json?: boolean;
}

/**
 * Prints the AppSpec of a CodeDeploy deployment, or the complete input of CreateDeployment with it, from the
 * outputs of a stack.
 * @throws UsageError when an output is missing or not valid
 */
export async function appspecCommand(options: Options, terminal: Terminal): Promise<void> {
  const { stack, outputs } = await outputsOf(options);
  const found = serviceIn(stack, outputs, options.service);
  const { read } = found;
  const target = { applicationName: read('application'), deploymentGroupName: read('deploymentGroup') };
  const service = serviceOf(found, options);
  if (options.createDeployment === true) {
    const content = appSpecYaml(service);
    const input = { ...target, revision: { revisionType: 'AppSpecContent', appSpecContent: { content } } };
    terminal.out(`${JSON.stringify(input, null, 2)}\n`);
    return;
  }
  terminal.out(options.json === true ? `${appSpecJson(service)}\n` : appSpecYaml(service));
}

async function outputsOf({ outputs: path, stack }: Options) {
  if (path !== undefined) {
    return outputsInFile(path, stack);
  }
  if (stack === undefined) {
    throw new UsageError(
      'give the stack outputs: --outputs FILE, as written by cdk deploy --outputs-file,' +
        ' or --stack NAME for a deployed stack',
    );
  }
  // Loaded only when the outputs are read from AWS.
  const { CloudFormationClient } = await import('@aws-sdk/client-cloudformation');
  return { stack, outputs: await liveOutputs(stack, new CloudFormationClient({})) };
}

function serviceOf({ read, taskDefinition }: ServiceOutputs, options: Options): AppSpecService {
  const own = { at: options.hookAt, functionName: read('hookFunction') };
  const { containerName = read('containerName'), containerPort = read('containerPort') } = options;
  return {
    taskDefinition: taskDefinitionArn(taskDefinition(options.taskDefinition)),
    containerName,
    containerPort: port(containerPort),
    hooks: [own, ...hooksOf(options, own.at)],
    network: networkOf(options, read),
    platformVersion: platformOf(options),
    capacity: capacityOf(options),
  };
}

function taskDefinitionArn(arn: string): string {
  if (/^arn:[a-z-]+:ecs:[a-z0-9-]+:\d{12}:task-definition\/[\w-]+:\d+$/.test(arn)) {
    return arn;
  }
  throw new UsageError(
    `the task definition is "${arn}"; must be an ARN with its revision, such as` +
      ' arn:aws:ecs:eu-west-1:111122223333:task-definition/web:7',
  );
}
