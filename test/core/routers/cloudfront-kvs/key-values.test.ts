import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  keyValueDrift,
  keyValuesAt,
  readKeyValues,
} from '../../../../lambdas/core/routers/cloudfront-kvs/key-values';
import { keyValueStore } from '../../../support/plans/routers';

const router = keyValueStore({ configKeys: ['APIGW_B1_URL', 'APIGW_A_URL'] });
const urls = { APIGW_A_URL: 'https://a.example.com', APIGW_B1_URL: 'https://b1.example.com' };
const values = (split: string, more: object = urls) =>
  new Map(Object.entries({ ...more, 'traffic-split': split, unrelated: '7' }));
const version = (split: string) => readKeyValues(router, values(split)).version;

describe('readKeyValues', () => {
  test('reads the percent, and a version with the key of the percent before the configured keys', () => {
    expect(readKeyValues(router, values('37'))).toEqual({
      percent: 37,
      version: JSON.stringify([
        { Key: 'traffic-split', Value: '37' },
        { Key: 'APIGW_B1_URL', Value: urls.APIGW_B1_URL },
        { Key: 'APIGW_A_URL', Value: urls.APIGW_A_URL },
      ]),
      ttlSeconds: 0,
      ttlIsOurs: false,
    });
  });

  test.each(['', ' 5', '5 ', '05', '5.5', '101', '-1', '1e1', 'null', '٥', '5%'])(
    'refuses a percent of %j as a broken route',
    (split) => {
      expect(() => readKeyValues(router, values(split))).toThrow(
        expect.objectContaining({
          name: 'RouteBrokenError',
          message:
            `the key "traffic-split" holds ${JSON.stringify(split)}; ` +
            'it must be a whole number from 0 to 100',
        }),
      );
    },
  );

  test('quotes only the first 40 characters of a value that is not a percent', () => {
    expect(() => readKeyValues(router, values('x'.repeat(1_000)))).toThrow(`holds "${'x'.repeat(40)}"; it`);
  });

  test.each([
    ['traffic-split', new Map(Object.entries(urls))],
    ['APIGW_A_URL', values('0', { APIGW_B1_URL: urls.APIGW_B1_URL })],
  ])('refuses a route without %s as broken', (key, found) => {
    expect(() => readKeyValues(router, found)).toThrow(`there is no key "${key}" in the store arn:aws`);
  });
});

test('keyValuesAt gives the version that a read finds at the percent', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }), (from, to) => {
      expect(keyValuesAt(router, version(String(from)), to)).toBe(version(String(to)));
    }),
  );
});

test('keyValueDrift lists each key that differs with both values', () => {
  const changed = JSON.stringify([
    { Key: 'traffic-split', Value: '50' },
    { Key: 'APIGW_B1_URL', Value: 'https://b2.example.com' },
  ]);
  expect(keyValueDrift(version('10'), changed)).toBe(
    'key "traffic-split" "10" → "50"; ' +
      'key "APIGW_B1_URL" "https://b1.example.com" → "https://b2.example.com"; ' +
      'key "APIGW_A_URL" "https://a.example.com" → undefined',
  );
  expect(keyValueDrift(version('10'), version('10'))).toBe('');
});
