import fc from 'fast-check';
import {
  asIfRetried,
  at,
  atCall,
  changedThenReverted,
  commandBetweenCalls,
  commandInFlight,
  doubtInTheHold,
  halfDone,
  heededAtOnce,
  nothingToGoBackTo,
  overtaken,
  redriven,
  stopInFlight,
} from './drawn-sequences';
import { faultKinds } from './fault-kinds';
import { badFromTheStart, differentTtls, readyByItself } from './sequences-before-traffic';

const trigger = fc.oneof(
  at.map((seconds) => ({ at: seconds })),
  atCall.map((call) => ({ atCall: call })),
  fc.integer({ min: 1, max: 100 }).map((whenPercentAtLeast) => ({ whenPercentAtLeast })),
);
/** Every fault ends, because the invariants describe where the traffic is after that. */
const forSeconds = fc
  .oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 30, max: 400 }))
  .map((seconds) => ({ forSeconds: seconds }));
const times = fc.integer({ min: 1, max: 12 }).map((count) => ({ times: count }));
/** Faults of single calls may have a number of calls instead of a duration. */
const counted = new Set(['throttle', 'api-error', 'task-fails', 'function-hangs', 'clock-off']);

/** Silence is seen only where it lasts for longer than the alarms evaluate. */
const lasting = new Set(['no-metrics', 'unreached']);
const LASTING_SECONDS = 600;

const fault = fc
  .tuple(fc.oneof(...faultKinds), trigger, forSeconds, times, fc.boolean())
  .map(([what, when, long, often, byCount]) => ({
    ...what,
    ...when,
    forSeconds: long.forSeconds + (lasting.has((what as { kind: string }).kind) ? LASTING_SECONDS : 0),
    ...(byCount && counted.has((what as { kind: string }).kind) ? often : {}),
  }));

/** Faults that belong together, and how often each of them is drawn. */
const sequences: readonly (readonly [number, fc.Arbitrary<object[]>])[] = [
  [1, stopInFlight],
  [1, redriven],
  [1, commandInFlight],
  [1, changedThenReverted],
  [2, commandBetweenCalls],
  [3, overtaken],
  [1, asIfRetried],
  [2, badFromTheStart],
  [1, differentTtls],
  [1, nothingToGoBackTo],
  [2, halfDone],
  [3, readyByItself],
  [5, heededAtOnce],
  [3, doubtInTheHold],
];

/** Random lists of faults. */
export const faults = fc.oneof(
  { weight: 2, arbitrary: fc.constant([]) },
  { weight: 4, arbitrary: fc.array(fault, { maxLength: 1 }) },
  { weight: 4, arbitrary: fc.array(fault, { maxLength: 4 }) },
  ...sequences.map(([weight, sequence]) => ({
    weight,
    arbitrary: fc.tuple(sequence, fc.array(fault, { maxLength: 1 })).map((lists) => lists.flat()),
  })),
);
