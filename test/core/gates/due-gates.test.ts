import { describe, expect, test } from '@jest/globals';
import { dueFirstGates, dueGates } from '../../../lambdas/core/gates/due-gates';
import {
  type Gate,
  gatedOf,
  gateKey,
  gatesOfPhase,
  shortestInterval,
} from '../../../lambdas/core/gates/gate';
import { afterAnswer, type GateState, nextQuestion } from '../../../lambdas/core/gates/gate-state';
import { effectiveAt, secondsIn } from '../../support/plans/soak';

const iso = (seconds: number) => new Date(secondsIn(seconds)).toISOString();
const first: Gate = { name: 'tests', at: 'before-traffic' };
const each: Gate = { name: 'tests', at: 'each-stage' };
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

/** Whether the gate is due, so many seconds after the shift is effective. */
const isDue = (gate: Gate, at: number, state?: GateState, phase: 'soak' | 'hold' = 'soak') =>
  dueGates(
    { gates: [gate] },
    { phase, effectiveAt, gates: state === undefined ? [] : [state] },
    secondsIn(at),
  ).length === 1;

describe('before traffic', () => {
  test('only the gates of that time are asked, until they pass', () => {
    const plan = { gates: [first, each, soak] };
    expect(dueFirstGates(plan, [])).toEqual([first]);
    expect(dueFirstGates(plan, [stateOf(first, { verdict: 'running' })])).toEqual([first]);
    expect(dueFirstGates(plan, [stateOf(first)])).toEqual([]);
    expect(dueFirstGates({}, [])).toEqual([]);
  });

  test('they are not asked in a soak', () => {
    expect(isDue(first, 100)).toBe(false);
  });
});

describe('a gate for each stage', () => {
  test.each<[string, number, Partial<GateState> | null, boolean]>([
    ['is not asked before the shift is effective', -1, null, false],
    ['is asked once it is', 0, null, true],
    ['is asked again while it runs', 30, { verdict: 'running' }, true],
    ['is asked again after an error', 30, { verdict: 'error' }, true],
    ['is asked again after an inconclusive answer', 30, { verdict: 'inconclusive' }, true],
    ['is not asked again after a pass', 30, {}, false],
    ['is asked again after a pass from before a deployment', 30, { since: iso(-1) }, true],
    ['is not asked again after a failure', 30, { verdict: 'fail' }, false],
  ])('%s', (_, at, state, due) => {
    expect(isDue(each, at, state === null ? undefined : stateOf(each, state))).toBe(due);
  });

  test('is not asked in the hold', () => {
    expect(isDue(each, 100, undefined, 'hold')).toBe(false);
    expect(gatesOfPhase({ gates: [each, soak] }, 'hold')).toEqual([soak]);
  });
});

describe('a gate of a soak', () => {
  test.each<[string, number, Partial<GateState> | null, boolean]>([
    ['is asked before the shift is effective', -50, null, true],
    ['is asked again at once when it is', 0, { since: iso(-50), askedAt: iso(-50) }, true],
    ['is not asked twice before that', -20, { since: iso(-50), askedAt: iso(-50) }, false],
    ['is not asked before its interval is over', 94, {}, false],
    ['is not asked twice at the same time', 0, {}, false],
    ['is asked up to 5 s early, because the next chance is later', 95, {}, true],
    ['is asked again while it runs', 10, { verdict: 'running' }, true],
    ['is asked again after an error', 10, { verdict: 'error' }, true],
    ['is not asked again after a failure', 500, { verdict: 'fail' }, false],
    [
      'is asked where the last time lies ahead, by a clock that was off',
      10,
      { since: iso(20), askedAt: iso(20) },
      true,
    ],
  ])('%s', (_, at, state, due) => {
    expect(isDue(soak, at, state === null ? undefined : stateOf(soak, state))).toBe(due);
  });

  test('alone has an interval that evaluations must keep to', () => {
    expect(shortestInterval({ gates: [each, soak] }, 'soak')).toBe(100);
    expect(shortestInterval({ gates: [each, first] }, 'soak')).toBe(Number.POSITIVE_INFINITY);
  });

  test('has an interval of its own in the hold', () => {
    expect(isDue(soak, 300, stateOf(soak), 'hold')).toBe(false);
    expect(isDue(soak, 600, stateOf(soak), 'hold')).toBe(true);
    expect(isDue({ ...soak, holdEverySeconds: 300 }, 300, stateOf(soak), 'hold')).toBe(true);
    expect(isDue({ ...soak, everySeconds: 1_000 }, 900, stateOf(soak), 'hold')).toBe(false);
  });
});

describe('the next question', () => {
  const asked = stateOf(each, { attempt: 3, since: iso(-60) });

  test('is the first one, or another one after an answer', () => {
    expect(nextQuestion(undefined, iso(5))).toEqual({ attempt: 1, since: iso(5) });
    expect(nextQuestion(asked, iso(5))).toEqual({ attempt: 4, since: iso(5) });
    expect(nextQuestion({ ...asked, verdict: 'error' }, iso(5))).toEqual({ attempt: 4, since: iso(5) });
  });

  test('is the same while the gate runs, and where it did not answer', () => {
    const same = { attempt: 3, since: iso(-60) };
    expect(nextQuestion({ ...asked, verdict: 'running' }, iso(5))).toEqual(same);
    expect(nextQuestion({ ...asked, verdict: 'error', silent: true }, iso(5))).toEqual(same);
  });

  test('leaves its answer in the place of the one before', () => {
    const states = [stateOf(soak), stateOf(each, { verdict: 'error', silent: true })];
    const question = { attempt: 2, since: iso(1), askedAt: iso(1) };
    const answered = { ...question, answeredAt: iso(2) };
    expect(afterAnswer(states, each, answered, { verdict: 'pass', reason: 'yes' })).toEqual([
      states[0],
      { gate: 'tests (each-stage)', ...question, verdict: 'pass', reason: 'yes' },
    ]);
  });
});

test.each([
  ['without gates', [], { beforeTraffic: false, soak: false, hold: false }],
  ['before traffic', [first], { beforeTraffic: true, soak: false, hold: false }],
  ['for each stage', [each], { beforeTraffic: false, soak: true, hold: false }],
  ['of a soak', [soak], { beforeTraffic: false, soak: true, hold: true }],
])('the state machine asks gates %s', (_, gates, gated) => {
  expect(gatedOf({ gates })).toEqual(gated);
  expect(gates.length > 0 || gatedOf({})).toEqual(gates.length > 0 || gated);
});
