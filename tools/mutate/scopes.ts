/** A part of the code with its tests and the share of its mutants that the tests must catch. */
export interface MutationScope {
  readonly name: string;
  /** Folder of the sources. */
  readonly sources: string;
  /** Folders of the tests that must catch the mutants. */
  readonly tests: readonly string[];
  /** Test files of these folders that are left out, because a busy process misses their real time-outs. */
  readonly without?: readonly string[];
  /** Percent of all mutants that are not listed as equivalent. */
  readonly threshold: number;
}

const rules = ['test/core', 'test/steps'];

/** Rules and steps decide about traffic, so their threshold is the highest. */
export const scopes: readonly MutationScope[] = [
  { name: 'core', sources: 'lambdas/core', tests: rules, threshold: 97 },
  { name: 'steps', sources: 'lambdas/steps', tests: rules, threshold: 97 },
  {
    name: 'adapters',
    sources: 'lambdas/adapters',
    tests: ['test/adapters'],
    without: [
      'test/adapters/deployments/deployment-hook-loopback.test.ts',
      'test/adapters/gates/gates-loopback.test.ts',
    ],
    threshold: 95,
  },
];

/** @throws RangeError for a file in none of the scopes */
export function scopeOf(file: string): MutationScope {
  const scope = scopes.find(({ sources }) => file.startsWith(`${sources}/`));
  if (scope === undefined) {
    throw new RangeError(
      `${file} is in none of the scopes ${scopes.map(({ sources }) => sources).join(', ')}`,
    );
  }
  return scope;
}
