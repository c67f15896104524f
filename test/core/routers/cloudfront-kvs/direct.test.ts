import { expect, test } from '@jest/globals';
import { keyValueDirect, readDirectValue } from '../../../../lambdas/core/routers/cloudfront-kvs/direct';
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

const arn = 'arn:aws:cloudfront::111122223333:key-value-store/a-b';
test.each([
  [`${arn}/traffic-split`, arn, 'traffic-split'],
  [`${arn}/a/b`, arn, 'a/b'],
  [`${arn}/a\nb`, arn, 'a\nb'],
  [arn, arn, ''],
  ['nothing', 'nothing', ''],
])('reads the key %j of a route as the store %j and the key %j', (key, keyValueStoreArn, name) => {
  expect(keyValueDirect.fields(key, keyValueDirect.unnamed)).toEqual({ keyValueStoreArn, key: name });
});
