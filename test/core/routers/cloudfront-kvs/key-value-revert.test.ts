import { expect, test } from '@jest/globals';
import {
  foundKeyValues,
  readKeyValuesForRevert,
} from '../../../../lambdas/core/routers/cloudfront-kvs/key-value-revert';
import { keyValueStore } from '../../../support/plans/routers';

const router = keyValueStore({ configKeys: ['OLD_URL'] });
const values = (percent: string | null, url: string | null = 'https://old.example.net') =>
  new Map([
    ...(percent === null ? [] : [['traffic-split', percent] as const]),
    ...(url === null ? [] : [['OLD_URL', url] as const]),
  ]);
const target = { percent: 5, version: foundKeyValues(router, values('5')), original: null };
const read = (found: ReadonlyMap<string, string>) => readKeyValuesForRevert(router, target, found);

test.each([
  ['5', 5, true],
  ['50', 50, false],
  ['all', null, false],
  [null, null, false],
])('reads the value %j as %j', (value, percent, isBack) => {
  expect(read(values(value))).toEqual({
    ...{ percent, isBack, isWritable: true, ttlSeconds: 0, leftAlone: [], unrestored: [] },
    version: foundKeyValues(router, values(value)),
  });
});

test('names another value of a key that says where the traffic goes, and leaves it alone', () => {
  expect(read(values('50', 'https://elsewhere.example.com'))).toMatchObject({
    leftAlone: ['key "OLD_URL" "https://old.example.net" → "https://elsewhere.example.com"'],
    unrestored: [],
  });
});

test('names a key that is missing as not put back', () => {
  expect(read(values('50', null))).toMatchObject({
    leftAlone: [],
    unrestored: ['the key "OLD_URL" is missing; create it with the value that it had'],
  });
});
