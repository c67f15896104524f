import { shorten } from '../health/verdict';
import type { ProbeResponse } from './http-answer';

/** The redirect of a response. */
export type Redirect =
  | { readonly url: string; readonly method: string; readonly keepsBody: boolean }
  /** A redirect that is not followed. The text names the host of the location and nothing else of it. */
  | { readonly refused: string };

const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * The redirect of a response, or null if it is not a redirect. Only a redirect to the same protocol, host and
 * port is followed: a smoke test must not pass because another host responded, and must not send its headers
 * to another host.
 * @param from the request; `url` is absolute
 * @param hasSecrets whether secrets were sent: then no part of the answer is quoted, which may repeat them
 */
export function redirectOf(
  from: { readonly method: string; readonly url: string },
  answer: ProbeResponse,
  hasSecrets = false,
): Redirect | null {
  const location = answer.headers.location;
  if (!REDIRECTS.has(answer.status) || location === undefined) {
    return null;
  }
  if (!URL.canParse(location, from.url)) {
    return { refused: 'redirected to a location that is not a URL' };
  }
  const here = new URL(from.url);
  const there = new URL(location, here);
  const host = hasSecrets ? 'another host' : shorten(there.host || 'no host', 100);
  if (there.protocol !== here.protocol) {
    return { refused: `redirected away from ${here.protocol.slice(0, -1)}, to ${host}` };
  }
  if (there.host !== here.host) {
    return { refused: `redirected to ${host}, away from ${here.host}` };
  }
  const becomesGet =
    (answer.status === 303 && from.method !== 'HEAD') || (answer.status < 303 && from.method === 'POST');
  return {
    url: there.origin + there.pathname + there.search,
    method: becomesGet ? 'GET' : from.method,
    keepsBody: !becomesGet,
  };
}
