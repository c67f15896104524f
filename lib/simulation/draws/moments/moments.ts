import fc from 'fast-check';
import type { Plan } from '../../../../lambdas/core/plan/plan';
import { changesInTheLead, commandsAtSteps } from './commands-at-steps';
import { corruptEntries } from './corrupt-entries';
import { abandonedLocks, doubtfulProofs, unsearchedReferences } from './ends-of-cutovers';
import { failingGates, failingProbes, failingReads, unreadableCalendars } from './failing-judges';
import { failingReverts } from './failing-reverts';
import type { Moment } from './moment';
import { olderAlarms } from './older-alarms';
import { ordersUnderWay } from './orders-under-way';
import { recordsBeside, recordsOutOfStep } from './records-out-of-step';
import { changesBetweenReads, shiftsUnderWay } from './shifts-under-way';

/** Moments that only some plans get to, and one in how many of those has it. */
const particular: Readonly<Record<string, readonly [oneIn: number, moment: Moment]>> = {
  failingProbes: [4, failingProbes],
  failingGates: [3, failingGates],
  ordersUnderWay: [3, ordersUnderWay],
  recordsOutOfStep: [4, recordsOutOfStep],
  recordsBeside: [10, recordsBeside],
  changesInTheLead: [2, changesInTheLead],
  changesBetweenReads: [6, changesBetweenReads],
  unreadableCalendars: [4, unreadableCalendars],
  unsearchedReferences: [5, unsearchedReferences],
};

/** Moments that every plan may get to. */
const general: Readonly<Record<string, Moment>> = {
  shiftsUnderWay,
  commandsAtSteps,
  abandonedLocks,
  failingReads,
  doubtfulProofs,
  corruptEntries,
  olderAlarms,
  failingReverts,
};

/** One of the moments is drawn for each plan, and used for some. */
export interface DrawnMoments {
  readonly which: number;
  readonly chance: number;
  readonly chanceOfGeneral: number;
  readonly faults: Readonly<Record<string, object[]>>;
}

const number = fc.nat({ max: 9_999 });
const all = {
  ...Object.fromEntries(Object.entries(particular).map(([name, [, one]]) => [name, one])),
  ...general,
};

export const moments: fc.Arbitrary<DrawnMoments> = fc.record({
  ...{ which: number, chance: number, chanceOfGeneral: number },
  faults: fc.record(Object.fromEntries(Object.entries(all).map(([name, { faults }]) => [name, faults]))),
});

/** One plan in this many has one of the moments that every plan may get to. */
const GENERAL_ONE_IN = 4;

/**
 * The faults of a moment that the plan gets to, instead of others: what happens at a moment shows only where
 * nothing else has ended the cutover before.
 * @returns null for a plan that keeps its other faults
 */
export function momentOf(
  plan: Plan,
  { which, chance, chanceOfGeneral, faults }: DrawnMoments,
): object[] | null {
  const fitting = Object.entries(particular).filter(([, [, { fits }]]) => fits(plan));
  const picked = fitting[which % fitting.length];
  const names = Object.keys(general);
  const isParticular = picked !== undefined && chance % picked[1][0] === 0;
  if (!isParticular && chanceOfGeneral % GENERAL_ONE_IN !== 0) {
    return null;
  }
  const name = isParticular ? picked[0] : names[which % names.length];
  return faults[name ?? ''] ?? [];
}
