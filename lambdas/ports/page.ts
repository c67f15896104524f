/** A page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** What to ask for the page after it; null: there is none. */
  readonly next: string | null;
}
