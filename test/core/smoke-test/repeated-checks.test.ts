import { describe, expect, test } from '@jest/globals';
import {
  probeInterval,
  probePaceOf,
  probeProblems,
  repeatedChecks,
} from '../../../lambdas/core/smoke-test/repeated-checks';
import { type PlanInput, planOf } from '../../support/plans/plans';

const smokeTestOf = (over: Partial<PlanInput['smokeTest']> = {}) =>
  planOf({
    smokeTest: { baseUrl: 'https://gw-api.example.com', checks: [{ path: '/health' }], ...over },
  }).smokeTest;

describe('the pace of the probes', () => {
  test('is null without smokeTest.everySeconds', () => {
    expect(probePaceOf(smokeTestOf())).toBeNull();
  });

  test.each([
    [{ everySeconds: 5 }, { everySeconds: 5, holdEverySeconds: 15, failuresInARow: 3 }],
    [{ everySeconds: 40 }, { everySeconds: 40, holdEverySeconds: 40, failuresInARow: 3 }],
    [
      { everySeconds: 5, holdEverySeconds: 300, failuresInARow: 2 },
      { everySeconds: 5, holdEverySeconds: 300, failuresInARow: 2 },
    ],
  ])('of %p has its defaults', (over, expected) => {
    expect(probePaceOf(smokeTestOf(over))).toEqual(expected);
  });

  test('has an interval of its own in the hold', () => {
    const pace = { everySeconds: 5, holdEverySeconds: 300, failuresInARow: 3 };
    expect([probeInterval(pace, 'soak'), probeInterval(pace, 'hold')]).toEqual([5, 300]);
  });
});

test('only GET and HEAD are repeated, unless a check says otherwise', () => {
  const checks = [
    { path: '/get' },
    { path: '/head', method: 'HEAD' as const },
    { path: '/post', method: 'POST' as const },
    { path: '/search', method: 'POST' as const, repeat: true },
    { path: '/report', repeat: false },
  ];
  expect(repeatedChecks(smokeTestOf({ checks })).map(({ path }) => path)).toEqual([
    '/get',
    '/head',
    '/search',
  ]);
});

describe('problems of probes', () => {
  const post = [{ path: '/orders', method: 'POST' as const }];

  test('are none for a plan without them, or with a check that may be repeated', () => {
    expect(probeProblems(smokeTestOf({ checks: post }))).toEqual([]);
    expect(probeProblems(smokeTestOf({ everySeconds: 5, holdEverySeconds: 60 }))).toEqual([]);
  });

  test('name the interval of the hold where probes are not turned on', () => {
    expect(probeProblems(smokeTestOf({ holdEverySeconds: 60 }))).toEqual([
      {
        path: 'smokeTest.holdEverySeconds',
        message: 'is 60; must be left out without smokeTest.everySeconds',
      },
    ]);
  });

  test('name the interval where no check may be repeated', () => {
    expect(probeProblems(smokeTestOf({ everySeconds: 5, checks: post }))).toEqual([
      {
        path: 'smokeTest.everySeconds',
        message:
          'is 5; requires a check that may be sent again: add one with GET or HEAD to smokeTest.checks,' +
          ' or set repeat: true on one that changes nothing',
      },
    ]);
  });
});
