import { describe, expect, test } from '@jest/globals';
import {
  decideFirstGates,
  type FirstGates,
  mostFirstRounds,
  NOTHING_ASKED,
} from '../../../lambdas/core/gates/first-gates';
import { gateKey } from '../../../lambdas/core/gates/gate';
import type { GateState } from '../../../lambdas/core/gates/gate-state';
import { type PlanInput, planInput, planOf } from '../../support/plans/plans';
import { secondsIn } from '../../support/plans/soak';

const iso = (seconds: number) => new Date(secondsIn(seconds)).toISOString();
const gates: NonNullable<PlanInput['gates']> = [
  { name: 'tests', at: 'before-traffic', timeoutSeconds: 900 },
  { name: 'budget', at: 'before-traffic', timeoutSeconds: 900 },
  { name: 'later', at: 'soak' },
];
const health = { ...planInput().health, errorLimit: 2, inconclusiveLimitSeconds: 300 };
const plan = planOf({ gates, health });

const stateOf = (name: string, over: Partial<GateState> = {}): GateState => ({
  gate: gateKey({ name, at: 'before-traffic' }),
  ...{ attempt: 1, since: iso(0), askedAt: iso(0), verdict: 'pass', reason: 'as tested' },
  ...over,
});

/** The decision so many seconds after the first question: one gate has passed, the other is as given. */
const decide = (at: number, over: Partial<GateState>, before: FirstGates = NOTHING_ASKED) =>
  decideFirstGates({
    ...{ plan, before, isHistoryFull: false, now: secondsIn(at) },
    states: [stateOf('budget'), stateOf('tests', over)],
  });

describe('before traffic', () => {
  test('all gates must pass', () => {
    expect(decide(0, {})).toMatchObject({
      move: 'shift',
      verdict: 'pass',
      reason: 'gate tests: as tested; gate budget: as tested',
      waitSeconds: 0,
    });
  });

  test('a gate that fails rejects at once', () => {
    expect(decide(0, { verdict: 'fail' })).toMatchObject({
      ...{ move: 'reject', verdict: 'fail', reason: 'gate tests: as tested', waitSeconds: 0 },
    });
  });

  test.each([
    [0, 10],
    [39, 10],
    [100, 25],
    [800, 101],
    [899, 2],
    [900, 1],
  ])('a gate that has run for %i s is asked again after %i s', (at, waitSeconds) => {
    expect(decide(at, { verdict: 'running' })).toMatchObject({ move: 'ask', waitSeconds });
  });

  test('of several gates that run, the one that began last says when all are asked again', () => {
    const states = [
      stateOf('budget', { verdict: 'running', since: iso(-200) }),
      stateOf('tests', { verdict: 'running' }),
    ];
    const about = { plan, before: NOTHING_ASKED, isHistoryFull: false, now: secondsIn(100) };
    expect(decideFirstGates({ ...about, states }).waitSeconds).toBe(25);
  });

  test('a gate that has just passed does not say when the others are asked again', () => {
    const states = [stateOf('budget', { since: iso(395) }), stateOf('tests', { verdict: 'running' })];
    const about = { plan, before: NOTHING_ASKED, isHistoryFull: false, now: secondsIn(400) };
    expect(decideFirstGates({ ...about, states }).waitSeconds).toBe(100);
  });

  test('a gate that runs is no doubt, also where the plan accepts none', () => {
    const strict = planOf({ gates, health: { ...health, inconclusiveLimitSeconds: 0 } });
    const states = [stateOf('budget'), stateOf('tests', { verdict: 'running' })];
    const about = { before: NOTHING_ASKED, isHistoryFull: false, now: secondsIn(0) };
    expect(decideFirstGates({ plan: strict, states, ...about })).toMatchObject({ move: 'ask' });
  });

  test('of several gates in doubt, the first one counts', () => {
    const doubtful = (name: string, since: number) =>
      stateOf(name, { verdict: 'inconclusive', inconclusiveSince: iso(since) });
    for (const since of [-300, -10]) {
      const states = [doubtful('budget', since), doubtful('tests', -310 - since)];
      const about = { plan, before: NOTHING_ASKED, isHistoryFull: false, now: secondsIn(0) };
      expect(decideFirstGates({ ...about, states })).toMatchObject({ move: 'reject' });
    }
  });

  test('a gate that runs for hours is asked every five minutes', () => {
    const long = planOf({ health, gates: [{ name: 'tests', at: 'before-traffic', timeoutSeconds: 80_000 }] });
    const states = [stateOf('tests', { verdict: 'running' })];
    const about = { before: NOTHING_ASKED, isHistoryFull: false, now: secondsIn(40_000) };
    expect(decideFirstGates({ plan: long, states, ...about })).toMatchObject({
      move: 'ask',
      waitSeconds: 300,
    });
  });

  test('an error is asked again after a minute, until it is one too many in a row', () => {
    const error = { verdict: 'error', silent: true } as const;
    const once = decide(0, error);
    const twice = decide(60, error, once.gates);
    expect([once, twice]).toMatchObject([
      { move: 'ask', waitSeconds: 60, gates: { errors: 1 } },
      { move: 'ask', waitSeconds: 60, gates: { errors: 2 } },
    ]);
    expect(decide(120, error, twice.gates)).toMatchObject({
      move: 'reject',
      reason: 'a gate could not be judged 3 times in a row (limit 2): gate tests: as tested',
    });
    expect(decide(120, { verdict: 'running' }, twice.gates).gates.errors).toBe(0);
  });

  test('a gate that has been silent for long is asked again after a minute as well', () => {
    expect(decide(1_000, { verdict: 'error', silent: true })).toMatchObject({ move: 'ask', waitSeconds: 60 });
  });

  test('a gate that runs for too long is an error', () => {
    expect(decide(901, { verdict: 'running' })).toMatchObject({
      move: 'ask',
      verdict: 'error',
      gates: { errors: 1 },
    });
  });

  test('inconclusive answers are asked again until the limit of the plan', () => {
    const doubtful = { verdict: 'inconclusive', inconclusiveSince: iso(0) } as const;
    expect(decide(0, doubtful)).toMatchObject({ move: 'ask', waitSeconds: 10 });
    expect(decide(299, doubtful)).toMatchObject({ move: 'ask', waitSeconds: 2 });
    expect(decide(300, doubtful)).toMatchObject({
      move: 'reject',
      reason: 'a gate has been inconclusive for 300 s (limit 300 s): gate tests: as tested',
    });
  });

  test('a suite that runs again is waited for, and its doubt goes on', () => {
    const again = { verdict: 'running', since: iso(250), inconclusiveSince: iso(0) } as const;
    expect(decide(400, again)).toMatchObject({ move: 'ask', verdict: 'inconclusive', waitSeconds: 100 });
    const doubtful = { verdict: 'inconclusive', since: iso(250), inconclusiveSince: iso(0) } as const;
    expect(decide(420, doubtful)).toMatchObject({
      move: 'reject',
      reason: 'a gate has been inconclusive for 420 s (limit 300 s): gate tests: as tested',
    });
  });

  test('a suite that runs again after an error is one error nearer to the limit', () => {
    const errors = (count: number) => decide(600, { verdict: 'error', errors: count });
    expect([errors(2), errors(3)]).toMatchObject([
      { move: 'ask', gates: { errors: 2 } },
      { move: 'reject', reason: expect.stringMatching(/^a gate could not be judged 3 times in a row/) },
    ]);
  });

  test('a gate in doubt for too long rejects, although another is in error', () => {
    const states = [
      stateOf('budget', { verdict: 'error' }),
      stateOf('tests', { verdict: 'inconclusive', inconclusiveSince: iso(-300) }),
    ];
    const about = { plan, before: NOTHING_ASKED, isHistoryFull: false, now: secondsIn(0) };
    expect(decideFirstGates({ ...about, states })).toMatchObject({ move: 'reject', verdict: 'error' });
  });

  test('a full history rejects', () => {
    const states = [stateOf('budget'), stateOf('tests', { verdict: 'running' })];
    const about = { plan, before: NOTHING_ASKED, now: secondsIn(0) };
    expect(decideFirstGates({ ...about, states, isHistoryFull: true })).toMatchObject({
      move: 'reject',
      reason: expect.stringMatching(/^the execution history is nearly full: gate tests has been running/),
    });
  });
});

describe('the most rounds', () => {
  test('cover a gate that runs, is inconclusive and then in error for as long as each may last', () => {
    let [at, rounds, before] = [0, 0, NOTHING_ASKED];
    const play = (over: Partial<GateState>, until: (move: string) => boolean) => {
      for (;;) {
        const { move, waitSeconds, gates: after } = decide(at, over, before);
        rounds += 1;
        before = after;
        if (until(move)) {
          return;
        }
        at += waitSeconds;
      }
    };
    play({ verdict: 'running' }, () => at > 890);
    play({ verdict: 'running', inconclusiveSince: iso(890), since: iso(890) }, () => at > 890 + 290);
    play({ verdict: 'running', inconclusiveSince: iso(890), since: iso(1_180) }, () => at > 1_180 + 890);
    play({ verdict: 'error' }, (move) => move === 'reject');
    expect(rounds).toBeGreaterThan(20);
    expect(mostFirstRounds(plan)).toBeGreaterThanOrEqual(rounds);
    expect(mostFirstRounds(plan)).toBeLessThan(rounds + 15);
  });

  test('are those of the gate that may run longest', () => {
    const of = (...seconds: readonly number[]) =>
      mostFirstRounds(
        planOf({
          gates: seconds.map((timeoutSeconds, i) => ({
            name: `g${i}`,
            at: 'before-traffic',
            timeoutSeconds,
          })),
        }),
      );
    expect(of(60, 5_000)).toBe(of(5_000));
    expect(of(5_000)).toBeGreaterThan(of(60));
    // A gate that has run for exactly as long as it may is asked once more.
    expect(of(10)).toBe(of(9) + 1);
  });

  test('are none without a gate before traffic, and few for one that may run for a day', () => {
    expect(mostFirstRounds(planOf({ gates: [{ name: 'later', at: 'soak' }] }))).toBe(0);
    const day = planOf({ gates: [{ name: 'tests', at: 'before-traffic', timeoutSeconds: 86_400 }] });
    expect(mostFirstRounds(day)).toBeLessThan(650);
  });
});
