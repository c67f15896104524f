import type { SFNClient } from '@aws-sdk/client-sfn';
import type { ForwardExecutions } from '../../ports';
import { startOnce } from './start-once';

/** Starts executions of the cutover state machine. */
export const stepFunctionsCutovers = (
  client: Pick<SFNClient, 'send'>,
  cutoverMachineArn: string,
): ForwardExecutions => ({
  arnOf: (name) => `${cutoverMachineArn.replace(':stateMachine:', ':execution:')}:${name}`,
  start: (name, input) => startOnce(client, cutoverMachineArn, name, input),
});
