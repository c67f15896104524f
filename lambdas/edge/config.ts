/**
 * Where the name of a user is read from. The name is not verified: a client that sets the header or cookie
 * can choose its side, and nothing else.
 */
export type Identity =
  | { readonly kind: 'header'; readonly name: string }
  | { readonly kind: 'cookie'; readonly name: string }
  /** A claim of the bearer token in `Authorization`. The signature is not verified; the API must do that. */
  | { readonly kind: 'jwt'; readonly claim: string }
  /** The user name of Basic authentication. */
  | { readonly kind: 'basic' };

/**
 * How requests without a user name are assigned. `cookie`: by a random id that is kept in a cookie.
 * `address`: the same, but the id is derived from the IP address and the user agent, so that it is stable
 * before the client has sent the cookie back. `last`: they move to the new path with the last percent.
 */
export type Anonymous = 'cookie' | 'address' | 'last';

/**
 * The hash that assigns users to buckets. `b`: Java's `String.hashCode`, which an earlier system used (called
 * system B), so that its users keep their side. `fnv1a-fmix32`: distributes users evenly.
 */
export type HashName = 'b' | 'fnv1a-fmix32';

/** The origin of a new path: an origin of the distribution, or the key of its URL in the key value store. */
export type NewOrigin = { readonly originId: string } | { readonly key: string };

/** One new path: the requests that are split, and their new origin. */
export interface EdgePath {
  /** Path patterns as in a cache behavior: `*` matches any text, `?` one character. */
  readonly patterns: readonly string[];
  readonly origin: NewOrigin;
}

/** The settings of a deployment. */
export interface EdgeConfig {
  /** In the order in which CloudFront evaluates its cache behaviors: the first match counts. */
  readonly paths: readonly EdgePath[];
  /** The key of the old path's URL; null: the origin of the cache behavior is the old path. */
  readonly oldKey: string | null;
  /** The key of the percent, whose value is a whole number from 0 to 100 as text. */
  readonly percentKey: string;
  readonly identity: Identity;
  readonly anonymous: Anonymous;
  readonly hash: HashName;
  readonly cookieName: string;
  readonly cookieMaxAgeSeconds: number;
  /** Whether responses have a header that names their side. */
  readonly tellSide: boolean;
}
