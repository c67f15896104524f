import type { InvariantId, Violation } from './invariants';

/** Collects what violates the invariants. */
export class Violations {
  readonly found: Violation[] = [];

  /** Records a violation unless the invariant holds. @param detail what was found instead */
  require(holds: boolean, invariant: InvariantId, detail: string): void {
    if (!holds) {
      this.found.push({ invariant, detail });
    }
  }
}
