import { isIP } from 'node:net';
import { anyAddress } from '../../lambdas/adapters/http-probe/address-guard';
import type { SocketOptions } from '../../lambdas/adapters/http-probe/probe-socket';
import type { Checked } from '../../lambdas/core/validation/problems';

/**
 * Checks a URL: https, or plain http to this machine, or to any machine with `allowHttp`.
 * @returns how to connect to the URL, or its problem
 */
export function checkUrl(text: string, allowHttp: boolean): Checked<SocketOptions> {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol)) {
    return invalid(`is "${text}"; must be https://HOST/PATH`);
  }
  if (url.username !== '' || url.password !== '') {
    return invalid('has a user name or password; remove them');
  }
  // The URL is an argument of the operator, unlike the URLs of a plan, so every address is allowed.
  const socket = { guard: anyAddress };
  if (url.protocol === 'https:') {
    return { ok: true, value: socket };
  }
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
  if (!allowHttp && !isLoopback(host)) {
    return invalid(
      `is plain http (${url.origin}), which sends user names unencrypted; use https, or --allow-http`,
    );
  }
  const port = url.port === '' ? 80 : Number(url.port);
  return { ok: true, value: { ...socket, only: { host, port, plainHttp: true } } };
}

function invalid(message: string): Checked<never> {
  return { ok: false, problems: [{ path: 'url', message }] };
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}
