import { describe, expect, test } from '@jest/globals';
import { routeKey } from '../../../lambdas/core/routers/route';
import { requireSoundEntry } from '../../../lambdas/core/shared/ledger-entry';
import { planOf } from '../../support/plans/plans';

const { router } = planOf();
const entryWith = (snapshot: { readonly percent: number } | null, more: object = {}) => ({
  ...{ router, snapshot, expected: null, shiftingUntil: null, prepared: null, ...more },
});
const check = (...args: Parameters<typeof entryWith>) =>
  requireSoundEntry(routeKey(router), entryWith(...args));

describe('a snapshot', () => {
  test.each([0, 1, 99, 100])('of %d %% is sound', (percent) => {
    expect(() => check({ percent })).not.toThrow();
  });

  test.each([-1, 101, 0.5, 99.5, Number.NaN, Number.POSITIVE_INFINITY])('of %d %% is not', (percent) => {
    expect(() => check({ percent })).toThrow('`snapshot.percent` is not a whole number from 0 to 100');
  });

  test('may be missing before anything was recorded, and during a preparation', () => {
    expect(() => check(null)).not.toThrow();
    expect(() => check(null, { prepared: {}, expected: {}, shiftingUntil: 'x' })).not.toThrow();
  });

  test.each([{ expected: {} }, { shiftingUntil: 'x' }])('may not be missing with %j', (more) => {
    expect(() => check(null, more)).toThrow('`snapshot` is missing, although a shift was recorded');
  });
});
