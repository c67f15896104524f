/**
 * The state of a route whose service reports no propagation: its reads return what is in effect. While
 * changes are held back, reads do not show what the cutover writes. They show what someone else does, as it
 * would be without the cutover's pending writes: a fault that hides the change of a third party from the
 * cutover would make it look as if the cutover had overwritten it knowingly.
 *
 * Route 53 needs no such state: its reads return what was written, and GetChange says what is in effect.
 */
export class PendingState<State> {
  private written: State;
  private inEffect: State;
  private holds = 0;

  constructor(start: State) {
    this.written = start;
    this.inEffect = start;
  }

  /** What was written last, whether in effect or not. */
  get current(): State {
    return this.written;
  }

  /** What a read returns. */
  get read(): State {
    return this.inEffect;
  }

  /** The cutover writes. */
  write(state: State): void {
    this.written = state;
    if (this.holds === 0) {
      this.inEffect = state;
    }
  }

  /** Someone else changes the route. */
  changeByAnother(change: (state: State) => State): void {
    const isPending = this.inEffect !== this.written;
    this.written = change(this.written);
    this.inEffect = isPending ? change(this.inEffect) : this.written;
  }

  /** From now on, what the cutover writes is pending, until this and every other hold is ended. */
  hold(): { end(): void } {
    this.holds += 1;
    return {
      end: () => {
        this.holds -= 1;
        if (this.holds === 0) {
          this.inEffect = this.written;
        }
      },
    };
  }
}

/** Holds back several things at once. */
export function holdAll(...held: readonly { end(): void }[]): { end(): void } {
  return {
    end: () => {
      for (const one of held) {
        one.end();
      }
    },
  };
}
