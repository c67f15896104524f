import type { Problem } from '../../lambdas/core/validation/problems';
import { matches } from '../../lambdas/edge/patterns';
import { tokenListProblems } from '../shared/lookups';
import type { NewPath } from './user-aware-distribution-props';

/** A path pattern with a leading slash (Amazon CloudFront Developer Guide, "Path pattern"). */
const PATTERN = /^\/[A-Za-z0-9_.*$/~"'@:+&?-]{0,254}$/;

/**
 * Patterns that CloudFront would refuse, and patterns that could never match because an earlier one matches
 * first.
 */
export function patternProblems(newPaths: readonly NewPath[]): Problem[] {
  if (newPaths.length === 0) {
    return [{ path: 'newPaths', message: 'is an empty list; name at least one new path' }];
  }
  const all = newPaths.flatMap(({ patterns }, i) =>
    patterns.map((pattern, j) => ({ path: `newPaths[${i}].patterns[${j}]`, pattern })),
  );
  return [
    ...newPaths.flatMap(({ patterns }, i) => tokenListProblems(`newPaths[${i}].patterns`, patterns)),
    ...newPaths.flatMap(({ patterns }, i) =>
      patterns.length === 0
        ? [
            {
              path: `newPaths[${i}].patterns`,
              message: 'is an empty list; name at least one, such as /orders/*',
            },
          ]
        : [],
    ),
    ...all.flatMap(({ path, pattern }, i): Problem[] => {
      if (!PATTERN.test(pattern)) {
        return [
          {
            path,
            message:
              `is "${pattern}"; must begin with / and be a path pattern of CloudFront, such as ` +
              '/orders/*, known at synth: the functions have it in their code',
          },
        ];
      }
      const earlier = all.slice(0, i).find((one) => matches(one.pattern, pattern));
      return earlier === undefined
        ? []
        : [
            {
              path,
              message:
                `is "${pattern}", which ${earlier.path} "${earlier.pattern}" already matches; put it ` +
                'first',
            },
          ];
    }),
  ];
}
