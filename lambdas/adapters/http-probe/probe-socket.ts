import { isIP, type Socket, connect as tcpConnect } from 'node:net';
import {
  checkServerIdentity,
  createSecureContext,
  type SecureContext,
  connect as tlsConnect,
} from 'node:tls';
import type { ClientCertificate, ProbeRequest } from '../../ports';
import { type AddressGuard, AddressRefusedError, publicOnly } from './address-guard';
import { guardedLookup, type Resolve } from './guarded-lookup';

/** The only destination that a probe may connect to. */
export interface OnlyPlace {
  readonly host: string;
  readonly port: number;
  /** Whether to use plain http instead of https. */
  readonly plainHttp: boolean;
}

/** How the probe connects. */
export interface SocketOptions {
  /** Which addresses the probe may connect to, at which ports. @default publicOnly */
  readonly guard?: AddressGuard;
  /** The only destination to connect to. @default any public address, over https */
  readonly only?: OnlyPlace;
  /** PEM of the certificate authorities to trust. @default the public ones */
  readonly ca?: string;
  /** Resolves a host name to addresses. @default the system's resolver */
  readonly resolve?: Resolve;
}

/** The destination of a request. */
export interface SocketTarget {
  /** The host of the URL, for which the certificate must be valid. */
  readonly host: string;
  readonly connectTo: string;
  readonly port: number;
  readonly protocol: 'http:' | 'https:';
  readonly family?: 4 | 6;
  readonly clientCertificate?: ClientCertificate;
}

/** The destination of a request, or why the request must not be sent. */
export function socketTarget(
  request: Pick<ProbeRequest, 'url' | 'connectTo' | 'connectPort' | 'family' | 'clientCertificate'>,
  { only }: SocketOptions,
): SocketTarget | { readonly refused: string } {
  const url = URL.canParse(request.url) ? new URL(request.url) : null;
  const protocol = only?.plainHttp ? 'http:' : 'https:';
  if (url?.protocol !== protocol) {
    return { refused: `the URL is not an ${protocol.slice(0, -1)} URL` };
  }
  const host = bare(url.hostname);
  const connectTo = bare(request.connectTo ?? host);
  const usual = protocol === 'http:' ? 80 : 443;
  const port = request.connectPort ?? (url.port === '' ? usual : Number(url.port));
  if (only !== undefined && (connectTo !== bare(only.host) || port !== only.port)) {
    return { refused: `the request is for ${connectTo}:${port}, not for the test listener` };
  }
  const { family, clientCertificate } = request;
  if (clientCertificate !== undefined && protocol === 'http:') {
    return { refused: 'the check has a client certificate, and the test listener is plain http' };
  }
  return {
    ...{ host, connectTo, port, protocol },
    ...(family === undefined ? {} : { family }),
    ...(clientCertificate === undefined ? {} : { clientCertificate }),
  };
}

/**
 * Connects to the destination. The TLS server name, and the name that the certificate is checked for, are the
 * host of the URL.
 * @returns the socket, and the event after which it is writable
 * @throws AddressRefusedError
 * @throws ClientCertificateError
 */
export function openSocket(
  { host, connectTo, port, protocol, family, clientCertificate }: SocketTarget,
  options: SocketOptions,
): { readonly socket: Socket; readonly ready: 'connect' | 'secureConnect' } {
  const { guard = publicOnly } = options;
  if (isIP(connectTo) !== 0 && guard(connectTo, port) !== null) {
    throw new AddressRefusedError();
  }
  const lookup = guardedLookup(guard, port, options.resolve);
  const place = { host: connectTo, port, lookup, ...(family === undefined ? {} : { family }) };
  if (protocol === 'http:') {
    return { socket: tcpConnect(place), ready: 'connect' };
  }
  const socket = tlsConnect({
    ...place,
    ...(clientCertificate === undefined ? {} : { secureContext: contextOf(clientCertificate, options) }),
    // A TLS server name must not be an IP address.
    ...(isIP(host) === 0 ? { servername: host } : {}),
    checkServerIdentity: (_, certificate) => checkServerIdentity(host, certificate),
    // Explicit, because otherwise NODE_TLS_REJECT_UNAUTHORIZED could turn it off.
    rejectUnauthorized: true,
    ALPNProtocols: ['http/1.1'],
    ...(options.ca === undefined ? {} : { ca: options.ca }),
  });
  return { socket, ready: 'secureConnect' };
}

/** The certificate and key cannot be used. The message quotes neither. */
export class ClientCertificateError extends Error {
  override readonly name = 'ClientCertificateError';
  readonly code = 'CLIENT_CERTIFICATE';
}

/** @throws ClientCertificateError with nothing of OpenSSL's message */
function contextOf({ certificate, privateKey }: ClientCertificate, { ca }: SocketOptions): SecureContext {
  try {
    return createSecureContext({ cert: certificate, key: privateKey, ...(ca === undefined ? {} : { ca }) });
  } catch {
    throw new ClientCertificateError(
      'the client certificate cannot be used; both parts must be PEM, the key without a passphrase, ' +
        'and the key must be that of the certificate',
    );
  }
}

/** Removes the brackets of an IPv6 address in a URL. */
function bare(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}
