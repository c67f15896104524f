import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  afterRound,
  judgeProbes,
  type ProbeRound,
  type ProbeState,
} from '../../../lambdas/core/health/probe-state';
import { effectiveAt, secondsIn } from '../../support/plans/soak';

const iso = (seconds: number) => new Date(secondsIn(seconds)).toISOString();
const roundAt = (seconds: number, over: Partial<ProbeRound> = {}): ProbeRound => ({
  at: iso(seconds),
  failed: [],
  unknown: [],
  unsent: null,
  minutes: [],
  ...over,
});
const failed = (id: string, reason = 'status 503, expected 200') => ({ id, check: `GET /${id}`, reason });
const stateAfter = (...rounds: ProbeRound[]): ProbeState =>
  rounds.reduce<ProbeState | undefined>(afterRound, undefined) as ProbeState;
const timesOf = ({ failing }: ProbeState) => failing.map(({ id, times }) => [id, times]);

describe('the state after a round', () => {
  test('counts how many times in a row each check has failed, worst first', () => {
    const state = stateAfter(
      roundAt(0, { failed: [failed('a'), failed('b')] }),
      roundAt(5, { failed: [failed('b')] }),
      roundAt(10, { failed: [failed('a'), failed('b', 'timed out')] }),
    );
    expect(timesOf(state)).toEqual([
      ['b', 3],
      ['a', 1],
    ]);
    expect(state).toMatchObject({ lastAt: iso(10), rounds: 3 });
    expect(state.failing[0]?.reason).toBe('timed out');
  });

  test('keeps the count of a check that could not be sent', () => {
    const state = stateAfter(
      roundAt(0, { failed: [failed('a'), failed('b')] }),
      roundAt(5, { unknown: ['a'], unsent: 'a secret cannot be read' }),
      roundAt(10, { failed: [failed('a')] }),
    );
    expect(timesOf(state)).toEqual([['a', 2]]);
    expect(state.unsent).toBeNull();
  });

  test('joins the minutes of its rounds, and keeps an hour of them, hours, and the sum of the rest', () => {
    const minute = (n: number) => ({ at: 60_000 * n, requests: 2, errors: n % 2 });
    const rounds = Array.from({ length: 70 }, (_, n) => roundAt(n, { minutes: [minute(n)] }));
    const state = stateAfter(...rounds, roundAt(70, { minutes: [minute(69)] }));
    expect(state.minutes).toHaveLength(65);
    expect(state.minutes[0]).toEqual({ at: 300_000, requests: 2, errors: 1 });
    expect(state.minutes.at(-1)).toEqual({ at: 60_000 * 69, requests: 4, errors: 2 });
    expect(state.hours).toEqual([{ at: 0, requests: 10 }]);
    expect(state.earlierRequests).toBe(0);
    const hourly = Array.from({ length: 200 }, (_, n) => roundAt(n, { minutes: [minute(30 * n)] }));
    const long = stateAfter(...hourly);
    expect(long.minutes[0]?.at).toBe(60_000 * 30 * 135);
    expect(long.hours).toHaveLength(48);
    expect(long.hours[0]).toEqual({ at: 3_600_000 * 20, requests: 4 });
    expect(long.hours.at(-1)).toEqual({ at: 3_600_000 * 67, requests: 2 });
    expect(long.earlierRequests).toBe(80);
  });

  test('stays small, whatever fails', () => {
    const many = Array.from({ length: 1_000 }, (_, n) => failed(`check-${n}`, 'x'.repeat(300)));
    const state = stateAfter(roundAt(0, { failed: many, unsent: 'y'.repeat(900) }));
    expect(state.failing).toHaveLength(10);
    expect(JSON.stringify(state).length).toBeLessThan(6_000);
  });
});

describe('probes', () => {
  const judge = (state: ProbeState | undefined, failuresInARow = 3) =>
    judgeProbes({ failuresInARow }, state, effectiveAt);

  test('pass when every check passed in the last round', () => {
    expect(judge(stateAfter(roundAt(-5), roundAt(0)))).toEqual({
      verdict: 'pass',
      reason: 'all checks passed in the last of 2 probes',
    });
  });

  test('are inconclusive before the first round since the shift was effective', () => {
    const none = {
      verdict: 'inconclusive',
      reason: 'no probe has been sent since the shift became effective',
    };
    expect(judge(undefined)).toEqual(none);
    expect(judge(stateAfter(roundAt(-0.001)))).toEqual(none);
  });

  test('are inconclusive after one failure, and fail after a few in a row', () => {
    const bad = { failed: [failed('a'), failed('b')] };
    expect(judge(stateAfter(roundAt(0, bad), roundAt(5, bad)))).toEqual({
      verdict: 'inconclusive',
      reason: 'probe GET /a, and 1 more failed 2 times in a row (limit 3): status 503, expected 200',
    });
    expect(
      judge(stateAfter(roundAt(0, bad), roundAt(5, bad), roundAt(10, { failed: [failed('b')] }))),
    ).toEqual({
      verdict: 'fail',
      reason: 'probe GET /b failed 3 times in a row (limit 3): status 503, expected 200',
    });
  });

  test('fail before the shift is effective too: the new path has the first clients', () => {
    const bad = { failed: [failed('a')] };
    expect(judge(stateAfter(roundAt(-9, bad)), 1)).toMatchObject({ verdict: 'fail' });
  });

  test('are an error when they could not be sent', () => {
    expect(judge(stateAfter(roundAt(0, { unknown: ['a'], unsent: 'a secret cannot be read' })))).toEqual({
      verdict: 'error',
      reason: 'probes could not be sent: a secret cannot be read',
    });
  });

  test('never pass, and never fail, before a check has failed as often in a row as the limit', () => {
    const outcomes = fc.array(fc.subarray(['a', 'b', 'c']), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(outcomes, fc.integer({ min: 1, max: 4 }), (rounds, limit) => {
        const state = stateAfter(
          ...rounds.map((ids, n) => roundAt(n, { failed: ids.map((id) => failed(id)) })),
        );
        const inARow = (id: string) => {
          const lastPass = rounds.findLastIndex((ids) => !ids.includes(id));
          return rounds.length - 1 - lastPass;
        };
        const longest = Math.max(...['a', 'b', 'c'].map(inARow));
        const doubtful = longest >= limit ? 'fail' : 'inconclusive';
        expect(judge(state, limit).verdict).toBe(longest === 0 ? 'pass' : doubtful);
      }),
    );
  });
});
