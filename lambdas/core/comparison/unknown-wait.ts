import type { Compare } from '../plan/compare';
import { compareOf } from '../plan/compare-of';
import type { Plan } from '../plan/plan';
import { DEFAULT_UNKNOWN_LIMIT_SECONDS } from '../plan/unknown-limit';

/** Seconds beyond the end of a soak for which `whenUnknown: wait` goes on; null where it does not. */
export function unknownLimitOf({ whenUnknown, unknownLimitSeconds }: Compare): number | null {
  return whenUnknown === 'wait' ? (unknownLimitSeconds ?? DEFAULT_UNKNOWN_LIMIT_SECONDS) : null;
}

/**
 * The same for a stage, or for the hold at its percent.
 * @param percent on the new path
 * @returns null where the comparison of the stage holds nothing back: at 0 %, where there is nothing to
 * compare, and at 100 %, where there is only the past to compare with
 */
export function unknownWait(
  { health }: Pick<Plan, 'health'>,
  percent: number | null,
): { readonly limitSeconds: number } | null {
  const compare = compareOf(health);
  return compare === undefined || percent === null || percent === 0 || percent === 100
    ? null
    : { limitSeconds: unknownLimitOf(compare) ?? 0 };
}
