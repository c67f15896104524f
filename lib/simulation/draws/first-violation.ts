import fc from 'fast-check';

/** How random cases are run. */
export interface RunsOfCases {
  readonly runs: number;
  readonly seed: number;
  /** Begins with this run of the seed. @default the first one */
  readonly path?: string | undefined;
  /**
   * Whether the case is reduced to the smallest that violates an invariant, which takes longer; default true.
   */
  readonly shrink?: boolean | undefined;
}

/** The smallest case that violates an invariant, and how it was found. */
export interface FirstViolation<Drawn> {
  readonly found: Drawn;
  /** Runs until it was found. */
  readonly runs: number;
  /** The run that found it, before it was reduced; from 0. */
  readonly run: number;
  /** `path` of a simulation that runs this case alone. */
  readonly path: string;
}

/**
 * Runs random cases until one violates an invariant.
 * @param holds whether a case violates nothing
 * @returns null when all held
 */
export async function firstViolation<Drawn>(
  drawnFrom: fc.Arbitrary<Drawn>,
  holds: (drawn: Drawn) => Promise<boolean>,
  { runs, seed, path, shrink = true }: RunsOfCases,
): Promise<FirstViolation<Drawn> | null> {
  const details = await fc.check(fc.asyncProperty(drawnFrom, holds), {
    ...{ numRuns: runs, seed, endOnFailure: !shrink },
    ...(path === undefined ? {} : { path }),
  });
  if (!details.failed) {
    return null;
  }
  if (details.counterexample === null) {
    throw details.errorInstance ?? new Error('the simulation could not run');
  }
  const [found] = details.counterexample;
  const foundPath = details.counterexamplePath ?? '';
  return { found, runs: details.numRuns, run: Number(foundPath.split(':')[0]), path: foundPath };
}
