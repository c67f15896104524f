import type { EdgeConfig } from './config';
import type { EdgeEvent } from './event';
import { fmix32, fnv1a } from './hash';
import { cookieOf, userOf } from './identity';

/** Whoever asks, as far as it matters for the side. */
export interface Visitor {
  /** What is hashed; null: nobody knows who it is, so the side is the old one until everybody is on the new one. */
  readonly id: string | null;
  /** Whether the id is new and has to be given to the viewer to keep. */
  readonly isNew: boolean;
}

const ID = /^[A-Za-z0-9_-]{16,64}$/;

/**
 * Who it is. Both functions ask this for one request and get the same, for the event of an answer bears the id of its request: so the
 * side of the very first request is that of the id which its answer hands out.
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

/** CloudFront's request id is unique and unforeseeable; it is told in the answer anyway, so it is no secret. */
function idOfRequest(event: EdgeEvent): string | null {
  const id = (event.context.requestId ?? '').replace(/[^A-Za-z0-9_-]/g, '').slice(0, 64);
  return ID.test(id) ? id : null;
}

/** The same for every request of one viewer until the cookie has come back, and after answers that bring none. */
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
