import type { Plan } from '../../../lambdas/core/plan/plan';
import type { World } from '../../rehearsal/world/world';
import { gainedAt } from '../course';
import { alarmRanges } from '../reference/alarm-ranges';
import { SKEW_MS } from '../reference/bounds';
import { COMPARED_SECONDS, comparedPaths } from '../reference/compared';
import { rightMoves, type SoakFacts } from '../reference/soak';
import { COUNTED_SECONDS, countsRequests } from './request-facts';

/** The longest time for one round of probes, in seconds. */
const LONGEST_ROUND = 60;

/** From when on, after a raise is effective, alarms, comparison and probes have measured nothing else. */
export function judgedAfterSeconds(world: World, plan: Plan, stage: number): number {
  const isServing = gainedAt(plan, plan.stages[stage]?.percent ?? 0) > 0;
  const compared = comparedPaths(plan) === null ? 0 : COMPARED_SECONDS;
  const counted = countsRequests(plan) ? COUNTED_SECONDS : 0;
  const { everySeconds } = plan.smokeTest;
  const probed = everySeconds === undefined ? 0 : everySeconds + LONGEST_ROUND;
  const { longest } = alarmRanges(world.alarms.setupsOf(plan.health.alarms));
  return Math.max(probed, isServing ? Math.max(longest, compared, counted) : 0);
}

/** What has not been so, certainly and possibly. */
export const NEVER = { certain: null, possible: null } as const;

/** No errors in a row. */
export const NO_ERRORS = { certain: 0, possible: 0 } as const;

/** Errors in a row after one more evaluation, or as many as a gate has made. */
export function oneMore(
  errors: SoakFacts['errors'],
  ofGates: SoakFacts['errors'] = NO_ERRORS,
): SoakFacts['errors'] {
  return {
    certain: Math.max(errors.certain + 1, ofGates.certain),
    possible: Math.max(errors.possible + 1, ofGates.possible),
  };
}

/** What decides since when a soak has been inconclusive. Times are epoch milliseconds. */
interface Doubt {
  /** Whether this evaluation is, and another one could not have been. */
  readonly isDoubtful: { readonly certain: boolean; readonly possible: boolean };
  readonly judgeableAt: number;
  /** Since when a gate has been in doubt. */
  readonly ofGates: SoakFacts['inconclusiveSince'];
  readonly from: number;
  readonly to: number;
}

/** Since when a soak has been inconclusive, after an evaluation that is no error. */
export function doubtSince(
  { certain, possible }: SoakFacts['inconclusiveSince'],
  { isDoubtful, judgeableAt, ofGates, from, to }: Doubt,
): SoakFacts['inconclusiveSince'] {
  const since = (...times: readonly (number | null)[]) =>
    Math.max(judgeableAt, Math.min(...times.flatMap((time) => time ?? [])));
  const isCertain = isDoubtful.certain && from - SKEW_MS >= judgeableAt;
  const isPossible = isDoubtful.possible && to + SKEW_MS >= judgeableAt;
  return {
    certain: isCertain ? since(certain, ofGates.certain, to) : null,
    possible: isPossible ? since(possible, ofGates.possible, from) : null,
  };
}

/** Since when something has been missing that has not come since. */
export function untilKnown(
  { certain, possible }: SoakFacts['undecidedSince'],
  now: SoakFacts['undecidedSince'],
): SoakFacts['undecidedSince'] {
  return { certain: certain ?? now.certain, possible: possible ?? now.possible };
}

/** Nothing but the approval is missing. */
export function isAwaiting(facts: SoakFacts): boolean {
  const isApproved = { certain: true, possible: true };
  const open = rightMoves({ ...facts, isApproved, isPaused: false, closedSince: NEVER }).mustWait;
  return open === null && !facts.isApproved.certain;
}
