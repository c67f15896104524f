import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parse } from 'yaml';
import {
  estimate,
  fittingIntervals,
  MAX_HISTORY_EVENTS,
  MAX_ITERATIONS,
  maxIterations,
} from '../../../lambdas/core/estimate/estimate';
import type { Plan } from '../../../lambdas/core/plan/plan';
import { checkPlan } from '../../../lambdas/core/plan/plan-checks';
import { deploy } from '../../support/accounts/code-deploy';
import { type PlanInput, planInput, planOf } from '../../support/plans/plans';

function examplePlan(): Plan {
  const file = join(__dirname, '../../../examples/api.yaml');
  const checked = checkPlan(parse(readFileSync(file, 'utf8')));
  if (!checked.ok) {
    throw new Error('the example is not valid');
  }
  return checked.value;
}

/** Plans of every size. Many have too short intervals. */
const everySeconds = fc.oneof(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 2_592_000 }));
const upTo = (max: number) => fc.oneof(fc.integer({ min: 0, max: 600 }), fc.integer({ min: 0, max }));
const plans: fc.Arbitrary<Plan> = fc
  .record({
    percents: fc.uniqueArray(fc.integer({ min: 0, max: 99 }), { maxLength: 49 }),
    soak: upTo(2_592_000),
    every: everySeconds,
    inconclusive: upTo(2_592_000),
    hold: fc.option(fc.record({ seconds: upTo(2_592_000), everySeconds }), { nil: undefined }),
  })
  .map(({ percents, soak, every, inconclusive, hold }) =>
    planOf({
      stages: [...percents.sort((a, b) => a - b), 100].map((percent, i) => ({
        percent,
        soakSeconds: Math.min(2_592_000, soak + i),
      })),
      health: { alarms: ['a'], everySeconds: every, inconclusiveLimitSeconds: inconclusive },
      ...(hold === undefined ? {} : { hold }),
    }),
  );
/** The plan with the intervals that fit, minus some seconds. */
function withIntervals(plan: Plan, less = 0): Plan {
  const fitting = new Map(fittingIntervals(plan).map(({ field, atLeast }) => [field, atLeast - less]));
  const health = {
    ...plan.health,
    everySeconds: fitting.get('health.everySeconds') ?? plan.health.everySeconds,
  };
  const { hold } = plan;
  return hold === undefined
    ? { ...plan, health }
    : {
        ...plan,
        health,
        hold: { ...hold, everySeconds: fitting.get('hold.everySeconds') ?? hold.everySeconds },
      };
}

describe('the example plan', () => {
  test('has the estimate that was counted by hand', () => {
    const { phases, ...whole } = estimate(examplePlan());
    // A stage: 60 s until INSYNC, checked 6 times; then 60 s of TTL and the soak, at least 300 s, evaluated
    // every 15 s.
    //   10 % and 50 %: 60 + 60 + 600 = 720 s, 660 / 15 = 44 evaluations.
    //   100 %: 60 + 60 + 300 = 420 s, 360 / 15 = 24 evaluations.
    // The hold: 259,200 / 300 = 864 evaluations.
    expect(phases).toEqual([
      { phase: 'stage', percent: 10, soakSeconds: 600, seconds: 720, everySeconds: 15, evaluations: 44 },
      { phase: 'stage', percent: 50, soakSeconds: 600, seconds: 720, everySeconds: 15, evaluations: 44 },
      { phase: 'stage', percent: 100, soakSeconds: 300, seconds: 420, everySeconds: 15, evaluations: 24 },
      {
        phase: 'hold',
        percent: 100,
        soakSeconds: 259_200,
        seconds: 259_200,
        everySeconds: 300,
        evaluations: 864,
      },
    ]);
    // Iterations: 44 + 44 + 24 + 864 evaluations and 3 × 6 checks = 994.
    expect(whole).toEqual({
      preparationSeconds: 0,
      // 720 + 720 + 420 + 259,200.
      durationSeconds: 261_060,
      // 10 to write, 60 until INSYNC, 60 of TTL.
      backSeconds: 130,
      // And up to 300 until the next evaluation of the hold.
      worstBackSeconds: 430,
      // 12 + 3 shifts + 994 × 3, and a Task of probes before each of 976 evaluations.
      transitions: 3_973,
      // 48 + 3 × 5 + 994 × 9 + 976 × 5.
      historyEvents: 13_889,
      // 900 s more each: (1,620 / 15 + 6) × 2 + (1,320 / 15 + 6) = 322 iterations. In the hold 864, and 28
      // until data has been missing for a day: after 0, 300, 600, 1,200 and 2,400 s, and then every hour.
      // 600 s at the most between them with probes: 144 after 4,500 s, so 864 + 145 in the hold.
      // 48 + 4 × 5 + 1,331 × 14.
      worstHistoryEvents: 18_702,
      // 3,973 transitions at 0.000025, 6 + 3 + 994 + 976 invocations at 0.0000010333375, and 2,320 s of
      // probes at 0.25 GB and 0.0000133334.
      estimatedUsd: expect.closeTo(0.099325 + 0.0020449749 + 0.007733372, 9),
      // 1,680 s of soaks every 5 s, and 259,200 s of hold every 300 s. In the soaks the function waits for 10
      // of each 15 s; in the hold it sends one round each time.
      probes: { rounds: 336 + 864, functionSeconds: 112 * 10 + 1_200 },
    });
  });
});

describe('a stage', () => {
  const phase = (percent: number, soakSeconds: number) =>
    estimate(planOf({ stages: [{ percent, soakSeconds }], health: { alarms: ['a'], everySeconds: 30 } }))
      .phases[0];

  test.each([
    [0, 0, 120, 2],
    [0, 301, 421, 13],
    [10, 0, 420, 12],
    [10, 300, 420, 12],
    [10, 301, 421, 13],
  ])('of %i %% with a soak of %i s takes %i s and %i evaluations', (percent, soak, takes, evaluations) => {
    expect(phase(percent, soak)).toMatchObject({ seconds: takes, evaluations });
  });
});

test.each([
  [0, 300, 0],
  [900, 300, 3],
  [901, 300, 4],
])('a hold of %i s, evaluated every %i s, takes %i evaluations', (seconds, everySeconds, evaluations) => {
  expect(estimate(planOf({ hold: { seconds, everySeconds } })).phases.at(-1)).toMatchObject({ evaluations });
});

test.each([
  [15, undefined, 145],
  [15, 60, 190],
  [600, 60, 730],
])('evaluated every %i s, in the hold every %p s, the longest revert time is %i s', (every, hold, back) => {
  const plan = planOf({
    health: { alarms: ['a'], everySeconds: every },
    ...(hold === undefined ? {} : { hold: { seconds: 60, everySeconds: hold } }),
  });
  // The event of an alarm does not wait for an evaluation.
  expect(estimate(plan)).toMatchObject({ worstBackSeconds: back, backSeconds: 130 });
});

describe('the history', () => {
  test('of a valid plan has at most 20,000 events, and the expected number is at most the highest', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        fc.pre(checkPlan(plan).ok);
        const { historyEvents, worstHistoryEvents } = estimate(plan);
        expect(worstHistoryEvents).toBeLessThanOrEqual(20_000);
        expect(historyEvents).toBeLessThanOrEqual(worstHistoryEvents);
      }),
    );
  });

  test('has fitting intervals exactly if it is too long', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        expect(fittingIntervals(plan).length === 0).toBe(
          estimate(plan).worstHistoryEvents <= MAX_HISTORY_EVENTS,
        );
      }),
    );
  });

  test('fits with the fitting intervals, and does not with one second less', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        fc.pre(fittingIntervals(plan).length > 0);
        expect(estimate(withIntervals(plan)).worstHistoryEvents).toBeLessThanOrEqual(MAX_HISTORY_EVENTS);
        expect(fittingIntervals(withIntervals(plan))).toEqual([]);
        expect(estimate(withIntervals(plan, 1)).worstHistoryEvents).toBeGreaterThan(MAX_HISTORY_EVENTS);
      }),
    );
  });

  test('has only fitting intervals that are longer than those of the plan', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        for (const { everySeconds: now, atLeast } of fittingIntervals(plan)) {
          expect(atLeast).toBeGreaterThan(now);
        }
      }),
    );
  });

  test('has a fitting interval of only the hold if the stages fit', () => {
    const plan = planOf({ hold: { seconds: 259_200, everySeconds: 15 } });
    expect(fittingIntervals(plan)).toEqual([{ field: 'hold.everySeconds', everySeconds: 15, atLeast: 124 }]);
  });

  test('keeps the interval of a hold that is as long as the new interval of the stages', () => {
    const health = { alarms: ['a'], everySeconds: 1, inconclusiveLimitSeconds: 7_200 };
    const plan = planOf({ health, hold: { seconds: 3_600, everySeconds: 13 } });
    expect(fittingIntervals(plan)).toEqual([{ field: 'health.everySeconds', everySeconds: 1, atLeast: 13 }]);
  });

  test('includes the evaluations during an approval', () => {
    const stage = { percent: 100, soakSeconds: 600 };
    const worstOf = (over: object) =>
      estimate(planOf({ stages: [{ ...stage, ...over }], hold: { seconds: 0 } })).worstHistoryEvents;
    expect(worstOf({ approval: { timeoutSeconds: 6_000 } }) - worstOf({})).toBe((6_000 / 60) * 9);
  });

  test('keeps the interval of a hold that is long enough', () => {
    const plan = planOf({
      stages: [{ percent: 100, soakSeconds: 86_400 }],
      health: { alarms: ['a'], everySeconds: 1 },
      hold: { seconds: 3_600, everySeconds: 3_600 },
    });
    expect(fittingIntervals(plan)).toEqual([{ field: 'health.everySeconds', everySeconds: 1, atLeast: 41 }]);
  });
});

test('no number of the estimate is lower with longer soaks', () => {
  fc.assert(
    fc.property(plans, fc.integer({ min: 1, max: 7_200 }), (plan, more) => {
      const longer = {
        ...plan,
        stages: plan.stages.map((stage) => ({ ...stage, soakSeconds: stage.soakSeconds + more })),
      };
      const { phases, probes: _, ...before } = estimate(plan);
      const { phases: longerPhases, probes, ...after } = estimate(longer);
      expect(probes).toBeNull();
      expect(longerPhases).toHaveLength(phases.length);
      for (const key of Object.keys(before) as (keyof typeof before)[]) {
        expect(after[key]).toBeGreaterThanOrEqual(before[key]);
      }
    }),
  );
});

describe('a comparison that waits until it knows', () => {
  const compare = { old: 'app/old/1', new: 'app/new/1' };
  const stages = (...percents: number[]) => percents.map((percent) => ({ percent, soakSeconds: 600 }));
  const worst = (over: object, plan: Partial<PlanInput> = {}) =>
    estimate(
      planOf({
        stages: stages(10, 100),
        ...plan,
        health: { alarms: ['a'], compare: { ...compare, ...over } },
      }),
    ).worstHistoryEvents;
  const waits = { whenUnknown: 'wait' as const, unknownLimitSeconds: 3_840 };

  test('adds its evaluations, ever further apart, to each stage that has something to compare', () => {
    // 7 evaluations of 9 events, as in a hold without data.
    expect(worst(waits) - worst({})).toBe(7 * 9);
    expect(
      worst(waits, { stages: stages(0, 10, 50, 100) }) - worst({}, { stages: stages(0, 10, 50, 100) }),
    ).toBe(2 * 7 * 9);
  });

  test('adds them to a hold below 100 % as well', () => {
    const plan = {
      stages: stages(50),
      hold: { seconds: 3_600, everySeconds: 60, inconclusiveLimitSeconds: 0 },
    };
    expect(worst(waits, plan) - worst({}, plan)).toBe(2 * 7 * 9);
  });

  test('takes as long again after a deployment, which begins it again', () => {
    const deploying = { stages: [...stages(10), { percent: 100, soakSeconds: 600, deploy }] };
    const without = estimate(planOf({ ...deploying, health: { alarms: ['a'] } })).worstHistoryEvents;
    expect(worst({ whenUnknown: 'accept' }, deploying) - without).toBe((600 / 60) * 9);
    expect(worst(waits, deploying) - worst({}, deploying)).toBe(2 * 7 * 9);
  });

  test('does not change what a plan takes if all goes well', () => {
    const secondsOf = (over: object) =>
      estimate(planOf({ stages: stages(10, 100), health: { alarms: ['a'], ...over } })).durationSeconds;
    expect(secondsOf({ compare: { ...compare, ...waits } })).toBe(secondsOf({}));
  });
});

test('the limit of iterations ends the loop before the history is full', () => {
  // 9 events per iteration, 48 outside the loops, 5 for each of at most 50 shifts, and a margin for the
  // revert.
  expect(MAX_ITERATIONS * 9 + 48 + 50 * 5).toBeLessThan(24_000);
  expect(MAX_ITERATIONS * 9 + 1_000).toBeGreaterThan(MAX_HISTORY_EVENTS);
  expect(MAX_ITERATIONS).toBe(2_555);
});

describe('a plan with probes', () => {
  const smokeTest = { baseUrl: 'https://gw-api.example.com', checks: [{ path: '/health' }] };
  const stages = [{ percent: 100, soakSeconds: 300 }];
  const health = { alarms: ['a'], everySeconds: 15 };
  const planWith = (probes: object, hold?: object) =>
    planOf({
      stages,
      health,
      smokeTest: { ...smokeTest, ...probes },
      ...(hold === undefined ? {} : { hold: { seconds: 86_400, ...hold } }),
    });

  test('has 5 events, a transition and an invocation more for each evaluation', () => {
    const before = estimate(planWith({}));
    const after = estimate(planWith({ everySeconds: 5 }));
    // 360 s are monitored: 24 evaluations.
    expect(after.historyEvents - before.historyEvents).toBe(24 * 5);
    expect(after.transitions - before.transitions).toBe(24);
    expect(after.durationSeconds).toBe(before.durationSeconds);
    // A round every 5 s; in each 15 s the function waits for 10 s.
    expect(after.probes).toEqual({ rounds: 72, functionSeconds: 24 * 10 + 72 });
    // A transition, an invocation of 0.25 s, and 312 s at 0.25 GB each.
    const invocation = 0.0000002 + 0.25 * 0.25 * 0.0000133334;
    const probing = 312 * 0.25 * 0.0000133334;
    expect(after.estimatedUsd - before.estimatedUsd).toBeCloseTo(24 * (0.000025 + invocation) + probing, 9);
    // 1,320 / 15 evaluations and 6 checks at the worst, each counted with 5 events more.
    expect(after.worstHistoryEvents - before.worstHistoryEvents).toBe((1_320 / 15 + 6) * 5);
  });

  test('is evaluated at least every 10 minutes in the hold, or as often as it probes', () => {
    const holdOf = (probes: object) =>
      estimate(planWith(probes, { everySeconds: 3_600 })).phases.find(({ phase }) => phase === 'hold');
    expect(holdOf({})).toMatchObject({ everySeconds: 3_600, evaluations: 24 });
    expect(holdOf({ everySeconds: 5 })).toMatchObject({ everySeconds: 600, evaluations: 144 });
    expect(holdOf({ everySeconds: 5, holdEverySeconds: 1_800 })).toMatchObject({ everySeconds: 1_800 });
  });

  test('has one round for each interval that is longer than a Task', () => {
    const { probes } = estimate(
      planWith({ everySeconds: 600, holdEverySeconds: 1_800 }, { everySeconds: 600 }),
    );
    // 360 s of soak and 86,400 s of hold.
    expect(probes).toEqual({ rounds: 1 + 48, functionSeconds: 49 });
  });

  test('sends none while a stage deploys', () => {
    const deploy = {
      applicationName: 'api',
      deploymentGroupName: 'new',
      taskDefinitionArn: 'arn:aws:ecs:eu-west-1:111122223333:task-definition/api:7',
      containerName: 'api',
      containerPort: 8080,
    };
    const given = { health, smokeTest: { ...smokeTest, everySeconds: 5 } };
    const deployed = planOf({ ...given, stages: [{ percent: 100, soakSeconds: 300, deploy }] });
    const { phases, probes } = estimate(deployed);
    expect(phases.map(({ phase }) => phase)).toEqual(['deployment', 'stage']);
    expect(probes).toEqual(estimate(planOf({ ...given, stages })).probes);
  });

  test('that has too many events is reported the interval of its probes too', () => {
    const plan = planWith({ everySeconds: 5 }, { seconds: 30 * 86_400 - 3_600, everySeconds: 3_600 });
    expect(fittingIntervals(plan)).toEqual([
      { field: 'smokeTest.holdEverySeconds', everySeconds: 15, atLeast: expect.any(Number) },
    ]);
    const [{ atLeast } = { atLeast: 0 }] = fittingIntervals(plan);
    const fitted = planWith(
      { everySeconds: 5, holdEverySeconds: atLeast },
      { seconds: 30 * 86_400 - 3_600, everySeconds: 3_600 },
    );
    expect(fittingIntervals(fitted)).toEqual([]);
    expect(estimate(fitted).worstHistoryEvents).toBeLessThanOrEqual(MAX_HISTORY_EVENTS);
  });

  test('that probes too often in its soaks is reported the interval of health, and of the probes', () => {
    const long = [{ percent: 100, soakSeconds: 2_500_000 }];
    const plan = planOf({ stages: long, health, smokeTest: { ...smokeTest, everySeconds: 5 } });
    expect(fittingIntervals(plan).map(({ field }) => field)).toEqual([
      'health.everySeconds',
      'smokeTest.everySeconds',
    ]);
  });

  test('has fewer iterations, because each has more events', () => {
    expect(maxIterations(planWith({}))).toBe(MAX_ITERATIONS);
    const most = maxIterations(planWith({ everySeconds: 5 }));
    expect(most * 14).toBeLessThanOrEqual(23_000);
    expect(most * 14 + 1_000).toBeGreaterThan(MAX_HISTORY_EVENTS);
  });
});

describe('a plan with deployments', () => {
  const stages = [
    { percent: 10, soakSeconds: 60, deploy: { ...deploy, timeoutSeconds: 900 } },
    { percent: 100, soakSeconds: 60, deploy: { ...deploy, timeoutSeconds: 120 } },
  ];
  const health = { alarms: ['a'], everySeconds: 60, inconclusiveLimitSeconds: 900 };

  test('has the estimate that was counted by hand', () => {
    const { phases, ...whole } = estimate(planOf({ stages, health }));
    // The first stage is monitored for another 300 s after the deployment of the second stage.
    const stage = { phase: 'stage', soakSeconds: 60, everySeconds: 60 };
    const deployment = { phase: 'deployment', soakSeconds: 0, everySeconds: 30 };
    expect(phases).toEqual([
      { ...deployment, percent: null, seconds: 600, evaluations: 20 },
      { ...stage, percent: 10, seconds: 720, evaluations: 11 },
      { ...deployment, percent: 10, seconds: 120, evaluations: 4 },
      { ...stage, percent: 100, seconds: 420, evaluations: 6 },
    ]);
    // Iterations: 20 + 11 + 6 + 4 + 6 + 6 = 53; two shifts and two starts.
    expect(whole).toMatchObject({
      durationSeconds: 1_860,
      worstBackSeconds: 60 + 10 + 60 + 60,
      transitions: 12 + 4 + 53 * 3,
      historyEvents: 48 + 4 * 5 + 53 * 9,
      // 30 + 4 checks of deployments; (720 + 2 × 900) / 60 = 42 and (420 + 900) / 60 = 22 evaluations; 12
      // checks.
      worstHistoryEvents: 48 + 4 * 5 + (30 + 4 + 42 + 22 + 12) * 9,
    });
  });

  test('has a revert time without the interval of a deployment before the first stage', () => {
    const [first] = stages;
    const slow = { ...first, deploy: { ...deploy, everySeconds: 600 } } as (typeof stages)[number];
    expect(
      estimate(planOf({ stages: [slow, { percent: 100, soakSeconds: 60 }], health })).worstBackSeconds,
    ).toBe(190);
  });

  test('has a fitting interval of its deployments if these have too many checks', () => {
    const long = { ...deploy, timeoutSeconds: 604_800, everySeconds: 10 };
    const plan = planOf({ stages: [{ percent: 100, soakSeconds: 60, deploy: long }], health });
    const fitting = fittingIntervals(plan);
    expect(fitting.map(({ field }) => field)).toEqual([
      'health.everySeconds',
      'stages[0].deploy.everySeconds',
    ]);
    const atLeast = fitting[0]?.atLeast ?? 0;
    const withInterval = (everySeconds: number) =>
      planOf({
        stages: [{ percent: 100, soakSeconds: 60, deploy: { ...long, everySeconds } }],
        health: { ...health, everySeconds },
      });
    expect(estimate(withInterval(atLeast)).worstHistoryEvents).toBeLessThanOrEqual(MAX_HISTORY_EVENTS);
    expect(estimate(withInterval(atLeast - 1)).worstHistoryEvents).toBeGreaterThan(MAX_HISTORY_EVENTS);
  });
});

describe('a preparation', () => {
  const ttl = { seconds: 30, leadSeconds: 172_800 };
  const alias = { hostedZoneId: 'Z2FDTNDATAQYW2', dnsName: 'new.example.net' };
  const { router } = planInput();
  const plain = estimate(planOf());

  test('takes no time if the plan has none', () => {
    expect(plain.preparationSeconds).toBe(0);
  });

  test('takes as long as the lead, with a check every hour', () => {
    const prepared = estimate(planOf({ ttl }));
    // 60 s until INSYNC, checked 6 times, then 172,800 / 3,600 = 48 checks; and three tasks and two choices.
    expect(prepared.preparationSeconds).toBe(172_860);
    expect(prepared.durationSeconds - plain.durationSeconds).toBe(172_860);
    expect(prepared.transitions - plain.transitions).toBe(54 * 3 + 5);
    expect(prepared.historyEvents - plain.historyEvents).toBe(54 * 9 + 21);
    expect(prepared.worstHistoryEvents - plain.worstHistoryEvents).toBe(54 * 9 + 21);
  });

  test('of a record that is only adopted waits only for INSYNC', () => {
    const adopted = estimate(planOf({ router: { ...router, adopt: { newTarget: { alias } } } }));
    expect(adopted.preparationSeconds).toBe(60);
  });

  test('counts toward the longest duration of a plan', () => {
    const hold = { seconds: 2_500_000 };
    const week = { leadSeconds: 604_800 };
    expect(checkPlan(planInput({ hold }))).toMatchObject({ ok: true });
    expect(checkPlan(planInput({ hold, ttl: week }))).toMatchObject({ problems: [{ path: 'stages' }] });
  });
});
