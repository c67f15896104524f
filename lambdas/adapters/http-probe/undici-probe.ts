import { once } from 'node:events';
import type { Socket } from 'node:net';
import { Client, type Dispatcher } from 'undici';
import type { HttpProbe, ProbeFailure, ProbeRequest, ProbeResponse } from '../../ports';
import { probeFailure } from './probe-failure';
import { openSocket, type SocketOptions, socketTarget } from './probe-socket';

/**
 * Sends each request on a fresh connection of its own, HTTP/1.1 over verified TLS (or plain, to the one place that the options
 * name so): what is measured includes the handshake, and nothing that an earlier request left behind. Never throws for what the network does.
 */
export function undiciProbe(options: SocketOptions = {}): HttpProbe {
  return { send: (request) => send(request, options) };
}

async function send(request: ProbeRequest, options: SocketOptions): Promise<ProbeResponse | ProbeFailure> {
  const target = socketTarget(request, options);
  if ('refused' in target) {
    return { failure: target.refused, retryable: false };
  }
  if (Object.keys(request.headers).some((name) => name.toLowerCase() === 'host')) {
    // It would also replace the name that the certificate is asked for.
    return { failure: 'the header host belongs to the URL', retryable: false };
  }
  const url = new URL(request.url);
  let socket: Socket | undefined;
  const client = new Client(url.origin, {
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: (_, done) => {
      try {
        const opening = openSocket(target, options);
        const opened = opening.socket;
        socket = opened;
        once(opened, opening.ready).then(
          () => done(null, opened),
          (error: Error) => done(error, null),
        );
      } catch (error) {
        done(error as Error, null);
      }
    },
  });
  // One timer for name, connection, headers and body together: a body that drips in would outlive one that starts anew.
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    void client.destroy();
  }, request.timeoutMs);
  const start = performance.now();
  try {
    const answer = await client.request({
      method: request.method as Dispatcher.HttpMethod,
      path: url.pathname + url.search,
      headers: request.headers,
      body: request.body ?? null,
      reset: true,
    });
    const body = await readUpTo(request.maxBytes, answer.body);
    const latencyMs = Math.round(performance.now() - start);
    return { status: answer.statusCode, headers: flat(answer.headers), ...body, latencyMs };
  } catch (error) {
    return timedOut
      ? { failure: `timed out after ${request.timeoutMs} ms`, retryable: true }
      : probeFailure(error, target);
  } finally {
    clearTimeout(timer);
    await client.destroy();
    // The client does not know of a connection that is still being made.
    socket?.destroy();
  }
}

/** Reads a body until its end or until it is too long; leaving the loop ends the connection. */
async function readUpTo(
  maxBytes: number,
  body: AsyncIterable<Uint8Array>,
): Promise<Pick<ProbeResponse, 'body' | 'truncated'>> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > maxBytes) {
      break;
    }
  }
  const truncated = bytes > maxBytes;
  const kept = Buffer.concat(chunks).subarray(0, maxBytes);
  // As a stream, so that a character that the cut has halved is left out instead of being replaced.
  return { body: new TextDecoder().decode(kept, { stream: truncated }), truncated };
}

function flat(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : `${value}`,
    ]),
  );
}
