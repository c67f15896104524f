import { expect, test } from '@jest/globals';
import { readDirectValue } from '../../../../lambdas/core/routers/cloudfront-kvs/direct';
import { keyValueStore } from '../../../support/plans/routers';

test.each([
  ['0', 100, 0],
  ['37', 63, 37],
  ['101', 'invalid', 'invalid'],
  ['', 'invalid', 'invalid'],
])('reads the value "%s" as weights %s and %s', (value, old, fresh) => {
  const group = 'traffic-split';
  expect(readDirectValue(keyValueStore(), value)).toEqual({
    standing: [
      { group, id: 'the old origin', weight: old },
      { group, id: 'the new origin', weight: fresh },
    ],
    version: value,
    ttlSeconds: 0,
  });
});
