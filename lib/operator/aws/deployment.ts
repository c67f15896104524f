import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { settings } from '../../../lambdas/adapters/clients/settings';
import { AwsError, fromAws } from '../../shared/aws-error';
import { UsageError } from '../../shared/usage-error';
import { stackOutputs } from './stack-outputs';

/** The stack of a deployment that is meant where nothing is said. */
export const DEFAULT_STACK = 'Cutover';

/** What an operator's program needs to know of a deployment: the outputs of its stack. */
export interface Deployment {
  readonly stack: string;
  readonly region: string;
  readonly cutoverMachineArn: string;
  readonly ledgerTable: string;
  /** The address of the function `Operate`. */
  readonly commandUrl: string;
  /** Its routes, each by the ledger's key. */
  readonly routes: readonly string[];
  /**
   * The role with which EventBridge Scheduler starts cutovers; null where the policy lets nothing be
   * scheduled, and for a stack that an earlier version has deployed.
   */
  readonly schedulerRoleArn: string | null;
}

const OUTPUTS = {
  cutoverMachineArn: 'CutoverStateMachineArn',
  ledgerTable: 'LedgerTableName',
  commandUrl: 'CommandUrl',
  routes: 'Routes',
} as const;

/**
 * Finds a deployment by the outputs of its stack.
 * @throws UsageError when there is no such stack, or it is not one of Cutover
 * @throws AwsError when CloudFormation could not be reached or refused the call
 */
export async function findDeployment(stack: string, region: string): Promise<Deployment> {
  const client = new CloudFormationClient({ ...settings, region });
  try {
    const found = await describe(client, stack, region);
    const output = (name: string): string => {
      const value = found[name];
      if (value === undefined || value === '') {
        throw new UsageError(
          `the stack "${stack}" in ${region} has no output ${name}: it is not a CutoverStack, or was` +
            ' deployed by an earlier version; give another one with --stack, or CUTOVER_STACK, or deploy it' +
            ' again',
        );
      }
      return value;
    };
    return {
      stack,
      region,
      cutoverMachineArn: output(OUTPUTS.cutoverMachineArn),
      ledgerTable: output(OUTPUTS.ledgerTable),
      commandUrl: output(OUTPUTS.commandUrl),
      routes: JSON.parse(output(OUTPUTS.routes)) as string[],
      schedulerRoleArn: found.SchedulerRoleArn ?? null,
    };
  } finally {
    client.destroy();
  }
}

async function describe(
  client: CloudFormationClient,
  stack: string,
  region: string,
): Promise<Readonly<Record<string, string>>> {
  try {
    return await fromAws(
      `read the outputs of the stack "${stack}" in ${region}`,
      stackOutputs(stack, client),
    );
  } catch (error) {
    if (error instanceof AwsError && /does not exist/.test(error.message)) {
      throw new UsageError(
        `there is no stack "${stack}" in ${region}; give the stack of the deployment with --stack, or` +
          ' CUTOVER_STACK, and its Region with --region, or AWS_REGION',
      );
    }
    throw error;
  }
}
