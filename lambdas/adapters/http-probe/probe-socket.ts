import { isIP, type Socket, connect as tcpConnect } from 'node:net';
import { checkServerIdentity, connect as tlsConnect } from 'node:tls';
import type { ProbeRequest } from '../../ports';
import { AddressRefusedError, anyAddress, publicOnly } from './address-guard';
import { guardedLookup, type Resolve } from './guarded-lookup';

/** The one place that a probe may connect to. */
export interface OnlyPlace {
  readonly host: string;
  readonly port: number;
  /** Whether plain http is spoken there instead of https. */
  readonly plainHttp: boolean;
}

/** How the probe connects. */
export interface SocketOptions {
  /** Whether it may connect to addresses that are not public unicast. @default false */
  readonly allowPrivateAddresses?: boolean;
  /** Connects nowhere else, and over plain http where it says so. @default anywhere that is public, over https */
  readonly only?: OnlyPlace;
  /** PEM of the authorities to trust in place of the public ones. @default the public ones */
  readonly ca?: string;
  /** Finds the addresses of a name. @default the system's resolver */
  readonly resolve?: Resolve;
}

/** What a request is to be connected to. */
export interface SocketTarget {
  /** Host of the URL, whose name the certificate must bear. */
  readonly host: string;
  readonly connectTo: string;
  readonly port: number;
  readonly protocol: 'http:' | 'https:';
}

/** What a request is to be connected to, or why it must not be sent. */
export function socketTarget(
  request: Pick<ProbeRequest, 'url' | 'connectTo' | 'connectPort'>,
  { only }: SocketOptions,
): SocketTarget | { readonly refused: string } {
  const url = URL.canParse(request.url) ? new URL(request.url) : null;
  const protocol = only?.plainHttp ? 'http:' : 'https:';
  if (url?.protocol !== protocol) {
    return { refused: `the URL is not an ${protocol.slice(0, -1)} one` };
  }
  const host = bare(url.hostname);
  const connectTo = bare(request.connectTo ?? host);
  const usual = protocol === 'http:' ? 80 : 443;
  const port = request.connectPort ?? (url.port === '' ? usual : Number(url.port));
  if (only !== undefined && (connectTo !== bare(only.host) || port !== only.port)) {
    return { refused: `the request is for ${connectTo}:${port}, not for the test listener` };
  }
  return { host, connectTo, port, protocol };
}

/**
 * Connects to one place while the name sent, and the name that the certificate must bear, are the URL's.
 * @returns the socket and the event after which it can be written to
 * @throws AddressRefusedError
 */
export function openSocket(
  { host, connectTo, port, protocol }: SocketTarget,
  options: SocketOptions,
): { readonly socket: Socket; readonly ready: 'connect' | 'secureConnect' } {
  const guard = options.allowPrivateAddresses === true ? anyAddress : publicOnly;
  const refused = isIP(connectTo) === 0 ? null : guard(connectTo);
  if (refused !== null) {
    throw new AddressRefusedError(connectTo, refused);
  }
  const place = { host: connectTo, port, lookup: guardedLookup(guard, options.resolve) };
  if (protocol === 'http:') {
    return { socket: tcpConnect(place), ready: 'connect' };
  }
  const socket = tlsConnect({
    ...place,
    // TLS knows no server name that is an address.
    ...(isIP(host) === 0 ? { servername: host } : {}),
    checkServerIdentity: (_, certificate) => checkServerIdentity(host, certificate),
    // Said, because NODE_TLS_REJECT_UNAUTHORIZED would turn it off otherwise.
    rejectUnauthorized: true,
    ALPNProtocols: ['http/1.1'],
    ...(options.ca === undefined ? {} : { ca: options.ca }),
  });
  return { socket, ready: 'secureConnect' };
}

/** An IPv6 address without the brackets that it wears in a URL. */
function bare(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}
