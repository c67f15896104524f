import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { afterEach, describe, expect, test } from '@jest/globals';
import { settings } from '../../../lambdas/adapters/clients/settings';
import { lambdaGates } from '../../../lambdas/adapters/gates/lambda-gates';
import { anyAddress, publicOrNetworks } from '../../../lambdas/adapters/http-probe/address-guard';
import { undiciProbe } from '../../../lambdas/adapters/http-probe/undici-probe';
import { checkQuery, type Query } from '../../../lambdas/core/gates/query-gate';
import { queryGate } from '../../../lambdas/steps/hooks/query-gate';
import { question } from '../../contracts/gates.contract';

/** The adapters as they are deployed, against Lambda and Prometheus on the loopback interface. */

const closing: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function serve(listener: (request: IncomingMessage, response: ServerResponse) => void) {
  const server = createServer(listener);
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

describe('the function of a gate', () => {
  const ARN = 'arn:aws:lambda:eu-west-1:111122223333:function:tests:live';

  /** Asks a function that does what the listener does. */
  async function ask(
    listener: (body: unknown, path: string, response: ServerResponse) => void,
    timeoutMs = 5_000,
  ) {
    let requests = 0;
    const port = await serve(async (request, response) => {
      requests += 1;
      const chunks: Buffer[] = [];
      for await (const chunk of request) {
        chunks.push(chunk as Buffer);
      }
      listener(JSON.parse(Buffer.concat(chunks).toString()), decodeURIComponent(`${request.url}`), response);
    });
    const client = new LambdaClient({
      ...settings,
      maxAttempts: 1,
      endpoint: `http://127.0.0.1:${port}`,
      region: 'eu-west-1',
      credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'example' },
    });
    closing.push(() => client.destroy());
    const answer = await lambdaGates(client, new Map([['tests', ARN]])).ask(question, timeoutMs);
    return { answer, requests };
  }

  test('gets the question, at its ARN, and answers', async () => {
    const { answer } = await ask((body, path, response) => {
      expect(body).toEqual(question);
      expect(path).toBe(`/2015-03-31/functions/${ARN}/invocations`);
      response.end(JSON.stringify({ verdict: 'pass', reason: 'as tested' }));
    });
    expect(answer).toEqual({ verdict: 'pass', reason: 'as tested' });
  });

  test('that fails is silent, with the type of its error', async () => {
    const { answer, requests } = await ask((_, __, response) => {
      response.setHeader('X-Amz-Function-Error', 'Unhandled');
      response.end(JSON.stringify({ errorType: 'Sandbox.Timedout', errorMessage: 'canary' }));
    });
    expect(answer).toMatchObject({ reason: 'its function failed (Sandbox.Timedout)', silent: true });
    expect(requests).toBe(1);
  });

  test('that Lambda throttles is silent after one try', async () => {
    const { answer, requests } = await ask((_, __, response) => {
      response.writeHead(429, { 'x-amzn-errortype': 'TooManyRequestsException' }).end('{}');
    });
    expect(answer).toMatchObject({
      reason: 'it could not be invoked (TooManyRequestsException)',
      silent: true,
    });
    expect(requests).toBe(1);
  });

  test('that does not answer in time is silent', async () => {
    const { answer, requests } = await ask(() => undefined, 200);
    expect(answer).toMatchObject({ reason: 'it has not answered within 0.2 s', silent: true });
    expect(requests).toBe(1);
  });
});

describe('the gate that asks Prometheus', () => {
  /** @param guard by default loopback is allowed, which no deployment does */
  async function ask(
    listener: (request: IncomingMessage, response: ServerResponse) => void,
    guard = anyAddress,
  ) {
    const port = await serve(listener);
    const checked = checkQuery({
      url: `http://127.0.0.1:${port}/prefix/`,
      prometheus: 'rate(errors[2m])',
      passWhen: { comparison: 'below', threshold: 0.01 },
      timeoutMs: 500,
    });
    const { value: query } = checked as { readonly value: Query };
    const probe = undiciProbe({ guard, only: { host: '127.0.0.1', port, plainHttp: true } });
    const secrets = { read: async () => ({ failure: 'unused', retryable: false }) };
    return queryGate({ query, probe, secrets })(question);
  }
  const vector = (value: string) =>
    JSON.stringify({
      status: 'success',
      data: { resultType: 'vector', result: [{ metric: {}, value: [1, value] }] },
    });

  test('sends the query to its API, and judges the answer', async () => {
    const answer = await ask((request, response) => {
      expect(request.url).toBe('/prefix/api/v1/query?query=rate(errors%5B2m%5D)');
      response.end(vector('0.02'));
    });
    expect(answer).toEqual({ verdict: 'fail', reason: 'is 0.02; must be below 0.01' });
  });

  test('follows no redirect', async () => {
    let requests = 0;
    const answer = await ask((_, response) => {
      requests += 1;
      response.writeHead(302, { location: 'https://elsewhere.example.com/' }).end();
    });
    expect(answer).toEqual({ verdict: 'error', reason: 'the answer has status 302; must be 200 to 299' });
    expect(requests).toBe(1);
  });

  test('is an error when the server hangs, or answers too much', async () => {
    expect(await ask(() => undefined)).toEqual({ verdict: 'error', reason: 'timed out after 500 ms' });
    const answer = await ask((_, response) => void response.end('1'.repeat(300_000)));
    expect(answer).toEqual({ verdict: 'error', reason: 'the answer is too long; narrow the query' });
  });

  test('connects to no address that the deployment does not allow', async () => {
    let requests = 0;
    const answer = await ask(
      () => {
        requests += 1;
      },
      publicOrNetworks([{ cidr: '10.0.0.0/16', ports: [9_090] }]),
    );
    expect(answer).toMatchObject({
      verdict: 'error',
      reason: expect.stringMatching(/the address is not allowed/),
    });
    expect(requests).toBe(0);
  });
});
