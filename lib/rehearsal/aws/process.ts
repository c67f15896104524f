/** One invocation of a function. Once it is killed, or hangs, nothing that it still wants to do happens. */
export class Process {
  private alive = true;
  private calls = 0;

  /** @param hangsAfter calls that it makes before it hangs; undefined: it never does */
  constructor(private readonly hangsAfter?: number) {}

  /** As Lambda does when its time is over. */
  kill(): void {
    this.alive = false;
  }

  /** A call of a service that this process makes. One that is on its way when the process dies never arrives, and no answer reaches the dead. */
  async call<T>(send: (arrive: (work: () => T | Promise<T>) => Promise<T>) => Promise<T>): Promise<T> {
    await this.goOn();
    const answer = await send((work) => this.goOn().then(work));
    this.calls += 1;
    await this.goOn();
    return answer;
  }

  /** Settles only while the process lives and does not hang. */
  private goOn(): Promise<void> {
    const stuck = !this.alive || this.calls >= (this.hangsAfter ?? Number.POSITIVE_INFINITY);
    return stuck ? new Promise(() => undefined) : Promise.resolve();
  }
}
