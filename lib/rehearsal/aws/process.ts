const ALIVE = Promise.resolve();

/** One invocation of a function. Once it is killed, or hangs, it has no further effect. */
export class Process {
  private alive = true;
  private calls = 0;

  /**
   * @param hangsAfter calls of services that it makes before it hangs; undefined: it never hangs
   * @param clockOffMs how far its clock is ahead of AWS's; negative: behind
   * @param invocation its number, counted from 1
   */
  constructor(
    private readonly hangsAfter?: number,
    readonly clockOffMs = 0,
    readonly invocation = 0,
  ) {}

  /** What Lambda does at the function's time-out. */
  kill(): void {
    this.alive = false;
  }

  /**
   * Makes a call of a service. Calls in flight when the process is killed are dropped, in both directions.
   */
  async call<T>(send: (arrive: (work: () => T | Promise<T>) => Promise<T>) => Promise<T>): Promise<T> {
    await this.whileAlive();
    const answer = await send((work) => this.whileAlive().then(work));
    this.calls += 1;
    await this.whileAlive();
    return answer;
  }

  /** Resolves while the process is alive and does not hang; otherwise never. */
  private whileAlive(): Promise<void> {
    const stuck = !this.alive || this.calls >= (this.hangsAfter ?? Number.POSITIVE_INFINITY);
    // A promise of its own: one for all would keep what waits for it, and so the world, for ever.
    return stuck ? new Promise(() => undefined) : ALIVE;
  }
}
