import type { Identity } from './config';
import type { EdgeRequest, EdgeValues } from './event';

/**
 * The longest user name and token, in characters. Longer ones are ignored, because the compute time of the
 * function is limited.
 */
const LONGEST_NAME = 1024;
const LONGEST_TOKEN = 8192;

/**
 * The user name of a request, or null if it has none or it is not valid. The name is case-sensitive.
 */
export function userOf(request: EdgeRequest, identity: Identity): string | null {
  const name = read(request, identity);
  return name !== null && name.length > 0 && name.length <= LONGEST_NAME ? name : null;
}

function read(request: EdgeRequest, identity: Identity): string | null {
  switch (identity.kind) {
    case 'header':
      return textOf(request.headers, identity.name.toLowerCase());
    case 'cookie':
      return cookieOf(request.cookies, identity.name);
    case 'jwt':
      return claimOf(credentials(request, /^Bearer +([^ ]+) *$/i), identity.claim);
    case 'basic':
      return userNameOf(credentials(request, /^Basic +([^ ]+) *$/i));
  }
}

/**
 * The value of a cookie. Earlier CloudFront documentation has names in lower case, so both forms are tried.
 */
export function cookieOf(cookies: EdgeValues | undefined, name: string): string | null {
  return textOf(cookies, name) ?? textOf(cookies, name.toLowerCase());
}

function textOf(values: EdgeValues | undefined, name: string): string | null {
  const found = values?.[name]?.value;
  return typeof found === 'string' ? found : null;
}

function credentials(request: EdgeRequest, scheme: RegExp): string | null {
  const header = textOf(request.headers, 'authorization');
  if (header === null || header.length > LONGEST_TOKEN) {
    return null;
  }
  return scheme.exec(header)?.[1] ?? null;
}

function userNameOf(encoded: string | null): string | null {
  if (encoded === null) {
    return null;
  }
  const decoded = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  return colon === -1 ? null : decoded.slice(0, colon);
}

function claimOf(token: string | null, claim: string): string | null {
  const payload = token?.split('.')[1];
  if (payload === undefined) {
    return null;
  }
  try {
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
    const value = claims[claim];
    return typeof value === 'string' || typeof value === 'number' ? `${value}` : null;
  } catch (_notJson) {
    return null;
  }
}
