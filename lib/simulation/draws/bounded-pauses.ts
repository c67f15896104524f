/** A fault, as far as it matters whether a pause ends. */
export interface DrawnFault {
  readonly kind: string;
  readonly says?: string;
  readonly recordType?: string;
  readonly by?: string;
  readonly at?: number;
}

/** What ends most pauses, an hour after them at most. */
const ENDS = ['resume', 'abort', 'resume'] as const;

/** When a pause begins, at the latest, that begins at a percent or at a call. */
const USUALLY_BEFORE_SECONDS = 1_500;

/** Whatever is paused then, an operator aborts. */
const LAST_END_SECONDS = 7_200;

/**
 * One list in this many keeps a pause that nobody ends. It is evaluated until its history is full, which
 * takes a hundred times as long as another run.
 */
const UNENDED_ONE_IN = 256;

/**
 * The same faults, with what ends a pause that nobody ends: a command an hour after it at most, and an abort
 * for the pauses that begin after that.
 * @param seed of the scenario
 */
export function withEndedPauses<Fault extends DrawnFault>(faults: readonly Fault[], seed: number): Fault[] {
  const pauses = faults.filter(({ kind, says }) => kind === 'operator' && says === 'pause');
  if (pauses.length === 0 || seed % UNENDED_ONE_IN === 0) {
    return [...faults];
  }
  const says = ENDS[seed % ENDS.length] as string;
  const last = Math.max(...pauses.map((pause) => pause.at ?? USUALLY_BEFORE_SECONDS));
  const ends = [
    { kind: 'operator', says, at: last + 600 + (seed % 3_000) },
    { kind: 'operator', says: 'abort', at: LAST_END_SECONDS + last },
  ];
  return [...faults, ...(ends as unknown as Fault[])];
}
