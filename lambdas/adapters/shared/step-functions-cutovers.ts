import { type SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { ForwardExecutions } from '../../ports';
import { answerOf, isNamed } from './service-errors';

/** Starts executions of the cutover state machine. */
export const stepFunctionsCutovers = (
  client: Pick<SFNClient, 'send'>,
  cutoverMachineArn: string,
): ForwardExecutions => ({
  arnOf: (name) => `${cutoverMachineArn.replace(':stateMachine:', ':execution:')}:${name}`,
  start: async (name, input) => {
    try {
      const request = { stateMachineArn: cutoverMachineArn, name, input: JSON.stringify(input) };
      await answerOf(client.send(new StartExecutionCommand(request)));
      return true;
    } catch (error) {
      if (isNamed(error, 'ExecutionAlreadyExists')) {
        return false;
      }
      throw error;
    }
  },
});
