import { stripVTControlCharacters } from 'node:util';
import type { BootstrapError, ToolkitError } from '@aws-cdk/toolkit-lib';
import { AwsError, isFromAws } from '../shared/aws-error';

type Kinds = Pick<
  typeof ToolkitError,
  'isToolkitError' | 'isBootstrapError' | 'isAuthenticationError' | 'isDeploymentError'
>;

/**
 * Why a deployment has failed, with the remedy.
 * @param kinds `ToolkitError` of the toolkit, which is loaded only where something is deployed
 * @returns an AwsError for what AWS or the toolkit refused; any other error unchanged
 */
export function toolkitFailure(error: unknown, stackName: string, kinds: Kinds): unknown {
  const chain = causesOf(error);
  const bootstrap = chain.find((one) => kinds.isBootstrapError(one)) as BootstrapError | undefined;
  if (bootstrap !== undefined) {
    const { account, region } = bootstrap.environment;
    return failure(
      `account ${account} is not bootstrapped for CDK in ${region}, or not by this qualifier or to this` +
        ` version: ${textOf(bootstrap)}; run npx aws-cdk@2 bootstrap aws://${account}/${region} once, or` +
        ' deploy without a bootstrap: cutover deploy --template FOLDER',
      error,
    );
  }
  const refused = chain.find((one) => kinds.isAuthenticationError(one));
  if (refused !== undefined) {
    return failure(
      `the stack "${stackName}" cannot be deployed with these credentials: ${textOf(refused)}; sign in to` +
        ' the account of the stack (aws sso login, AWS_PROFILE), as somebody who may assume the roles of' +
        ' the bootstrap',
      error,
    );
  }
  const failed = chain.find((one) => kinds.isDeploymentError(one));
  if (failed !== undefined) {
    return failure(
      `the deployment of the stack "${stackName}" has failed: ${textOf(failed)}; CloudFormation puts back` +
        ` what was deployed before; see the events of the stack, correct the cause, and deploy again`,
      error,
    );
  }
  const isExpected = chain.some((one) => kinds.isToolkitError(one) || isFromAws(one) || isNetwork(one));
  return isExpected ? failure(`could not deploy the stack "${stackName}": ${textOf(error)}`, error) : error;
}

function failure(message: string, cause: unknown): AwsError {
  return new AwsError(message, { cause });
}

/** An error and what caused it, from the outside in. */
function causesOf(error: unknown): unknown[] {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause === undefined ? [error] : [error, ...causesOf(cause)];
}

function isNetwork(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

/** The message of an error on one line, without the marks and the colors of a terminal. */
function textOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return stripVTControlCharacters(text)
    .replace(/❌/g, '')
    .replace(/\s+/g, ' ')
    .replace(/ Has the environment been bootstrapped\? .*$/, '')
    .replace(/\.$/, '')
    .trim();
}
