import { Readable } from 'node:stream';

/** A request as an SDK client sends it. */
export interface WireRequest {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** An answer of the service. */
export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a client hands to its request handler. */
interface SdkRequest {
  readonly method: string;
  readonly path: string;
  readonly query?: Record<string, unknown>;
  readonly headers: Record<string, string>;
  readonly body?: unknown;
}

/**
 * Client settings whose requests never leave the process: the real client signs and serialises a request,
 * `answer` answers it, and the real client parses the answer. The client makes one attempt, so that a test
 * sees the first answer.
 */
export function wire(answer: (request: WireRequest) => WireAnswer) {
  const requests: WireRequest[] = [];
  return {
    requests,
    config: {
      region: 'eu-west-1',
      maxAttempts: 1,
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' },
      requestHandler: {
        handle: async ({ method, path, query = {}, headers, body = '' }: SdkRequest) => {
          const text = typeof body === 'string' ? body : new TextDecoder().decode(body as Uint8Array);
          const request = { method, path, query, headers, body: text };
          requests.push(request);
          requireProgress(requests);
          const { status, ...rest } = answer(request);
          return {
            response: {
              statusCode: status,
              headers: { ...rest.headers },
              body: Readable.from([Buffer.from(rest.body)]),
            },
          };
        },
        updateHttpClientConfig: () => undefined,
        httpHandlerConfigs: () => ({}),
      },
    },
  };
}

/** How often a client may send the same request in a row. Retries are fewer. */
const SAME_IN_A_ROW = 20;

/** @throws Error when a client asks for the same page again and again, which would never end */
function requireProgress(requests: readonly WireRequest[]): void {
  const last = requests
    .slice(-SAME_IN_A_ROW)
    .map(({ method, path, query, headers, body }) =>
      JSON.stringify([method, path, query, headers['x-amz-target'], body]),
    );
  if (last.length === SAME_IN_A_ROW && new Set(last).size === 1) {
    throw new Error(`the client has sent the same request ${SAME_IN_A_ROW} times in a row: ${last[0]}`);
  }
}

/** Returns the answers one after the other. An `Error` is thrown, as for a failure of the network. */
export function inTurn(...answers: readonly (WireAnswer | Error)[]): () => WireAnswer {
  const left = [...answers];
  return () => {
    const next = left.shift() ?? new Error('the test has no further answer');
    if (next instanceof Error) {
      throw next;
    }
    return next;
  };
}

/**
 * Every request that is no GET arrives twice, as when the answer to the first is lost and the client sends it
 * again. The client sees the second answer.
 */
export const arrivingTwice =
  (answer: (request: WireRequest) => WireAnswer) =>
  (request: WireRequest): WireAnswer => {
    if (request.method !== 'GET') {
      answer(request);
    }
    return answer(request);
  };

/** A JSON answer, as of CloudWatch, ACM and DynamoDB. */
export const json = (value: unknown, status = 200): WireAnswer => ({
  status,
  headers: { 'content-type': 'application/x-amz-json-1.0' },
  body: JSON.stringify(value),
});

/** A refusal in JSON. */
export const jsonError = (code: string, message: string, status = 400): WireAnswer =>
  json({ __type: `com.amazonaws.example#${code}`, message }, status);

/** An XML answer, as of Route 53 and ELB. */
export const xml = (body: string, status = 200): WireAnswer => ({
  status,
  headers: { 'content-type': 'text/xml' },
  body: `<?xml version="1.0" encoding="UTF-8"?>\n${body}`,
});

/** A refusal in XML. */
export const xmlError = (code: string, message: string, status = 400): WireAnswer =>
  xml(
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>` +
      '<RequestId>r-1</RequestId></ErrorResponse>',
    status,
  );

/** The error of Node.js for a broken connection. */
export const brokenConnection = () => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });

/** What TransactWriteItems answers when it is cancelled, with the reason of each item. */
export const cancelled = (...codes: string[]): WireAnswer => ({
  ...jsonError('TransactionCanceledException', 'Transaction cancelled'),
  body: JSON.stringify({
    __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
    CancellationReasons: codes.map((Code) => ({ Code })),
    Message: `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
  }),
});
