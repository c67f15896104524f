import { once } from 'node:events';
import type { Socket } from 'node:net';
import { Client, type Dispatcher } from 'undici';
import type { HttpProbe, ProbeFailure, ProbeRequest, ProbeResponse } from '../../ports';
import { probeFailure } from './probe-failure';
import { openSocket, type SocketOptions, socketTarget } from './probe-socket';

/**
 * Sends each request over a new connection, HTTP/1.1 over verified TLS (or plain http, if the options allow
 * it for their only destination). So the latency includes the handshake, and no request depends on an earlier
 * one. Network failures are results, not exceptions.
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
    // undici would also check the certificate for this name.
    return { failure: 'the header host must not be set; the URL defines it', retryable: false };
  }
  const url = new URL(request.url);
  let socket: Socket | undefined;
  let socketError: Error | undefined;
  const client = new Client(url.origin, {
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: (_, done) => {
      try {
        const opening = openSocket(target, options);
        const opened = opening.socket;
        socket = opened;
        // With TLS 1.3, a server refuses the client after the handshake. undici only sees the connection end.
        opened.once('error', (error: Error) => {
          socketError = error;
        });
        once(opened, opening.ready).then(
          () => done(null, opened),
          (error: Error) => done(error, null),
        );
      } catch (error) {
        done(error as Error, null);
      }
    },
  });
  // One timer for DNS, connection, headers and body: a timer that restarts with every chunk would not stop a
  // slow body.
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
      : probeFailure(socketError ?? error, target);
  } finally {
    clearTimeout(timer);
    await client.destroy();
    // The client does not know a connection that is still being established.
    socket?.destroy();
  }
}

/** Reads a body to its end, or until it is too long. Leaving the loop closes the connection. */
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
  // As a stream, so that an incomplete character at the cut is dropped instead of replaced.
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
