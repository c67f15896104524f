import type { EdgeConfig } from './config';
import type { EdgeEvent } from './event';
import { fmix32, fnv1a } from './hash';
import { cookieOf, userOf } from './identity';

/** The identity of a viewer, which determines the side. */
export interface Visitor {
  /** The text that is hashed; null: not known, so the viewer is on the old side until the percent is 100. */
  readonly id: string | null;
  /** Whether the id is new and must be sent to the viewer in a cookie. */
  readonly isNew: boolean;
}

const ID = /^[A-Za-z0-9_-]{16,64}$/;

/**
 * The identity of a viewer. Both functions get the same result for a request and its response, because both
 * events have the same request id. So the first request is assigned by the id that its response sets as the
 * cookie.
 */
export function visitorOf(event: EdgeEvent, config: EdgeConfig): Visitor {
  const user = userOf(event.request, config.identity);
  if (user !== null || config.anonymous === 'last') {
    return { id: user, isNew: false };
  }
  const kept = cookieOf(event.request.cookies, config.cookieName);
  if (kept !== null && ID.test(kept)) {
    return { id: kept, isNew: false };
  }
  const id = config.anonymous === 'address' ? idOfAddress(event) : idOfRequest(event);
  return { id, isNew: id !== null };
}

/**
 * CloudFront's request id is unique and unpredictable. It is not a secret, because the response contains it
 * anyway.
 */
function idOfRequest(event: EdgeEvent): string | null {
  const id = (event.context.requestId ?? '').replace(/[^A-Za-z0-9_-]/g, '').slice(0, 64);
  return ID.test(id) ? id : null;
}

/**
 * An id that is the same for every request of a viewer until it sends the cookie, and after responses without
 * a cookie.
 */
function idOfAddress(event: EdgeEvent): string | null {
  const ip = event.viewer.ip;
  if (ip === undefined) {
    return null;
  }
  const who = `${ip} ${event.request.headers['user-agent']?.value ?? ''}`;
  return `${hex(fnv1a(who))}${hex(fmix32(fnv1a(`${who} again`)))}`;
}

function hex(hash: number): string {
  return `0000000${hash.toString(16)}`.slice(-8);
}
