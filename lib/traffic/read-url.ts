import { isIP } from 'node:net';
import type { SocketOptions } from '../../lambdas/adapters/http-probe/probe-socket';

/** How to connect for a URL, or what is wrong with it. */
export type TrafficTarget = { readonly socket: SocketOptions } | { readonly wrong: string };

/** Checks the URL: https, or plain http to this machine, or to any with `allowHttp`. */
export function readTarget(text: string, allowHttp: boolean): TrafficTarget {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    return { wrong: `"${text}" is no URL; give https://HOST/PATH` };
  }
  if (url.username !== '' || url.password !== '') {
    return { wrong: 'the URL holds a user or password, which are no part of it here; take them out' };
  }
  // People send this to where they choose, unlike a function that is handed a plan.
  const socket = { allowPrivateAddresses: true };
  if (url.protocol === 'https:') {
    return { socket };
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (!allowHttp && !isLoopback(host)) {
    return {
      wrong: `${url.origin} is plain http, so names and answers could be read on the way; use https, or --allow-http`,
    };
  }
  const port = url.port === '' ? 80 : Number(url.port);
  return { socket: { ...socket, only: { host, port, plainHttp: true } } };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
