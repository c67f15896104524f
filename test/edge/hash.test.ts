import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bucketOf, fmix32, fnv1a } from '../../lambdas/edge/hash';
import { groupDeviation, populations, USERS, worstShare } from '../support/edge/user-populations';

const b = (user: string) => bucketOf('b', user);
const even = (user: string) => bucketOf('fnv1a-fmix32', user);

describe('the hash of system B', () => {
  test.each([
    ['', 0],
    ['a', 97],
    ['hello', 99_162_322],
    ['Hello, World!', 1_498_789_909],
    ['The quick brown fox jumps over the lazy dog', -609_428_141],
    ['polygenelubricants', -2_147_483_648],
  ])("of %j is Java's String.hashCode, plus 2^31, modulo 100", (text, hashCode) => {
    expect(b(text)).toBe((hashCode + 2 ** 31) % 100);
  });

  test.each([
    ['alice', 88],
    ['bob', 65],
    ['Jürgen', 16],
    ['😀', 47],
  ])('puts %s into bucket %d', (user, bucket) => {
    expect(b(user)).toBe(bucket);
  });
});

describe('the hash fnv1a-fmix32', () => {
  test.each([
    ['', 0x811c9dc5],
    ['a', 0xe40c292c],
    ['foobar', 0xbf9cf968],
  ])('uses 32-bit FNV-1a: published vector of %j', (text, hash) => {
    expect(fnv1a(text)).toBe(hash);
  });

  test.each([
    [0, 0],
    [1, 0x514e28b7],
    [0xffffffff, 0x81f16f39],
  ])('uses the finalizer of MurmurHash3: %d', (from, to) => {
    expect(fmix32(from)).toBe(to);
  });
});

test('every text always has the same bucket from 0 to 99', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (user) => {
      for (const bucket of [b, even]) {
        const found = bucket(user);
        expect(Number.isInteger(found) && found >= 0 && found < 100).toBe(true);
        expect(bucket(user)).toBe(found);
      }
    }),
  );
});

describe(`the share of ${USERS} users`, () => {
  const all = Object.entries(populations).map(([name, user]) => {
    const users = Array.from({ length: USERS }, (_, i) => user(i));
    return { name, even: worstShare(users.map(even)), b: worstShare(users.map(b)) };
  });

  test.each(all)('is within 0.5 points of every percent: $name', ({ even: [, deviation] }) => {
    expect(Math.abs(deviation)).toBeLessThanOrEqual(0.5);
  });

  test.each(all.slice(0, 7))(
    'is within 0.5 points with the hash of system B: $name',
    ({ b: [, deviation] }) => {
      expect(Math.abs(deviation)).toBeLessThanOrEqual(0.5);
    },
  );

  test.each(all.slice(7))(
    'differs by more than a point with the hash of system B: $name',
    ({ b: [, deviation] }) => {
      expect(Math.abs(deviation)).toBeGreaterThan(1);
    },
  );
});

test('similar names share a side with the hash of system B, and are independent with fnv1a-fmix32', () => {
  const independent = Math.sqrt((50 * 50) / 10);
  expect(groupDeviation(b, 50)).toBeGreaterThan(2.5 * independent);
  expect(groupDeviation(even, 50) / independent).toBeCloseTo(1, 1);
});
