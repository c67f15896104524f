import { describe, expect, test } from '@jest/globals';
import { estimate, fittingIntervals, maxIterations } from '../../../lambdas/core/estimate/estimate';
import { mostFirstRounds } from '../../../lambdas/core/gates/first-gates';
import { type PlanInput, planOf } from '../../support/plans/plans';

type GateInput = NonNullable<PlanInput['gates']>[number];
const first: GateInput = { name: 'tests', at: 'before-traffic' };
const each: GateInput = { name: 'tests', at: 'each-stage' };
const soak: GateInput = { name: 'budget', at: 'soak', everySeconds: 120, timeoutSeconds: 5 };
const hold = { seconds: 7_200 };

const planWith = (...gates: GateInput[]) => planOf({ hold, ...(gates.length === 0 ? {} : { gates }) });
const without = estimate(planWith());
const evaluations = (phase: 'stage' | 'hold', from = without) =>
  from.phases.filter((one) => one.phase === phase).reduce((sum, one) => sum + one.evaluations, 0);

/** What the gates add to the estimate of the plan without them. */
const added = (...gates: GateInput[]) => {
  const { historyEvents, transitions, worstBackSeconds, worstHistoryEvents } = estimate(planWith(...gates));
  return {
    events: historyEvents - without.historyEvents,
    transitions: transitions - without.transitions,
    back: worstBackSeconds - without.worstBackSeconds,
    worst: worstHistoryEvents - without.worstHistoryEvents,
  };
};

describe('the estimate of a plan with gates', () => {
  test('has one round before traffic, and nothing in soaks, for a gate before traffic', () => {
    const worst = 9 * mostFirstRounds(planWith(first));
    expect(added(first)).toEqual({ events: 7, transitions: 2, back: 0, worst });
  });

  test('has a round with each evaluation of the stages for a gate of each stage, and its wait', () => {
    const rounds = evaluations('stage');
    expect(added(each)).toMatchObject({ events: 7 * rounds, transitions: 2 * rounds, back: 600 });
  });

  test('has one in the hold as well for a gate of a soak, which evaluates as often as it asks', () => {
    const gated = estimate(planWith(soak));
    const more = evaluations('hold', gated) - evaluations('hold');
    const rounds = evaluations('stage', gated) + evaluations('hold', gated);
    expect(gated.phases.map(({ everySeconds }) => everySeconds)).toEqual([60, 60, 60, 600]);
    expect(added(soak)).toMatchObject({ events: 7 * rounds + 9 * more, back: 600 + 5 - 3_600 });
  });

  test('evaluates a soak at the interval of a gate that is shorter than that of the plan', () => {
    const plan = planWith({ ...soak, everySeconds: 20 });
    expect(estimate(plan).phases[0]).toMatchObject({ everySeconds: 20 });
  });

  test('leaves room for fewer iterations, unless the gates are all before traffic', () => {
    expect(maxIterations(planWith(first))).toBe(Math.floor(23_000 / 9));
    expect(maxIterations(planWith(each))).toBe(Math.floor(23_000 / 16));
  });
});

describe('the intervals to raise', () => {
  const fieldsOf = (...gates: GateInput[]) =>
    fittingIntervals(planOf({ hold: { seconds: 2_000_000, everySeconds: 7_200 }, gates }));

  test('are those of the gates of a soak that are too short, by their place in the plan', () => {
    expect(fieldsOf(first, each, soak, { ...soak, name: 'other', holdEverySeconds: 9_000 })).toEqual([
      { field: 'gates[2].holdEverySeconds', everySeconds: 600, atLeast: expect.any(Number) },
    ]);
  });

  test('make the plan fit', () => {
    const [{ atLeast } = { atLeast: 0 }] = fieldsOf(soak);
    expect(fieldsOf({ ...soak, holdEverySeconds: atLeast })).toEqual([]);
    expect(fieldsOf({ ...soak, holdEverySeconds: atLeast - 1 })).toHaveLength(1);
  });

  test('are those of soaks too, where the hold alone does not do', () => {
    const stages = [
      { percent: 10, soakSeconds: 1_000_000 },
      { percent: 100, soakSeconds: 600 },
    ];
    const plan = planOf({ stages, gates: [soak], health: { alarms: ['a'], everySeconds: 3_600 } });
    expect(fittingIntervals(plan)).toEqual([
      { field: 'gates[0].everySeconds', everySeconds: 120, atLeast: expect.any(Number) },
    ]);
  });
});
