import { describe, expect, test } from '@jest/globals';
import { longestWait } from '../../../lib/simulation/reference/intervals';
import type { SoakFacts } from '../../../lib/simulation/reference/soak';
import { planOf } from '../../support/plans/plans';

const EVERY_SECONDS = 60;
const LEASE_SECONDS = 45;
const now = Date.parse('2026-11-20T12:00:00Z');
const ago = (seconds: number | null) => (seconds === null ? null : now - 1_000 * seconds);
const NEVER = { certain: null, possible: null };

interface Doubt {
  /** Whether only the comparison may be missing: for certain, possibly, or not. */
  readonly undecided: 'certainly' | 'possibly' | 'no';
  /** For how long, at the most, the comparison has been missing, in seconds. */
  readonly undecidedSeconds: number | null;
  /** The same for other data. */
  readonly inconclusiveSeconds: number | null;
  readonly whenUnknown?: 'wait' | 'accept';
  readonly verdict?: SoakFacts['verdict'];
}

function waitIn(phase: 'soak' | 'hold', doubt: Doubt): number {
  const { undecided, undecidedSeconds, inconclusiveSeconds } = doubt;
  const { whenUnknown = 'wait', verdict = 'inconclusive' } = doubt;
  const compare = { old: 'app/old/0123456789abcdef', new: 'app/new/0123456789abcdef', whenUnknown };
  const plan = planOf({
    stages: [
      { percent: 50, soakSeconds: 60 },
      { percent: 100, soakSeconds: 60 },
    ],
    health: { alarms: ['5xx'], everySeconds: EVERY_SECONDS, compare },
    hold: { seconds: 60, everySeconds: EVERY_SECONDS },
  });
  const facts: SoakFacts = {
    ...{ plan, stage: 0, phase, verdict, since: now, latestSince: now, now, toleranceMs: 0 },
    errors: { certain: 0, possible: 0 },
    inconclusiveSince: { certain: null, possible: ago(inconclusiveSeconds) },
    isUndecided: { certain: undecided === 'certainly', possible: undecided !== 'no' },
    undecidedSince: { certain: null, possible: ago(undecidedSeconds) },
    ...{ awaitingSince: NEVER, closedSince: NEVER, promotedSeconds: null },
    ...{ isPaused: false, mayBePaused: false },
    isApproved: { certain: false, possible: false },
    isAborted: { certain: false, possible: false },
  };
  return longestWait(facts, phase) - LEASE_SECONDS;
}

describe('the longest time until the next evaluation is', () => {
  test.each<[string, 'soak' | 'hold', Doubt, number]>([
    [
      'as long again as the comparison is missing, although another doubt has just begun, or none has',
      'soak',
      { undecided: 'possibly', undecidedSeconds: 900, inconclusiveSeconds: 0 },
      900,
    ],
    [
      'the same in a hold, of which it is not known for which data it waits',
      'hold',
      { undecided: 'possibly', undecidedSeconds: 900, inconclusiveSeconds: 300 },
      900,
    ],
    [
      'in a hold as long again as the other data is missing, where that began before',
      'hold',
      { undecided: 'possibly', undecidedSeconds: 300, inconclusiveSeconds: 900 },
      900,
    ],
    [
      'that of the comparison where only the comparison is missing for certain',
      'hold',
      { undecided: 'certainly', undecidedSeconds: 300, inconclusiveSeconds: 900 },
      300,
    ],
    [
      'that of the other data in a hold that misses it for certain',
      'hold',
      { undecided: 'no', undecidedSeconds: 900, inconclusiveSeconds: 300 },
      300,
    ],
    [
      'an hour at the most',
      'soak',
      { undecided: 'possibly', undecidedSeconds: 9_000, inconclusiveSeconds: null },
      3_600,
    ],
    [
      'the interval of the plan in a soak that misses other data for certain',
      'soak',
      { undecided: 'no', undecidedSeconds: 900, inconclusiveSeconds: 900 },
      EVERY_SECONDS,
    ],
    [
      'the interval of the plan in a soak that does not wait for its comparison',
      'soak',
      { undecided: 'certainly', undecidedSeconds: 900, inconclusiveSeconds: null, whenUnknown: 'accept' },
      EVERY_SECONDS,
    ],
    [
      'the interval of the plan after an error',
      'hold',
      { undecided: 'no', undecidedSeconds: 900, inconclusiveSeconds: 900, verdict: 'error' },
      EVERY_SECONDS,
    ],
  ])('%s', (_, phase, doubt, seconds) => {
    expect(waitIn(phase, doubt)).toBe(seconds);
  });
});
