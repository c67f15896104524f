import type { TemplateDiff } from '@aws-cdk/cloudformation-diff';
import type { DeployConfirmationRequest, IIoHost, IoMessage } from '@aws-cdk/toolkit-lib';
import { arnParts } from '../../lambdas/core/shared/arn';
import { toolkitFailure } from './toolkit-failure';

/** What was deployed. */
export interface DeployedResult {
  readonly stackArn: string;
  readonly account: string;
  readonly region: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** Resources that CloudFormation could not delete and has left behind, with the reason of each. */
  readonly leftBehind: readonly string[];
}

/** How a deployment ended. */
export type DeploymentOutcome =
  | { readonly outcome: 'deployed' | 'unchanged'; readonly stack: DeployedResult }
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
  deploy(confirm: (diff: TemplateDiff) => Promise<boolean>): Promise<DeploymentOutcome>;
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
/** What the command prints itself, success, outputs and the difference, and how long the toolkit took. */
const NOT_SHOWN: readonly string[] = [
  ...['CDK_TOOLKIT_I5900', 'CDK_TOOLKIT_I5901', 'CDK_TOOLKIT_I4001', 'CDK_TOOLKIT_I4002'],
  ...['CDK_TOOLKIT_I1000', 'CDK_TOOLKIT_I5000', 'CDK_TOOLKIT_I5001'],
];
const SHOWN: readonly string[] = ['error', 'warn', 'info', 'result'];

/** What the toolkit warns of before it prints the permissions that a difference adds. */
const BROADENS = /potentially sensitive changes/;

/** Deploys by CDK's toolkit library, which is loaded here and nowhere else. */
export async function toolkitDeployer(options: DeployerOptions): Promise<Deployer> {
  const { Toolkit, BaseCredentials, DiffMethod, ToolkitError } = await import('@aws-cdk/toolkit-lib');
  const { assembly, stackName, region, progress } = options;
  const report = reporter(progress);
  let confirm: (diff: TemplateDiff) => Promise<boolean> = async () => false;
  let isUnchanged = false;
  const ioHost: IIoHost = {
    notify: async (message) => {
      isUnchanged ||= (message.data as { readonly noOp?: boolean } | undefined)?.noOp === true;
      report(message);
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
        const { stackArn, outputs, deleteFailures } = deployed;
        const leftBehind = deleteFailures.map(
          ({ logicalResourceId, resourceType, reason }) =>
            `${logicalResourceId} (${resourceType}): ${reason}`,
        );
        // The toolkit says "unknown-account" of a stack that names none.
        const { account = '', region: where = '' } = arnParts(stackArn) ?? {};
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

/** Reports each message once: the toolkit repeats some of them for every asset. */
function reporter(progress: (line: string) => void): (message: IoMessage<unknown>) => void {
  const said = new Set<string>();
  return ({ level, code, action, message }) => {
    const text = message.trim();
    // A difference is printed by the command, with the permissions.
    const isDifference = action === 'diff' && (level === 'info' || BROADENS.test(text));
    const isShown = SHOWN.includes(level) && !NOT_SHOWN.includes(code ?? '') && !isDifference;
    if (isShown && text !== '' && !said.has(text)) {
      said.add(text);
      progress(text);
    }
  };
}
