import { once } from 'node:events';
import { isIP } from 'node:net';
import { checkServerIdentity, connect, type TLSSocket } from 'node:tls';
import { Client, type Dispatcher } from 'undici';
import type { HttpProbe, ProbeFailure, ProbeRequest, ProbeResponse } from '../ports';
import { AddressRefusedError, anyAddress, publicOnly } from './address-guard';
import { guardedLookup, type Resolve } from './guarded-lookup';
import { probeFailure } from './probe-failure';

/** How the probe connects. */
export interface UndiciProbeOptions {
  /** Whether it may connect to addresses that are not public unicast. @default false */
  readonly allowPrivateAddresses?: boolean;
  /** PEM of the authorities to trust in place of the public ones. @default the public ones */
  readonly ca?: string;
  /** Finds the addresses of a name. @default the system's resolver */
  readonly resolve?: Resolve;
}

/**
 * Sends each request on a fresh connection of its own, HTTP/1.1 over verified TLS: what is measured includes the
 * handshake, and nothing that an earlier request left behind. Never throws for what the network does.
 */
export function undiciProbe(options: UndiciProbeOptions = {}): HttpProbe {
  return { send: (request) => send(request, options) };
}

async function send(
  request: ProbeRequest,
  options: UndiciProbeOptions,
): Promise<ProbeResponse | ProbeFailure> {
  const url = URL.canParse(request.url) ? new URL(request.url) : null;
  if (url?.protocol !== 'https:') {
    return { failure: 'the URL is not an https one', retryable: false };
  }
  if (Object.keys(request.headers).some((name) => name.toLowerCase() === 'host')) {
    // It would also replace the name that the certificate is asked for.
    return { failure: 'the header host belongs to the URL', retryable: false };
  }
  const host = bare(url.hostname);
  const connectTo = bare(request.connectTo ?? host);
  let socket: TLSSocket | undefined;
  const client = new Client(url.origin, {
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: (_, done) => {
      try {
        socket = open(url, host, connectTo, options);
      } catch (error) {
        done(error as Error, null);
        return;
      }
      const opened = socket;
      once(opened, 'secureConnect').then(
        () => done(null, opened),
        (error: Error) => done(error, null),
      );
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
      : probeFailure(error, { host, connectTo });
  } finally {
    clearTimeout(timer);
    await client.destroy();
    // The client does not know of a connection that is still being made.
    socket?.destroy();
  }
}

/** Connects to one place while the name sent, and the name that the certificate must bear, are the URL's. */
function open(url: URL, host: string, connectTo: string, options: UndiciProbeOptions): TLSSocket {
  const guard = options.allowPrivateAddresses === true ? anyAddress : publicOnly;
  const refused = isIP(connectTo) === 0 ? null : guard(connectTo);
  if (refused !== null) {
    throw new AddressRefusedError(connectTo, refused);
  }
  return connect({
    host: connectTo,
    port: url.port === '' ? 443 : Number(url.port),
    // TLS knows no server name that is an address.
    ...(isIP(host) === 0 ? { servername: host } : {}),
    checkServerIdentity: (_, certificate) => checkServerIdentity(host, certificate),
    // Said, because NODE_TLS_REJECT_UNAUTHORIZED would turn it off otherwise.
    rejectUnauthorized: true,
    ALPNProtocols: ['http/1.1'],
    ...(options.ca === undefined ? {} : { ca: options.ca }),
    lookup: guardedLookup(guard, options.resolve),
  });
}

/** An IPv6 address without the brackets that it wears in a URL. */
function bare(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
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
