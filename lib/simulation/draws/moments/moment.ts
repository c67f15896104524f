import fc from 'fast-check';
import type { Plan } from '../../../../lambdas/core/plan/plan';
import type { FunctionName } from '../../../workflow/tasks';

/** Faults that belong together and begin at a step, and the plans that get there. */
export interface Moment {
  readonly fits: (plan: Plan) => boolean;
  readonly faults: fc.Arbitrary<object[]>;
}

/** When a fault begins: with an invocation of a function, or while it is under way. */
export interface DuringInvocation {
  readonly task: FunctionName;
  readonly number: number;
  readonly afterSeconds: number;
}

/**
 * A moment in an invocation of one of the functions.
 * @param numbers it is one of the first so many invocations of the function; the first one is more frequent
 * @param seconds it is at most so many seconds after the invocation has begun
 */
export function during(
  tasks: readonly FunctionName[],
  { numbers, seconds }: { readonly numbers: number; readonly seconds: number },
): fc.Arbitrary<DuringInvocation> {
  return fc.record({
    task: fc.constantFrom(...tasks),
    number: fc.oneof(fc.constant(1), fc.integer({ min: 1, max: numbers })),
    afterSeconds: fc.integer({ min: 0, max: seconds }),
  });
}

/** The same invocation, some seconds later. */
export function later(at: DuringInvocation, seconds: number): DuringInvocation {
  return { ...at, afterSeconds: at.afterSeconds + seconds };
}
