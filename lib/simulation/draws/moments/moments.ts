import fc from 'fast-check';
import type { Plan } from '../../../../lambdas/core/plan/plan';
import { changesInTheLead, commandsAtSteps } from './commands-at-steps';
import { abandonedLocks, doubtfulProofs } from './ends-of-cutovers';
import { failingGates, failingProbes } from './failing-judges';
import type { Moment } from './moment';
import { ordersUnderWay } from './orders-under-way';
import { recordsOutOfStep } from './records-out-of-step';
import { shiftsUnderWay } from './shifts-under-way';

/** Moments that few plans get to. */
const particular = {
  failingProbes,
  failingGates,
  ordersUnderWay,
  recordsOutOfStep,
  changesInTheLead,
  doubtfulProofs,
};

/** Moments that every plan may get to. */
const general = { shiftsUnderWay, commandsAtSteps, abandonedLocks };

const all: Readonly<Record<string, Moment>> = { ...particular, ...general };

/** One of the moments is drawn for each plan, and used for some. */
export interface DrawnMoments {
  readonly which: number;
  readonly faults: Readonly<Record<string, object[]>>;
}

export const moments: fc.Arbitrary<DrawnMoments> = fc.record({
  which: fc.nat({ max: 9_999 }),
  faults: fc.record(Object.fromEntries(Object.entries(all).map(([name, { faults }]) => [name, faults]))),
});

/** One plan in this many that gets to a moment that few get to. */
const PARTICULAR_ONE_IN = 4;
/** One of the others in this many. */
const GENERAL_ONE_IN = 6;

/**
 * The faults of a moment that the plan gets to, instead of others: what happens at a moment shows only where
 * nothing else has ended the cutover before.
 * @returns null for a plan that keeps its other faults
 */
export function momentOf(plan: Plan, { which, faults }: DrawnMoments): object[] | null {
  const fitting = Object.entries(particular).flatMap(([name, { fits }]) => (fits(plan) ? [name] : []));
  const isParticular = fitting.length > 0 && which % PARTICULAR_ONE_IN === 0;
  if (!isParticular && which % GENERAL_ONE_IN !== 1) {
    return null;
  }
  const names = isParticular ? fitting : Object.keys(general);
  return faults[names[Math.floor(which / GENERAL_ONE_IN) % names.length] as string] ?? null;
}
