import type { InterleavingInvariant, InterleavingViolation } from './invariants';
import type { InterleavingMutant } from './mutants';
import { runSchedule } from './run-schedule';
import type { Schedule } from './schedule';

/** The smallest interleaving that is found, and what it violates. */
export interface Smallest {
  readonly schedule: Schedule;
  readonly violation: InterleavingViolation;
}

/** Leaves out of an interleaving whatever is not needed for it to violate the same invariant. */
export async function shrink(from: Smallest, mutant?: InterleavingMutant): Promise<Smallest> {
  let smallest = from;
  for (;;) {
    const smaller = await firstThatViolates(simpler(smallest.schedule), from.violation.invariant, mutant);
    if (smaller === null) {
      return smallest;
    }
    smallest = smaller;
  }
}

async function firstThatViolates(
  schedules: readonly Schedule[],
  invariant: InterleavingInvariant,
  mutant: InterleavingMutant | undefined,
): Promise<Smallest | null> {
  for (const schedule of schedules) {
    const { violations } = await runSchedule(schedule, mutant);
    const violation = violations.find((one) => one.invariant === invariant);
    if (violation !== undefined) {
      return { schedule, violation };
    }
  }
  return null;
}

/** What is one step simpler. Each step can be taken only once, so that shrinking ends. */
function simpler(schedule: Schedule): Schedule[] {
  const { stages, deeds, faults } = schedule;
  return [
    ...without(deeds).map((rest) => ({ ...schedule, deeds: rest })),
    ...without(faults).map((rest) => ({ ...schedule, faults: rest })),
    ...without(stages.slice(0, -1)).map((rest) => ({ ...schedule, stages: [...rest, ...stages.slice(-1)] })),
    ...deeds.flatMap(({ followedBy, ...deed }, i) =>
      followedBy === undefined ? [] : [{ ...schedule, deeds: deeds.with(i, deed) }],
    ),
    ...deeds.flatMap((deed, i) =>
      deed.afterMs === 0 ? [] : [{ ...schedule, deeds: deeds.with(i, { ...deed, afterMs: 0 }) }],
    ),
    ...(stages.some(({ approvalSeconds }) => approvalSeconds !== null)
      ? [{ ...schedule, stages: stages.map((stage) => ({ ...stage, approvalSeconds: null })) }]
      : []),
    ...(schedule.slowPercent === 0 ? [] : [{ ...schedule, slowPercent: 0 }]),
    ...(schedule.skewMs === 0 ? [] : [{ ...schedule, skewMs: 0 }]),
    ...(schedule.statusEvents === 1 ? [] : [{ ...schedule, statusEvents: 1 as const }]),
    ...(schedule.secondWhenFree ? [{ ...schedule, secondWhenFree: false }] : []),
    ...(schedule.propagationSeconds === 3 ? [] : [{ ...schedule, propagationSeconds: 3 }]),
  ];
}

/** The list without each one of its items. */
function without<T>(list: readonly T[]): T[][] {
  return list.map((_, i) => list.toSpliced(i, 1));
}
