import { InvokeCommand, type InvokeCommandOutput, type LambdaClient } from '@aws-sdk/client-lambda';
import { type GateAnswer, readAnswer, silence } from '../../core/gates/gate-answer';
import type { Gates } from '../../ports';

/** Far beyond what an answer needs. A longer one is not parsed. */
const MAX_ANSWER_BYTES = 65_536;

/**
 * The gates of a deployment, each a Lambda function that is invoked and waited for.
 * @param functions the ARN of the function, alias or version of each gate, by its name
 */
export const lambdaGates = (
  client: Pick<LambdaClient, 'send'>,
  functions: ReadonlyMap<string, string>,
): Gates => ({
  ask: async (question, timeoutMs) => {
    const FunctionName = functions.get(question.gate);
    if (FunctionName === undefined) {
      return silence('the deployment has no function of that name');
    }
    const abortSignal = AbortSignal.timeout(timeoutMs);
    try {
      const command = new InvokeCommand({ FunctionName, Payload: Buffer.from(JSON.stringify(question)) });
      return answerOf(await client.send(command, { abortSignal }));
    } catch (error) {
      // Only the name: nothing is known of what a message quotes.
      return silence(
        abortSignal.aborted
          ? `it has not answered within ${timeoutMs / 1_000} s`
          : `it could not be invoked (${(error as Error).name})`,
      );
    }
  },
});

function answerOf(output: InvokeCommandOutput): GateAnswer {
  const { FunctionError } = output;
  const Payload: Uint8Array = output.Payload ?? new Uint8Array();
  if (FunctionError !== undefined) {
    // The message of the error is in the logs of the function. It may quote anything.
    return silence(`its function failed (${errorType(Payload) ?? FunctionError})`);
  }
  if (Payload.length > MAX_ANSWER_BYTES) {
    return silence(`its answer has ${Payload.length} bytes; must have at most ${MAX_ANSWER_BYTES}`);
  }
  const value = parsed(Payload);
  return value === undefined ? silence('its answer is not JSON') : readAnswer(value);
}

/** `Sandbox.Timedout`, for example. */
function errorType(payload: Uint8Array): string | null {
  const value = parsed(payload);
  const type: unknown =
    typeof value === 'object' && value !== null ? Reflect.get(value, 'errorType') : undefined;
  return typeof type === 'string' && /^[\w.:]{1,100}$/.test(type) ? type : null;
}

function parsed(payload: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(payload).toString('utf8'));
  } catch {
    return undefined;
  }
}
