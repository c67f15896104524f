import {
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  type SFNClient,
  StopExecutionCommand,
} from '@aws-sdk/client-sfn';
import type { Executions } from '../../ports';
import { answerOf, isNamed } from './service-errors';
import { startOnce } from './start-once';

/** Limits of StopExecution (Step Functions API Reference), in characters. */
const MAX_ERROR = 256;
const MAX_CAUSE = 32_768;

/** Starts, stops and describes executions of the two state machines. */
export const stepFunctionsExecutions = (
  client: Pick<SFNClient, 'send'>,
  revertMachineArn: string,
): Executions => {
  const describe = async (executionArn: string): Promise<DescribeExecutionCommandOutput | null> => {
    try {
      return await answerOf(client.send(new DescribeExecutionCommand({ executionArn })));
    } catch (error) {
      if (isNamed(error, 'ExecutionDoesNotExist')) {
        return null;
      }
      throw error;
    }
  };
  return {
    startRevert: (name, input) => startOnce(client, revertMachineArn, name, input),
    stop: async (executionArn, error, cause) => {
      const request = { executionArn, error: error.slice(0, MAX_ERROR), cause: cause.slice(0, MAX_CAUSE) };
      await answerOf(client.send(new StopExecutionCommand(request)));
    },
    status: async (execution) => (await describe(execution))?.status ?? null,
    describeRevert: async (name) => {
      const found = await describe(`${revertMachineArn.replace(':stateMachine:', ':execution:')}:${name}`);
      if (found === null) {
        return null;
      }
      const { status = 'UNKNOWN', input = '', output = null, cause = null } = found;
      return { status, input, output, cause };
    },
  };
};
