import { callerOf } from '../core/operate/caller';
import { type OperateAnswer, refused } from '../core/operate/operate-answer';
import { bodyOf, parseRequest } from '../core/operate/operate-request';
import { FencedError, ServiceBusyError } from '../core/shared/errors';
import { describeProblems } from '../core/validation/problems';
import { type SendCommandPorts, sendCommand } from './support/send-command';
import { type StartCutoverPorts, startCutover } from './support/start-cutover';

/** What `Operate` reads and writes. */
export type OperatePorts = SendCommandPorts & StartCutoverPorts;

/**
 * The one way to control a cutover: takes a request whose caller AWS has authenticated, checks it against the
 * cutover that runs, and sends it as a command. `abort` and `revert` do not wait for the cutover to read it:
 * they start the revert, and stop the execution, at once.
 * @returns the answer to the HTTP request; what is refused has the reason and what to do
 */
export const operate =
  (ports: OperatePorts) =>
  async (event: object): Promise<OperateAnswer> => {
    const caller = callerOf(event);
    if (caller === null) {
      return refused(
        'forbidden',
        'AWS has not authenticated a caller: send the request to the URL of the function, and sign it',
      );
    }
    const request = parseRequest(bodyOf(event));
    if (!request.ok) {
      return refused('malformed', describeProblems(request.problems));
    }
    try {
      return request.value.kind === 'start'
        ? await startCutover(ports, caller, request.value)
        : await sendCommand(ports, caller, request.value);
    } catch (error) {
      if (error instanceof ServiceBusyError) {
        return refused('busy', `${error.message}; send the request again`);
      }
      if (error instanceof FencedError) {
        return refused('conflict', error.message);
      }
      throw error;
    }
  };
