/** Asks an operator. Each method rejects with a `UsageError` when the operator cancels. */
export interface Ask {
  /**
   * Asks for a line of text, again until it has no problem.
   * @param initial what is taken when nothing is typed; absent: something must be typed
   * @param problem what is wrong with an answer; null when nothing is
   */
  text(
    message: string,
    initial: string | undefined,
    problem: (answer: string) => string | null,
  ): Promise<string>;
  /** Asks for one of several values. */
  choose<Value extends string>(
    message: string,
    options: readonly { readonly value: Value; readonly label: string }[],
  ): Promise<Value>;
}
