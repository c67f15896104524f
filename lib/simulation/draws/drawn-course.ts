import fc from 'fast-check';
import type { Scenario } from '../../rehearsal/scenario';

/** Where a case begins, and the percents of its stages. */
export interface Course {
  readonly direction: 'up' | 'down';
  readonly weights: { readonly old: number; readonly new: number };
  /** At most 4, each further in the direction than the one before. */
  readonly percents: readonly number[];
}

const FROM_0 = { old: 100, new: 0 };

/** Most cases begin with all traffic on the old path. */
const startsUp = fc.constantFrom(
  ...[FROM_0, FROM_0, FROM_0, FROM_0, { old: 255, new: 0 }],
  ...[
    { old: 3, new: 1 },
    { old: 2, new: 1 },
    { old: 1, new: 1 },
  ],
);
const startsDown = fc.constantFrom({ old: 0, new: 100 }, { old: 0, new: 255 }, { old: 1, new: 3 });

/** Stages from a percent up; three plans in four end at 100 %. */
const up: fc.Arbitrary<Course> = startsUp.chain((weights) => {
  const lowest = Math.ceil(percentOf(weights));
  return fc
    .tuple(
      fc.uniqueArray(fc.integer({ min: lowest, max: 99 }), { maxLength: 3 }),
      fc.oneof(
        { weight: 3, arbitrary: fc.constant(100) },
        { weight: 1, arbitrary: fc.integer({ min: lowest + 1, max: 100 }) },
      ),
    )
    .map(([between, last]) => ({
      direction: 'up' as const,
      weights,
      percents: [...between.filter((percent) => percent < last).sort((a, b) => a - b), last],
    }));
});

/** The same down; three plans in four end at 0 %. */
const down: fc.Arbitrary<Course> = startsDown.chain((weights) => {
  const highest = Math.floor(percentOf(weights));
  return fc
    .tuple(
      fc.uniqueArray(fc.integer({ min: 1, max: highest }), { maxLength: 3 }),
      fc.oneof(
        { weight: 3, arbitrary: fc.constant(0) },
        { weight: 1, arbitrary: fc.integer({ min: 0, max: highest - 1 }) },
      ),
    )
    .map(([between, last]) => ({
      direction: 'down' as const,
      weights,
      percents: [...between.filter((percent) => percent > last).sort((a, b) => b - a), last],
    }));
});

/** One case in five moves down. */
export const courses: fc.Arbitrary<Course> = fc.oneof(
  { weight: 4, arbitrary: up },
  { weight: 1, arbitrary: down },
);

/** Whether a case begins as a simple record does, which a plan may adopt. */
export function isFromSimple({ direction, weights }: Course): boolean {
  return direction === 'up' && weights.new === 0;
}

/** The faults of a case that moves down: on the old path, and at percents that fall. */
export function mirrored(faults: Scenario['faults']): Scenario['faults'] {
  return faults.map((fault) => {
    const { whenPercentAtLeast, ...rest } = fault;
    const when = whenPercentAtLeast === undefined ? {} : { whenPercentAtMost: 100 - whenPercentAtLeast };
    const path = 'path' in rest ? { path: rest.path === 'new' ? 'old' : 'new' } : {};
    return { ...rest, ...when, ...path } as typeof fault;
  });
}

function percentOf(weights: Course['weights']): number {
  return (100 * weights.new) / (weights.old + weights.new);
}
