/** Times in the order in which they come, to count those of a range. */
export class SentTimes {
  private readonly times: number[] = [];

  /** Adds a time (epoch milliseconds): late or later than those before. */
  add(at: number): void {
    this.times.splice(this.before(at + 1), 0, at);
  }

  /** How many there are from `from` until before `to`. */
  within(from: number, to: number): number {
    return Math.max(0, this.before(to) - this.before(from));
  }

  /** How many there are before a time. */
  private before(at: number): number {
    let [low, high] = [0, this.times.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.times[middle] as number) < at) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}

/** When requests were sent, and those of them that were answered with a status of 500 or above. */
export class SentRequests {
  readonly all = new SentTimes();
  readonly errors = new SentTimes();

  add({ at, isError }: { readonly at: number; readonly isError: boolean }): void {
    this.all.add(at);
    if (isError) {
      this.errors.add(at);
    }
  }
}
