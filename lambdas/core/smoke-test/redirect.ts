import { shorten } from '../health/verdict';
import type { ProbeResponse } from './http-answer';

/** Where an answer sends the client on to. */
export type Redirect =
  | { readonly url: string; readonly method: string; readonly keepsBody: boolean }
  /** A redirect that is not followed; names the host that it led to and nothing else of it. */
  | { readonly refused: string };

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * The redirect in an answer, or null when it is none. Only the same protocol, host and port is followed: a
 * smoke test of one host must not pass because another one answered, nor hand its headers to another one.
 * @param from the request that was answered; `url` is absolute
 */
export function redirectOf(
  from: { readonly method: string; readonly url: string },
  answer: ProbeResponse,
): Redirect | null {
  const location = answer.headers.location;
  if (!REDIRECTS.has(answer.status) || location === undefined) {
    return null;
  }
  if (!URL.canParse(location, from.url)) {
    return { refused: 'redirected to an address that is none' };
  }
  const here = new URL(from.url);
  const there = new URL(location, here);
  if (there.protocol !== here.protocol) {
    return {
      refused: `redirected away from ${here.protocol.slice(0, -1)}, to ${shorten(there.host || 'no host', 100)}`,
    };
  }
  if (there.host !== here.host) {
    return { refused: `redirected to ${shorten(there.host, 100)}, away from ${here.host}` };
  }
  const becomesGet =
    (answer.status === 303 && from.method !== 'HEAD') || (answer.status < 303 && from.method === 'POST');
  return {
    url: there.origin + there.pathname + there.search,
    method: becomesGet ? 'GET' : from.method,
    keepsBody: !becomesGet,
  };
}
