/** Where a user's name is read from. Nothing is verified here: whoever can write the header or cookie can choose a side, and no more than that. */
export type Identity =
  | { readonly kind: 'header'; readonly name: string }
  | { readonly kind: 'cookie'; readonly name: string }
  /** A claim of the bearer token in `Authorization`. It is decoded, its signature is not looked at: that is the API's to do. */
  | { readonly kind: 'jwt'; readonly claim: string }
  /** The user name of Basic authentication. */
  | { readonly kind: 'basic' };

/**
 * What becomes of those without a name: `cookie` gives them a random id that sticks; `address` the same, but the id is drawn from address and
 * user agent, so that it is the same before the cookie has come back; `last` sends them to the new path with the last percent.
 */
export type Anonymous = 'cookie' | 'address' | 'last';

/** `b` is the hash of the system that was taken over, `fnv1a-fmix32` the even one. */
export type HashName = 'b' | 'fnv1a-fmix32';

/** Where a new path is: an origin of the distribution, or a key of the store that holds its URL. */
export type NewOrigin = { readonly originId: string } | { readonly key: string };

/** One new path: which requests are split, and where the new side of them is. */
export interface EdgePath {
  /** As in a cache behaviour: `*` is any text, `?` any one character. */
  readonly patterns: readonly string[];
  readonly origin: NewOrigin;
}

/** What a deployment settles. */
export interface EdgeConfig {
  /** In the order in which CloudFront looks at its behaviours: the first that matches counts. */
  readonly paths: readonly EdgePath[];
  /** Key of the old path's URL; null: the behaviour's own origin is it. */
  readonly oldKey: string | null;
  /** Key of the percent: text of a whole number from 0 to 100. */
  readonly percentKey: string;
  readonly identity: Identity;
  readonly anonymous: Anonymous;
  readonly hash: HashName;
  readonly cookieName: string;
  readonly cookieMaxAgeSeconds: number;
  /** Whether answers say which side gave them. */
  readonly tellSide: boolean;
}
