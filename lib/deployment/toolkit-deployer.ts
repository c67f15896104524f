import type { TemplateDiff } from '@aws-cdk/cloudformation-diff';
import type { DeployConfirmationRequest, IIoHost, IoMessage } from '@aws-cdk/toolkit-lib';
import { toolkitFailure } from './toolkit-failure';

/** What was deployed. */
export interface DeployedStack {
  readonly stackArn: string;
  readonly account: string;
  readonly region: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** Resources that CloudFormation could not delete and has left behind, with the reason of each. */
  readonly leftBehind: readonly string[];
}

/** How a deployment ended. */
export type Deployment =
  | { readonly outcome: 'deployed' | 'unchanged'; readonly stack: DeployedStack }
  | { readonly outcome: 'declined' };

/** Deploys the stack of a cloud assembly. */
export interface Deployer {
  /**
   * What a deployment would change. Reads only.
   * @throws AwsError when AWS could not be reached or refused
   */
  diff(): Promise<TemplateDiff>;
  /**
   * Uploads the code, creates a change set, asks, and executes the change set.
   * @param confirm is asked with what the change set does, and not at all where it does nothing
   * @throws AwsError when AWS could not be reached or refused, or the deployment has failed
   */
  deploy(confirm: (diff: TemplateDiff) => Promise<boolean>): Promise<Deployment>;
}

/** What is deployed, and how. */
export interface DeployerOptions {
  /** The directory of the cloud assembly, with one stack. */
  readonly assembly: string;
  readonly stackName: string;
  /** The Region of a stack that names none. */
  readonly region: string;
  /** Whether to go on where the toolkit asks anything else than whether to deploy. */
  readonly answer: (question: string) => Promise<boolean>;
  readonly progress: (line: string) => void;
}

/** What the toolkit asks before it executes a change set (CDK Toolkit Library, message registry). */
const ASKS_TO_DEPLOY = 'CDK_TOOLKIT_I5060';
/** The results that the command prints itself: success, outputs. */
const PRINTED_OTHERWISE: readonly string[] = ['CDK_TOOLKIT_I5900', 'CDK_TOOLKIT_I5901', 'CDK_TOOLKIT_I4002'];
const SHOWN: readonly string[] = ['error', 'warn', 'info', 'result'];

/** Deploys by CDK's toolkit library, which is loaded here and nowhere else. */
export async function toolkitDeployer(options: DeployerOptions): Promise<Deployer> {
  const { Toolkit, BaseCredentials, DiffMethod, ToolkitError } = await import('@aws-cdk/toolkit-lib');
  const { assembly, stackName, region, progress } = options;
  let confirm: (diff: TemplateDiff) => Promise<boolean> = async () => false;
  let isUnchanged = false;
  const ioHost: IIoHost = {
    notify: async (message) => {
      isUnchanged ||= (message.data as { readonly noOp?: boolean } | undefined)?.noOp === true;
      report(message, progress);
    },
    requestResponse: async (request) => {
      const isDeployment = request.code === ASKS_TO_DEPLOY;
      const answer = isDeployment
        ? await confirm(onlyDiff((request.data as DeployConfirmationRequest).templateDiffs))
        : await options.answer(request.message);
      return answer as typeof request.defaultResponse;
    },
  };
  const toolkit = new Toolkit({
    ioHost,
    emojis: false,
    color: false,
    sdkConfig: { baseCredentials: BaseCredentials.awsCliCompatible({ defaultRegion: region }) },
  });
  const source = () => toolkit.fromAssemblyDirectory(assembly);
  return {
    diff: async () => {
      try {
        return onlyDiff(await toolkit.diff(await source(), { method: DiffMethod.TemplateOnly() }));
      } catch (error) {
        throw toolkitFailure(error, stackName, ToolkitError);
      }
    },
    deploy: async (ask) => {
      confirm = ask;
      try {
        const { stacks } = await toolkit.deploy(await source(), {
          deploymentMethod: { method: 'change-set' },
        });
        const [deployed] = stacks;
        if (deployed === undefined) {
          throw new Error('the toolkit has deployed no stack');
        }
        const { stackArn, environment, outputs, deleteFailures } = deployed;
        const leftBehind = deleteFailures.map(
          ({ logicalResourceId, resourceType, reason }) =>
            `${logicalResourceId} (${resourceType}): ${reason}`,
        );
        const { account, region: where } = environment;
        return {
          outcome: isUnchanged ? 'unchanged' : 'deployed',
          stack: { stackArn, account, region: where, outputs, leftBehind },
        };
      } catch (error) {
        if (ToolkitError.isAbortError(error)) {
          return { outcome: 'declined' };
        }
        throw toolkitFailure(error, stackName, ToolkitError);
      }
    },
  };
}

function onlyDiff(diffs: Readonly<Record<string, TemplateDiff>>): TemplateDiff {
  const [diff] = Object.values(diffs);
  if (diff === undefined) {
    throw new Error('the toolkit has compared no stack');
  }
  return diff;
}

function report({ level, code, message }: IoMessage<unknown>, progress: (line: string) => void): void {
  const text = message.trim();
  if (SHOWN.includes(level) && !PRINTED_OTHERWISE.includes(code ?? '') && text !== '') {
    progress(text);
  }
}
