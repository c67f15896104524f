import { describe, expect, test } from '@jest/globals';
import { stageOf } from '../../lambdas/core/plan';
import { planInput, planOf } from '../support/plans';

test('a plan is filled in with its defaults', () => {
  expect(planOf({ preflight: {}, hold: { seconds: 60 } })).toEqual({
    ...planInput(),
    router: { ...planInput().router, recordTypes: ['A'] },
    smokeTest: {
      baseUrl: 'https://gw-api.example.com',
      concurrency: 5,
      deadlineSeconds: 120,
      checks: [
        {
          method: 'GET',
          path: '/health',
          headers: {},
          expectStatus: [200],
          expectHeaders: {},
          expectJson: [],
          timeoutMs: 5_000,
          retries: 2,
          backoffMs: 500,
          followRedirects: false,
        },
      ],
    },
    health: {
      alarms: ['api-new-5xx-rate'],
      everySeconds: 60,
      insufficientData: 'wait',
      inconclusiveLimitSeconds: 900,
      errorLimit: 4,
    },
    preflight: { certificateDaysLeft: 14, targetGroupArns: [], maxTtlSeconds: 60 },
    hold: { seconds: 60, everySeconds: 300 },
  });
});

test('without a preflight it has the preflight’s defaults, and without a hold it has none', () => {
  const { preflight, hold } = planOf();
  expect(preflight).toEqual({ certificateDaysLeft: 14, targetGroupArns: [], maxTtlSeconds: 60 });
  expect(hold).toBeUndefined();
});

test.each(['api.example.com', 'API.Example.COM', 'api.example.com.'])(
  'the record name %s is held in one spelling',
  (recordName) => {
    expect(planOf({ router: { ...planInput().router, recordName } }).router.recordName).toBe(
      'api.example.com',
    );
  },
);

describe('a stage', () => {
  test('is found by its index', () => {
    expect(stageOf(planOf(), 1)).toEqual({ percent: 50, soakSeconds: 600 });
  });

  test.each([-1, 3])('%i that is not there is nobody’s guess', (stage) => {
    expect(() => stageOf(planOf(), stage)).toThrow(
      new RangeError(`the plan has 3 stages, there is no stage ${stage}`),
    );
  });
});
