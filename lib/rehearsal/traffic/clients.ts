const GROUPS_PER_KIND = 60;

/** Clients that resolve at the same times, from the same server. */
export interface Group {
  readonly index: number;
  /**
   * How late their server has a change, as a share of the time to INSYNC, 0 to 1. Groups that resolve one
   * after the other have different delays, so that the two do not correlate.
   */
  readonly serverDelay: number;
}

const GROUPS: readonly Group[] = Array.from({ length: GROUPS_PER_KIND }, (_, index) => ({
  index,
  serverDelay: ((index * 37) % GROUPS_PER_KIND) / GROUPS_PER_KIND,
}));

/** Clients that keep an answer for the same time, but resolve at different times. */
export interface ClientKind {
  /** Of all clients, 0 to 1. */
  readonly share: number;
  /**
   * How long an answer with a TTL, in seconds, is kept, in milliseconds. 0: every request is split by itself.
   */
  readonly holdMs: (seconds: number) => number;
  readonly groups: readonly Group[];
}

/** How clients reach a path. */
export interface Clients {
  /** The most frequent kind comes first. */
  readonly clientKinds: readonly ClientKind[];
  /**
   * Whether the path depends on the user, not on chance: then a user changes paths only when the percent
   * does.
   */
  readonly byUser: boolean;
}

/** Clients that hold an answer for so long. @param share of all clients, 0 to 1 */
export function clientKind(share: number, holdMs: ClientKind['holdMs']): ClientKind {
  return { share, holdMs, groups: GROUPS };
}
