/**
 * What several faults change of one thing. While any of them lasts, the thing has the changes of all that
 * last, in the order in which they began: the end of one ends no other.
 */
export class Overlays<Change> {
  private readonly lasting = new Set<{ readonly change: Change }>();

  /** @param apply makes the thing what it is without any change, and then applies those that last */
  constructor(private readonly apply: (changes: readonly Change[]) => void) {}

  /** Adds a change, until this is ended. */
  begin(change: Change): { end(): void } {
    const one = { change };
    this.lasting.add(one);
    this.applyAll();
    return {
      end: () => {
        this.lasting.delete(one);
        this.applyAll();
      },
    };
  }

  private applyAll(): void {
    this.apply([...this.lasting].map(({ change }) => change));
  }
}
