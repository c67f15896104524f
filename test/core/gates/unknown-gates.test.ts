import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { dueFirstGates, dueGates } from '../../../lambdas/core/gates/due-gates';
import { decideFirstGates, NOTHING_ASKED } from '../../../lambdas/core/gates/first-gates';
import type { Gate } from '../../../lambdas/core/gates/gate';
import { type GateAnswer, silence } from '../../../lambdas/core/gates/gate-answer';
import {
  afterAnswer,
  type GateState,
  gateStateOf,
  nextQuestion,
} from '../../../lambdas/core/gates/gate-state';
import { judgeGates } from '../../../lambdas/core/gates/judge-gates';
import { worst } from '../../../lambdas/core/health/verdict';
import { planInput, planOf } from '../../support/plans/plans';
import { evaluateAt, secondsIn, soakStateOf } from '../../support/plans/soak';

const TIMEOUT_SECONDS = 200;
const LIMIT_SECONDS = 300;
const ERROR_LIMIT = 2;
/** Two rows of errors, one of them before the doubt, and the doubt with the run that ends it. */
const LONGEST_SECONDS = 2 * (ERROR_LIMIT + 1) * (TIMEOUT_SECONDS + 120) + LIMIT_SECONDS + TIMEOUT_SECONDS;

const iso = (seconds: number) => new Date(secondsIn(seconds)).toISOString();
const health = {
  ...planInput().health,
  ...{ errorLimit: ERROR_LIMIT, inconclusiveLimitSeconds: LIMIT_SECONDS, everySeconds: 30 },
};
const planWith = (gate: Gate) => planOf({ gates: [gate], health });

const ANSWERS: Readonly<Record<'running' | 'inconclusive' | 'error' | 'silent', GateAnswer>> = {
  running: { verdict: 'running', reason: 'its suite is running' },
  inconclusive: { verdict: 'inconclusive', reason: 'too few requests' },
  error: { verdict: 'error', reason: 'the suite could not start' },
  silent: silence('no answer'),
};
/** What a gate answers, in rounds, over and over. */
const scripts = fc.array(fc.constantFrom(...(Object.keys(ANSWERS) as (keyof typeof ANSWERS)[])), {
  minLength: 1,
  maxLength: 12,
});
type Script = readonly (keyof typeof ANSWERS)[];

/** The states of the gates after those that are due have been asked. */
function asked(due: readonly Gate[], states: readonly GateState[], at: number, said: GateAnswer) {
  return due.reduce((after, gate) => {
    const question = { ...nextQuestion(gateStateOf(after, gate), iso(at)), askedAt: iso(at) };
    return afterAnswer(after, gate, { ...question, answeredAt: iso(at) }, said);
  }, states);
}

const answerIn = (script: Script, round: number) => ANSWERS[script[round % script.length] ?? 'running'];

/** Asks until traffic may move, or the cutover is rejected. */
function playBeforeTraffic(script: Script) {
  const gate: Gate = { name: 'suite', at: 'before-traffic', timeoutSeconds: TIMEOUT_SECONDS };
  const plan = planWith(gate);
  let before = NOTHING_ASKED;
  for (let [at, round] = [0, 0]; ; round += 1) {
    const states = asked(dueFirstGates(plan, before.states), before.states, at, answerIn(script, round));
    const decision = decideFirstGates({ plan, before, states, isHistoryFull: false, now: secondsIn(at) });
    if (decision.move !== 'ask' || at > LONGEST_SECONDS) {
      return { move: decision.move, at };
    }
    before = decision.gates;
    at += decision.waitSeconds;
  }
}

/** Asks before each evaluation of a soak, until the move is not to wait. */
function playInSoak(script: Script, at: 'each-stage' | 'soak') {
  const gate: Gate = { name: 'suite', at, timeoutSeconds: TIMEOUT_SECONDS };
  const plan = planWith(gate);
  let soakState = soakStateOf();
  for (let [now, round] = [0, 0]; ; round += 1) {
    const due = dueGates(plan, soakState, secondsIn(now));
    const gates = asked(due, soakState.gates ?? [], now, answerIn(script, round));
    const judgement = worst(judgeGates(plan, { ...soakState, gates }, secondsIn(now)));
    const decision = evaluateAt(now, plan, { judgement, soakState: { ...soakState, gates } });
    if (decision.move !== 'wait' || now > LONGEST_SECONDS) {
      return { move: decision.move, at: now };
    }
    soakState = decision.soakState;
    now += decision.waitSeconds;
  }
}

describe('a gate that is never known, whatever it answers over and over,', () => {
  test('rejects the cutover before traffic', () => {
    fc.assert(
      fc.property(scripts, (script) => {
        expect(playBeforeTraffic(script)).toMatchObject({ move: 'reject' });
      }),
    );
  });

  test.each(['each-stage', 'soak'] as const)('reverts it (%s)', (at) => {
    fc.assert(
      fc.property(scripts, (script) => {
        expect(playInSoak(script, at)).toMatchObject({ move: 'revert' });
      }),
    );
  });
});

describe('a suite that runs again after each answer', () => {
  const runs = (answer: keyof typeof ANSWERS): Script => ['running', 'running', 'running', answer];

  test('is in doubt since its first inconclusive answer', () => {
    expect(playInSoak(runs('inconclusive'), 'each-stage').at).toBeLessThan(LIMIT_SECONDS + 240);
    expect(playInSoak(runs('inconclusive'), 'each-stage').at).toBeGreaterThanOrEqual(LIMIT_SECONDS);
  });

  test('makes one error with each answer of it, and no other', () => {
    expect(playInSoak(runs('error'), 'each-stage').at).toBe(30 * (3 * 4 - 1));
  });

  test('is known again after a pass: both limits start again', () => {
    const gate: Gate = { name: 'suite', at: 'soak' };
    const afterwards = (first: keyof typeof ANSWERS) =>
      [ANSWERS[first], { verdict: 'pass', reason: 'yes' } as const, ANSWERS[first]].reduce<
        readonly GateState[]
      >((states, answer, i) => asked([gate], states, 100 * i, answer), [])[0];
    expect(afterwards('inconclusive')).toMatchObject({ inconclusiveSince: iso(200) });
    expect(afterwards('error')).toMatchObject({ errors: 1 });
  });

  test('does not hide how long another measure has been in doubt', () => {
    const gate = { verdict: 'inconclusive', reason: 'gate', inconclusiveSince: iso(10) } as const;
    const other = { verdict: 'inconclusive', reason: 'no data' } as const;
    const judgement = worst([other, gate]);
    const since = (soakState: Partial<ReturnType<typeof soakStateOf>>) =>
      evaluateAt(100, planOf(), { judgement, soakState: soakStateOf(soakState) }).soakState.inconclusiveSince;
    expect(since({})).toBe(iso(10));
    expect(since({ inconclusiveSince: iso(5) })).toBe(iso(5));
    expect(since({ inconclusiveSince: iso(50) })).toBe(iso(10));
    expect(worst([{ ...gate, inconclusiveSince: iso(20) }, gate, other]).inconclusiveSince).toBe(iso(10));
  });

  test('is in doubt from when health can be judged, at the earliest', () => {
    const judgement = { verdict: 'inconclusive', reason: 'gate', inconclusiveSince: iso(10) } as const;
    const { soakState } = evaluateAt(100, planOf(), { judgement, evaluationRangeSeconds: 60 });
    expect(soakState.inconclusiveSince).toBe(iso(60));
  });
});
