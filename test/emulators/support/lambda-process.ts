import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { StatesError } from '../../../lib/rehearsal/asl/expressions';
import { NODE_VERSIONS, nodeProgram } from '../../../tools/node/node-versions';

const RUNTIME = join(__dirname, 'lambda-runtime.cjs');

/** A function as the template defines it, with its references resolved. */
export interface LambdaFunction {
  readonly name: string;
  /** The file with its handler. */
  readonly file: string;
  readonly timeoutSeconds: number;
  readonly memoryMegabytes: number;
  readonly variables: Readonly<Record<string, string>>;
}

/** What a function returned, and what it logged. */
export interface Invoked {
  readonly result: unknown;
  readonly log: string;
}

/**
 * Invokes a bundle on the deployed version of Node.js, in a process of its own that has the environment
 * variables of a Lambda function and no others.
 * @param endpoints where the SDK finds the emulators
 * @throws StatesError as Step Functions reports a failed function: its error's name, and a cause in JSON
 */
export async function invokeBundle(
  { name, file, timeoutSeconds, memoryMegabytes, variables }: LambdaFunction,
  endpoints: Readonly<Record<string, string>>,
  event: unknown,
): Promise<Invoked> {
  const child = spawn(nodeProgram(NODE_VERSIONS.deployed), [RUNTIME, file], {
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    timeout: 1_000 * timeoutSeconds,
    killSignal: 'SIGKILL',
    env: {
      ...endpoints,
      ...variables,
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
      AWS_SESSION_TOKEN: 'test',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_LAMBDA_FUNCTION_NAME: name,
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: `${memoryMegabytes}`,
      AWS_LAMBDA_LOG_FORMAT: 'JSON',
    },
  });
  const ended = once(child, 'close');
  const [, stdout, stderr, answers] = child.stdio;
  // A function that ends before it has read its event closes the pipe. Only its end matters then.
  child.stdin?.on('error', () => undefined).end(JSON.stringify(event));
  const outputs = [stdout, stderr, answers].map((one) => text(one as Readable));
  const [log = '', errors = '', answer = ''] = await Promise.all(outputs);
  const [code] = await ended;
  if (answer === '') {
    const [error, message] =
      code === null
        ? ['Sandbox.Timedout', `Task timed out after ${timeoutSeconds}.00 seconds`]
        : ['Runtime.ExitError', `Runtime exited with error: exit status ${code}: ${errors}`];
    throw failed(error, { errorType: error, errorMessage: message });
  }
  const answered = JSON.parse(answer);
  if ('errorType' in answered) {
    throw failed(answered.errorType, answered);
  }
  return { result: answered.result, log };
}

function failed(error: string, cause: unknown): StatesError {
  return new StatesError(error, JSON.stringify(cause));
}
