/** A page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** The token of the next page; null after the last one. */
  readonly next: string | null;
}
