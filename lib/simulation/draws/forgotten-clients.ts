import fc from 'fast-check';
import type { Plan } from '../../../lambdas/core/plan/plan';

/**
 * What a plan that proves that the old path can go is drawn with: a hold of so many hours that the proof
 * counts several of them, and a client that calls the old path by its own name in one of these.
 */
export interface DrawnForgottenClient {
  /** One plan in `ONE_IN` has the hold, and of those all but one in `NOBODY_ONE_IN` have the client. */
  readonly chance: number;
  readonly hold: { readonly seconds: number; readonly everySeconds: number };
  /** The client comes in this of the counted hours, the last of which is 0. */
  readonly hour: number;
  /** So long before that hour ends, at the latest. */
  readonly secondsBeforeItsEnd: number;
  readonly forSeconds: number;
  readonly requestsPerSecond: number;
}

const HOUR_SECONDS = 3_600;
const ONE_IN = 6;
const NOBODY_ONE_IN = 4;

export const forgottenClients: fc.Arbitrary<DrawnForgottenClient> = fc.record({
  chance: fc.nat({ max: 9_999 }),
  hold: fc.record({
    seconds: fc.integer({ min: 3 * HOUR_SECONDS, max: 4 * HOUR_SECONDS }),
    everySeconds: fc.constantFrom(900, 1_800, 3_600),
  }),
  hour: fc.nat({ max: 11 }),
  secondsBeforeItsEnd: fc.integer({ min: 900, max: 3_000 }),
  forSeconds: fc.integer({ min: 120, max: 600 }),
  requestsPerSecond: fc.constantFrom(0.1, 1, 50, 400),
});

/** A plan as it is drawn, as far as it says what is proven at its end. */
interface Proving {
  readonly hold?: object | undefined;
  readonly remainingTraffic?: object | undefined;
  readonly decommission?: object | undefined;
}

/** The plan, whose hold is some hours long where it proves what remains, in few cases: each takes long. */
export function withLongHold(plan: object, { chance, hold }: DrawnForgottenClient): object {
  const { hold: drawn, remainingTraffic, decommission } = plan as Proving;
  const isProven = remainingTraffic !== undefined || decommission !== undefined;
  return isProven && chance % ONE_IN === 0 ? { ...plan, hold: { ...drawn, ...hold } } : plan;
}

/**
 * The client that the proof of a plan with a long hold must count, instead of other faults: it shows only
 * where nothing else has ended the cutover before.
 * @returns null for a plan that keeps its other faults
 */
export function forgottenClientOf({ stages, hold }: Plan, drawn: DrawnForgottenClient): object[] | null {
  const { chance, hour, secondsBeforeItsEnd, forSeconds, requestsPerSecond } = drawn;
  const hours = Math.floor((hold?.seconds ?? 0) / HOUR_SECONDS) - 1;
  if (hours < 2 || chance % NOBODY_ONE_IN === 1) {
    return null;
  }
  // From the last shift on, without the time that it takes to be effective.
  const ends = (stages.at(-1)?.soakSeconds ?? 0) + (hold?.seconds ?? 0) - HOUR_SECONDS * (hour % hours);
  const afterSeconds = ends - secondsBeforeItsEnd;
  const atInvocation = { task: 'ShiftTraffic', number: stages.length, afterSeconds };
  return [{ kind: 'direct-requests', path: 'old', requestsPerSecond, forSeconds, atInvocation }];
}
