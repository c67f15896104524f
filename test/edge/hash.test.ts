import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bucketOf, fmix32, fnv1a } from '../../lambdas/edge/hash';
import { neighbourSpread, populations, USERS, worstShare } from '../support/edge/user-populations';

const b = (user: string) => bucketOf('b', user);
const fresh = (user: string) => bucketOf('fnv1a-fmix32', user);

describe("system B's hash", () => {
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

describe('the hash for new stores', () => {
  test.each([
    ['', 0x811c9dc5],
    ['a', 0xe40c292c],
    ['foobar', 0xbf9cf968],
  ])('begins with 32-bit FNV-1a: the published vector of %j', (text, hash) => {
    expect(fnv1a(text)).toBe(hash);
  });

  test.each([
    [0, 0],
    [1, 0x514e28b7],
    [0xffffffff, 0x81f16f39],
  ])("and ends with MurmurHash3's finaliser: %d", (from, to) => {
    expect(fmix32(from)).toBe(to);
  });
});

test('every text has a bucket from 0 to 99, always the same', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (user) => {
      for (const bucket of [b, fresh]) {
        const found = bucket(user);
        expect(Number.isInteger(found) && found >= 0 && found < 100).toBe(true);
        expect(bucket(user)).toBe(found);
      }
    }),
  );
});

describe(`at every percent p the share of ${USERS} users is p ± 0.5`, () => {
  const all = Object.entries(populations).map(([name, user]) => {
    const users = Array.from({ length: USERS }, (_, i) => user(i));
    return { name, fresh: worstShare(users.map(fresh)), b: worstShare(users.map(b)) };
  });

  test.each(all)('$name', ({ fresh: [, deviation] }) => {
    expect(Math.abs(deviation)).toBeLessThanOrEqual(0.5);
  });

  test.each(all.slice(0, 7))("with system B's hash too: $name", ({ b: [, deviation] }) => {
    expect(Math.abs(deviation)).toBeLessThanOrEqual(0.5);
  });

  test.each(all.slice(7))("but not with system B's hash: $name", ({ b: [, deviation] }) => {
    expect(Math.abs(deviation)).toBeGreaterThan(1);
  });
});

test("neighbours land together with system B's hash, and as if drawn by lot with the other", () => {
  const byLot = Math.sqrt((50 * 50) / 10);
  expect(neighbourSpread(b, 50)).toBeGreaterThan(2.5 * byLot);
  expect(neighbourSpread(fresh, 50) / byLot).toBeCloseTo(1, 1);
});
