import { Sha256 } from '@smithy/core/checksum';
import { SignatureV4 } from '@smithy/signature-v4';
import { request } from 'undici';
import type { OperateRequest } from '../../../lambdas/core/operate/operate-request';
import { AwsError } from '../../shared/aws-error';
import type { CommandSender } from '../source';

/** AWS has refused the caller before the function was invoked: nothing was done. */
export class CallerRefusedError extends AwsError {}

/** How a sender signs: with the credentials of the caller, in the Region of the deployment. */
export interface Signing {
  readonly region: string;
  readonly credentials: ConstructorParameters<typeof SignatureV4>[0]['credentials'];
}

/** An abort stops an execution and starts another one; the function may be started for it. */
const TIMEOUT_MS = 40_000;

/**
 * Sends requests to the function `Operate`, signed with Signature Version 4: AWS authenticates the caller.
 * @param url the address of a function URL, or of an HTTP API, as the stack puts it out
 * @throws CallerRefusedError from the sender when AWS refused the caller
 * @throws AwsError from the sender when the address could not be reached
 */
export function sendSigned(url: string, { region, credentials }: Signing): CommandSender {
  const { protocol, hostname, port, pathname, host } = new URL(url);
  const service = /\.execute-api\./.test(hostname) ? 'execute-api' : 'lambda';
  const signer = new SignatureV4({ service, region, credentials, sha256: Sha256 });
  return async (asked: OperateRequest) => {
    const body = JSON.stringify(asked);
    const headers = { host, 'content-type': 'application/json' };
    const signed = await signer.sign({
      ...{ method: 'POST', protocol, hostname, path: pathname, query: {}, headers, body },
      ...(port === '' ? {} : { port: Number(port) }),
    });
    const answer = await request(url, {
      ...{ method: 'POST', headers: signed.headers, body },
      ...{ headersTimeout: TIMEOUT_MS, bodyTimeout: TIMEOUT_MS },
    }).catch((error: Error) => {
      throw new AwsError(
        `could not reach the function Operate at ${url}: ${error.message}; see that this machine reaches` +
          ' AWS, and whether the command has arrived (cutover status) before you send it again',
        { cause: error },
      );
    });
    const text = await answer.body.text();
    // Operate itself answers with a reason; AWS, which refuses a caller before it, with a message.
    if (answer.statusCode >= 500 || !/"accepted"/.test(text)) {
      throw new (answer.statusCode === 403 ? CallerRefusedError : AwsError)(
        `the function Operate at ${url} was not reached: ${answer.statusCode} ${messageOf(text)}; ` +
          remedy(answer.statusCode),
      );
    }
    return { statusCode: answer.statusCode, body: text };
  };
}

function messageOf(text: string): string {
  try {
    const { Message, message } = JSON.parse(text) as { Message?: string; message?: string };
    return Message ?? message ?? text;
  } catch {
    return text.slice(0, 200);
  }
}

function remedy(status: number): string {
  return status === 403
    ? 'sign in as somebody whom the deployment lets send commands (grantCommands), and see that the clock' +
        ' of this machine is right'
    : 'send the command again; cutover status shows whether it has arrived';
}
