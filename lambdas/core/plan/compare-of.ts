import type { Compare } from './compare';
import type { Health } from './health';

/** The comparison that a plan writes; undefined where it writes none, or says `none`. */
export function compareOf({ compare }: Pick<Health, 'compare'>): Compare | undefined {
  return compare === 'none' ? undefined : compare;
}
