import { routerKinds } from '../../../lambdas/core/routers/router-schema';
import { type Random, seededRandom } from '../../rehearsal/kernel/random';
import type { CallFault, Deed, PlannedDeed, PlannedFault, Schedule, ScheduledStage } from './schedule';

/** Calls of a run in which two cutovers go well. Most deeds fall into the first one. */
const CALLS = 130;

/** Draws the interleaving of a seed. */
export function drawSchedule(seed: number): Schedule {
  const random = seededRandom(seed);
  const whole = (from: number, to: number) => from + Math.floor(random.uniform() * (to - from + 1));
  const oneOf = <T>(...from: readonly T[]): T => from[whole(0, from.length - 1)] as T;
  const times = <T>(count: number, draw: () => T): T[] => Array.from({ length: count }, draw);
  return {
    seed,
    router: oneOf(...routerKinds),
    stages: drawStages(random),
    propagationSeconds: oneOf(3, 3, 5, 10, whole(3, 45)),
    skewMs: oneOf(0, 0, 1_000, 2_000),
    slowPercent: oneOf(0, 3, 10, 40),
    statusEvents: oneOf(0, 1, 1, 1, 2),
    secondWhenFree: random.uniform() < 0.7,
    deeds: times(oneOf(0, 1, 1, 2, 2, 3), () => drawDeed(whole, oneOf)),
    faults: times(oneOf(0, 1, 1, 2, 3), () => drawFault(whole, oneOf)),
  };
}

type Whole = (from: number, to: number) => number;
type OneOf = <T>(...from: readonly T[]) => T;

function drawStages(random: Random): ScheduledStage[] {
  const first = random.uniform() < 0.15 ? [0, 10] : [10];
  const percents = random.uniform() < 0.5 ? [...first, 50, 100] : [...first, 100];
  return percents.map((percent) => ({
    percent,
    soakSeconds: random.uniform() < 0.7 ? 0 : 20,
    approvalSeconds: random.uniform() < 0.25 ? 90 : null,
  }));
}

function drawDeed(whole: Whole, oneOf: OneOf): PlannedDeed {
  const deed = oneOf<() => Deed>(
    () => ({ kind: 'stop' }),
    () => ({ kind: 'stop' }),
    () => ({ kind: 'stop' }),
    () => ({ kind: 'command', says: 'abort' }),
    () => ({ kind: 'command', says: 'abort' }),
    () => ({ kind: 'command', says: 'pause' }),
    () => ({ kind: 'command', says: 'pause' }),
    () => ({ kind: 'command', says: oneOf('approve', 'approve', 'promote', 'resume', 'revert') }),
    () => ({ kind: 'command', says: oneOf('approve', 'pause', 'abort'), to: 'first' }),
    () => ({ kind: 'malformed-command', wrong: oneOf('kind', 'future') }),
    () => ({ kind: 'redrive' }),
    () => ({ kind: 'reconcile' }),
    () => ({ kind: 'reconcile' }),
    () => ({ kind: 'revert-by-hand', named: oneOf('by-hand', 'as-its-revert') }),
    () => ({ kind: 'name-used' }),
    () => ({ kind: 'alarm' }),
    () => ({ kind: 'foreign-change', percent: oneOf(20, 35) }),
    () => ({ kind: 'start-second' }),
  )();
  const planned = {
    atCall: oneOf(whole(1, CALLS), whole(1, 40)),
    afterMs: oneOf(0, 0, 0, whole(0, 5_000), whole(0, 60_000)),
    deed,
  };
  const follow = followUp(deed, oneOf);
  return follow === null
    ? planned
    : { ...planned, followedBy: { deed: follow, afterMs: oneOf(0, whole(0, 2_000), whole(0, 90_000)) } };
}

/** What ends a pause, or comes after a stop or a malformed command. */
function followUp(deed: Deed, oneOf: OneOf): Deed | null {
  switch (deed.kind) {
    case 'command':
      return deed.says === 'pause' ? { kind: 'command', says: oneOf('resume', 'resume', 'abort') } : null;
    case 'stop':
      return oneOf<Deed | null>(
        null,
        null,
        { kind: 'redrive' },
        { kind: 'command', says: 'pause' },
        { kind: 'revert-by-hand', named: 'by-hand' },
      );
    default:
      return null;
  }
}

function drawFault(whole: Whole, oneOf: OneOf): PlannedFault {
  const delayMs = oneOf(whole(0, 500), whole(500, 10_000), whole(5_000, 40_000));
  const fault = oneOf<CallFault>(
    { kind: 'slow', delayMs },
    { kind: 'slow', delayMs },
    { kind: 'answer-lost' },
    { kind: 'repeated' },
    { kind: 'function-left-behind', delayMs },
    { kind: 'function-left-behind', delayMs },
    { kind: 'function-dies', delayMs },
  );
  return oneOf<PlannedFault>(
    { counts: 'any', number: oneOf(whole(1, CALLS), whole(1, 40)), fault },
    { counts: 'router-write', number: whole(1, 5), fault },
  );
}
