/** A fault, as far as it matters whether a pause ends. */
export interface DrawnFault {
  readonly kind: string;
  readonly says?: string;
  readonly at?: number;
}

/** What ends every pause: most paused cutovers would otherwise be evaluated until their history is full. */
const ENDS = ['resume', 'abort', 'resume'] as const;

/** One list in this many keeps a pause that nobody ends, because its runs take a hundred times as long. */
const UNENDED_ONE_IN = 64;

/**
 * The same faults, with the end of a pause that nobody ends, an hour after it at most.
 * @param seed of the scenario
 */
export function withEndedPauses<Fault extends DrawnFault>(faults: readonly Fault[], seed: number): Fault[] {
  const pauses = faults.filter(({ kind, says }) => kind === 'operator' && says === 'pause');
  if (pauses.length === 0 || seed % UNENDED_ONE_IN === 0) {
    return [...faults];
  }
  const says = ENDS[seed % ENDS.length] as string;
  const at = Math.max(...pauses.map((pause) => pause.at ?? 0)) + 600 + (seed % 3_000);
  return [...faults, { kind: 'operator', says, at } as unknown as Fault];
}
