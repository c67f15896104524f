/** One invocation of a function, or one call that Step Functions makes itself. */
export class Invocation {
  private alive = true;
  /** Moment of its last read of the route; null before any. */
  lastReadAt: number | null = null;
  /** Reports it as failed to whoever waits for it. */
  reportFailed: (error: string) => void = () => undefined;

  constructor(
    /** The task or guard. */
    readonly task: string,
    /** ARN of the execution that invoked it; empty for a guard. */
    readonly invokedBy: string,
    readonly payload: unknown,
    /** Epoch milliseconds. No call that it has sent arrives later. */
    readonly lastArrivalAt: number,
  ) {}

  /** The function ends: nothing of it continues. A call that is on its way arrives all the same. */
  kill(): void {
    this.alive = false;
  }

  get isAlive(): boolean {
    return this.alive;
  }

  /** The forward execution that it works for; empty for a guard. */
  get cutover(): string {
    return (this.payload as { execution?: string } | null)?.execution ?? '';
  }

  /** Resolves while it lives; otherwise never. */
  whileAlive(): Promise<void> {
    return this.alive ? Promise.resolve() : new Promise(() => undefined);
  }
}
