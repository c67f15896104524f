import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { signatureOf } from '../../support/operator/signature';
import { invokeFunction, type Stack } from './stack';

/** What AWS has in front of `Operate`, which the emulator has not. */
export interface CommandFront {
  readonly url: string;
  close(): Promise<void>;
}

/** Who calls with which secret. The emulators know these credentials. */
const CALLERS: Readonly<Record<string, { readonly secret: string; readonly arn: string }>> = {
  test: { secret: 'test', arn: 'arn:aws:iam::000000000000:user/ada' },
};

/**
 * A function URL with IAM authentication: verifies Signature Version 4, and hands the request with its caller
 * to the function `Operate` of the stack.
 */
export async function commandFront(stack: Stack): Promise<CommandFront> {
  const answer = async (request: IncomingMessage): Promise<readonly [number, string]> => {
    const body = await text(request);
    const headers = request.headers as Record<string, string>;
    const key = /Credential=([^/]+)\//.exec(headers.authorization ?? '')?.[1] ?? '';
    const caller = CALLERS[key];
    const signed = { method: request.method ?? '', path: request.url ?? '', headers, body };
    const secret = { accessKeyId: key, secretAccessKey: caller?.secret ?? '' };
    if (caller === undefined || (await signatureOf(signed, secret)) !== headers.authorization) {
      return [403, JSON.stringify({ Message: 'Forbidden' })];
    }
    const iam = { userArn: caller.arn };
    const event = { body, isBase64Encoded: false, requestContext: { authorizer: { iam } } };
    const result = (await invokeFunction(stack, 'Operate', event)) as { statusCode: number; body: string };
    return [result.statusCode, result.body];
  };
  const server = createServer((request, response) => {
    answer(request).then(
      ([status, body]) => response.writeHead(status, { 'content-type': 'application/json' }).end(body),
      (error: Error) => response.writeHead(502).end(JSON.stringify({ message: error.message })),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
