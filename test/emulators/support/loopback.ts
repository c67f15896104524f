import { once } from 'node:events';
import { request as ask, createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { WireAnswer, WireRequest } from '../../support/accounts/wire';

/** The answer to a request, or the query with which it is forwarded to the emulator. */
export type Reply = WireAnswer | { readonly forward: Readonly<Record<string, string>> };

/** A server between a client and an emulator, or instead of an emulator. */
export interface Loopback {
  readonly endpoint: string;
  /** What clients have sent, in order. */
  readonly requests: readonly WireRequest[];
  close(): Promise<void>;
}

/** Listens on the loopback address. `target` is the emulator that requests are forwarded to. */
export async function loopback(
  reply: (request: WireRequest) => Reply,
  target = 'http://127.0.0.1:1',
): Promise<Loopback> {
  const requests: WireRequest[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const request = await read(incoming);
    requests.push(request);
    const replied = reply(request);
    const answer = 'forward' in replied ? await forward(request, replied.forward, target) : replied;
    outgoing.writeHead(answer.status, { ...answer.headers }).end(answer.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    close: async () => {
      server.close();
      // The SDK keeps its connections open.
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}

async function read(incoming: IncomingMessage): Promise<WireRequest> {
  const url = new URL(incoming.url ?? '/', 'http://127.0.0.1');
  const headers = Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: incoming.method ?? 'GET',
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    headers: Object.fromEntries(headers),
    body: await text(incoming),
  };
}

async function forward(
  { method, path, headers, body }: WireRequest,
  query: Readonly<Record<string, string>>,
  target: string,
): Promise<WireAnswer> {
  const url = new URL(`${path}?${new URLSearchParams(query)}`, target);
  const sent = ask(url, { method, headers: { ...headers, connection: 'close' } });
  sent.end(body);
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  const type = answer.headers['content-type'] ?? 'text/xml';
  return { status: answer.statusCode ?? 502, headers: { 'content-type': type }, body: await text(answer) };
}
