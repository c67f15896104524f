import { describe, expect, test } from '@jest/globals';
import { judgeOwnErrors } from '../../../lambdas/core/health/own-errors';

const compare = { maxErrorRateAbovePercent: 0.5, confidence: 0.99 };
const before = { requests: 100_000, ownErrors: 10 };
const judge = (requests: number, ownErrors: number, newRequests: number) =>
  judgeOwnErrors(compare, { before, since: { requests, ownErrors }, newRequests });

describe('the errors of a load balancer itself', () => {
  test('are doubt when they are clearly more than before, for the requests of the new path', () => {
    expect(judge(90_000, 1_000, 0)).toEqual([
      {
        verdict: 'inconclusive',
        reason:
          'the load balancer itself answered 1000 of 91000 requests with a 5XX, and 10 of 100010 requests ' +
          'before the shift; it does not count them by target group, so that they may be of the new path',
      },
    ]);
  });

  test('are none of ours when there are as many as before', () => {
    expect(judge(100_000, 12, 20_000)).toEqual([]);
  });

  test('are within the limit when the new path has enough requests', () => {
    expect(judge(100_000, 40, 50_000)).toEqual([]);
    expect(judge(100_000, 400, 1_000)).toHaveLength(1);
  });

  test.each([
    [0.8, 315],
    [0.99, 333],
    [0.995, 337],
  ])(
    'are doubt from so many on that they are beyond the limit with a confidence of %d: %i',
    (confidence, least) => {
      const isDoubt = (ownErrors: number) =>
        judgeOwnErrors(
          { ...compare, confidence },
          { before, since: { requests: 100_000, ownErrors }, newRequests: 50_000 },
        ).length === 1;
      expect([isDoubt(least - 1), isDoubt(least)]).toEqual([false, true]);
    },
  );

  test('are nothing where there are none', () => {
    expect(judge(0, 0, 0)).toEqual([]);
  });

  test('never fail a cutover, because they may be of another service', () => {
    expect(judge(0, 1_000, 0).map(({ verdict }) => verdict)).toEqual(['inconclusive']);
  });
});
