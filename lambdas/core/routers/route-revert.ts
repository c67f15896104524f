/** What a revert puts back: the route as it was before the first shift. */
export interface RevertTarget {
  readonly percent: number;
  /** The version of the snapshot, with the weights that are put back. */
  readonly version: string;
  /**
   * The records before their preparation, as text: where they stand again, they are back. Null when none were
   * prepared.
   */
  readonly original: string | null;
}

/**
 * A route as a revert finds it. Unlike a `RouteReading` it says what there is of a route that someone else
 * has changed, or broken.
 */
export interface RevertReading {
  /**
   * Share on the new path, 0 to 100, of what the old and the new path have between them: the highest one
   * where types differ. Null when it is not known.
   */
  readonly percent: number | null;
  /** Whether everything that can be put back stands as in the snapshot. */
  readonly isBack: boolean;
  /** Whether anything can be put back. */
  readonly isWritable: boolean;
  /** Everything that was read, as text, for `putBack`. */
  readonly version: string;
  /** Seconds for which clients may use an old answer after a change. */
  readonly ttlSeconds: number;
  /** What someone else has changed, and what stays so, in words. */
  readonly leftAlone: readonly string[];
  /** What of the snapshot cannot be put back, and what an operator can do, in words. */
  readonly unrestored: readonly string[];
}
