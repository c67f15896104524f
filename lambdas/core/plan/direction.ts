import { oneOf } from '../validation/fields';

/**
 * `direction` of a plan: `up` raises the percent of the new path; `down` lowers it, so that the old path
 * gains what the new one gives up.
 */
export const directionSchema = oneOf('up', 'down');

/** Which way the percent of a plan goes. */
export type Direction = 'up' | 'down';
/** One of the two paths of a route. */
export type PathName = 'old' | 'new';

interface Directed {
  readonly direction: Direction;
}

/**
 * The path that gains traffic. It is the one that the plan's alarms, checks and numbers of requests are
 * about, because it is what the cutover may break.
 */
export function gainingPath({ direction }: Directed): PathName {
  return direction === 'down' ? 'old' : 'new';
}

/** The path that gives its traffic up, and gets it back in a revert. */
export function givingPath({ direction }: Directed): PathName {
  return direction === 'down' ? 'new' : 'old';
}

/**
 * The share of the path that gains.
 * @param percent on the new path, 0 to 100
 */
export function gainedPercent({ direction }: Directed, percent: number): number {
  return direction === 'down' ? 100 - percent : percent;
}

/** Whether one percent is further in the direction of the plan than another. Both are on the new path. */
export function isFurther(plan: Directed, percent: number, than: number): boolean {
  return gainedPercent(plan, percent) > gainedPercent(plan, than);
}
