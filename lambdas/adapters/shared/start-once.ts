import { type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { answerOf, isNamed } from './service-errors';

/**
 * Starts an execution of a state machine. False when an execution of that name has ended, or runs with
 * another input. One that runs with the same input counts as started (Step Functions API Reference,
 * StartExecution).
 */
export async function startOnce(
  client: Pick<SFNClient, 'send'>,
  stateMachineArn: string,
  name: string,
  input: unknown,
): Promise<boolean> {
  try {
    const request = { stateMachineArn, name, input: JSON.stringify(input) };
    await answerOf(client.send(new StartExecutionCommand(request)));
    return true;
  } catch (error) {
    if (isNamed(error, 'ExecutionAlreadyExists')) {
      return false;
    }
    throw error;
  }
}
