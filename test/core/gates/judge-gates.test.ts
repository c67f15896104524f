import { describe, expect, test } from '@jest/globals';
import { type Gate, gateKey } from '../../../lambdas/core/gates/gate';
import type { GateState } from '../../../lambdas/core/gates/gate-state';
import { judgeGates } from '../../../lambdas/core/gates/judge-gates';
import { worst } from '../../../lambdas/core/health/verdict';
import { planOf } from '../../support/plans/plans';
import { effectiveAt, evaluateAt, secondsIn, soakStateOf } from '../../support/plans/soak';

const iso = (seconds: number) => new Date(secondsIn(seconds)).toISOString();
const each: Gate = { name: 'tests', at: 'each-stage', timeoutSeconds: 300 };
const soak: Gate = { name: 'budget', at: 'soak', everySeconds: 100 };

const stateOf = (gate: Gate, over: Partial<GateState> = {}): GateState => ({
  ...{
    gate: gateKey(gate),
    attempt: 1,
    since: iso(0),
    askedAt: iso(0),
    verdict: 'pass',
    reason: 'as tested',
  },
  ...over,
});

type Soak = Parameters<typeof judgeGates>[1];

/** What a gate comes to, so many seconds after the shift is effective. */
const judged = (gate: Gate, at: number, state: GateState | null, over: Partial<Soak> = {}) => {
  const gates = state === null ? {} : { gates: [state] };
  const soakState: Soak = { phase: 'soak', effectiveAt, deployment: null, ...gates, ...over };
  return judgeGates({ gates: [gate] }, soakState, secondsIn(at));
};
const notAsked = {
  verdict: 'inconclusive',
  reason: 'gate tests has not been asked since the shift became effective',
  pending: true,
};

describe('a gate', () => {
  test.each(['pass', 'fail', 'inconclusive', 'error'] as const)('says %s as it answered', (verdict) => {
    expect(judged(each, 50, stateOf(each, { verdict }))).toEqual([
      { verdict, reason: 'gate tests: as tested' },
    ]);
  });

  test('is pending before it has been asked, and when the shift was not effective then', () => {
    expect(judged(each, 50, null)).toEqual([notAsked]);
    expect(judged(each, 50, stateOf(each, { since: iso(-1) }))).toEqual([notAsked]);
  });

  test('counts as it answered when that was a failure from before', () => {
    const failed = stateOf(each, { since: iso(-1), verdict: 'fail' });
    expect(judged(each, 50, failed)).toEqual([{ verdict: 'fail', reason: 'gate tests: as tested' }]);
  });

  test('of a soak says what it last answered, however old that is, if it was no pass', () => {
    for (const verdict of ['fail', 'error'] as const) {
      const old = stateOf(soak, { verdict });
      expect(judged(soak, 5_000, old)).toEqual([{ verdict, reason: 'gate budget: as tested' }]);
    }
  });

  test('is pending while it runs, and an error after its time-out', () => {
    const running = stateOf(each, { verdict: 'running' });
    expect(judged(each, 300, running)).toEqual([
      {
        verdict: 'inconclusive',
        reason: 'gate tests has been running for 300 s (timeoutSeconds 300): as tested',
        pending: true,
      },
    ]);
    expect(judged(each, 301, running)).toEqual([
      { verdict: 'error', reason: 'gate tests has been running for 301 s (timeoutSeconds 300): as tested' },
    ]);
  });
});

describe('a pass', () => {
  test('of a gate for each stage never gets old', () => {
    expect(judged(each, 100_000, stateOf(each))[0]?.verdict).toBe('pass');
  });

  test('of a gate of a soak counts for two of its intervals', () => {
    expect(judged(soak, 200, stateOf(soak))[0]?.verdict).toBe('pass');
    expect(judged(soak, 201, stateOf(soak))).toEqual([
      { verdict: 'inconclusive', reason: 'gate budget last passed 201 s ago (limit 200 s)' },
    ]);
  });

  test('of a gate of a soak counts while the next stage deploys, when nobody asks', () => {
    const deployment = { name: 'd-1', done: false };
    expect(judged(soak, 5_000, stateOf(soak), { deployment })[0]?.verdict).toBe('pass');
    expect(
      judged(soak, 5_000, stateOf(soak), { deployment: { ...deployment, done: true } })[0]?.verdict,
    ).toBe('inconclusive');
  });

  test('of a gate of a soak has the interval of the hold there', () => {
    expect(judged(soak, 1_200, stateOf(soak), { phase: 'hold' })[0]?.verdict).toBe('pass');
    expect(judged(soak, 1_201, stateOf(soak), { phase: 'hold' })[0]?.verdict).toBe('inconclusive');
  });
});

test('a function that could not ask is an error beside what the gates have said', () => {
  expect(judged(each, 50, stateOf(each), { gateError: 'Lambda.Unknown' })).toEqual([
    { verdict: 'error', reason: 'the function that asks the gates failed: Lambda.Unknown' },
    { verdict: 'pass', reason: 'gate tests: as tested' },
  ]);
});

describe('a gate that is waited for', () => {
  const pending = { verdict: 'inconclusive', reason: 'it runs', pending: true } as const;
  const undecided = {
    verdict: 'inconclusive',
    reason: 'too few requests',
    undecided: { whenUnknown: 'accept', limitSeconds: null },
  } as const;
  const doubt = { verdict: 'inconclusive', reason: 'no data' } as const;

  test('does not count towards the limit of inconclusive verdicts', () => {
    const plan = planOf();
    const decision = evaluateAt(5_000, plan, { judgement: pending });
    expect(decision).toMatchObject({ move: 'wait', soakState: { inconclusiveSince: null } });
    expect(evaluateAt(5_000, plan, { judgement: doubt }).soakState.inconclusiveSince).toBe(iso(5_000));
  });

  test('is not accepted as a comparison may be that is not known', () => {
    expect(worst([undecided, pending])).toEqual({
      verdict: 'inconclusive',
      reason: 'too few requests; it runs',
      pending: true,
    });
    expect(worst([pending, undecided])).toMatchObject({ pending: true });
    expect(worst([pending, undecided])).not.toHaveProperty('undecided');
  });

  test('hides no other doubt', () => {
    expect(worst([pending, doubt])).toEqual({ verdict: 'inconclusive', reason: 'it runs; no data' });
  });

  test('keeps a soak that is over from passing', () => {
    const soakState = soakStateOf({ gates: [stateOf(each, { verdict: 'running' })] });
    const judgement = worst([...judgeGates({ gates: [each] }, soakState, secondsIn(100))]);
    expect(evaluateAt(5_000, planOf(), { judgement }).move).toBe('wait');
  });
});
