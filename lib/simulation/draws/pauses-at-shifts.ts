import type { Plan } from '../../../lambdas/core/plan/plan';

/** One plan of several stages in this many is paused for a moment again and again. */
const ONE_IN = 12;

const PAUSES = 8;
const EVERY_SECONDS = 37;
const FOR_SECONDS = 15;
/** From the first shift until its soak counts, in seconds. */
const OVERHEAD_SECONDS = 100;

/**
 * The same faults, with short pauses at about the time of the second shift, and slow calls of the router: a
 * pause that an evaluation has not seen must hold up the shift after it, and nothing may be left out once it
 * has ended.
 * @param seed of the scenario
 */
export function withPausesAtShifts<Fault>({ stages }: Plan, faults: readonly Fault[], seed: number): Fault[] {
  const [first] = stages;
  if (first === undefined || stages.length < 2 || seed % ONE_IN !== 10) {
    return [...faults];
  }
  const from = first.soakSeconds + OVERHEAD_SECONDS + (seed % EVERY_SECONDS);
  const pauses = Array.from({ length: PAUSES }, (_, i) => from + i * EVERY_SECONDS).flatMap((at) => [
    { kind: 'operator', says: 'pause', at },
    { kind: 'operator', says: 'resume', at: at + FOR_SECONDS },
  ]);
  const slow = { kind: 'slow-api', api: 'route53', seconds: 6, at: from - EVERY_SECONDS, forSeconds: 600 };
  return [...faults, slow, ...pauses] as unknown as Fault[];
}
