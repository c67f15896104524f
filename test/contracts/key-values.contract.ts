import { beforeEach, describe, expect, test } from '@jest/globals';
import type { KeyValueApi } from '../../lambdas/adapters/routers/cloudfront-kvs/key-value-router';

/** A key value store, and the ARN of it. */
export interface KeyValuesHarness {
  readonly api: KeyValueApi;
  readonly storeArn: string;
}

/**
 * What a key value store accepts and refuses.
 * Source: Amazon CloudFront Developer Guide, "Quotas on key value stores"; API Reference, UpdateKeys.
 */
export function describeKeyValues(name: string, make: () => Promise<KeyValuesHarness>): void {
  describe(`${name} as a key value store`, () => {
    let harness: KeyValuesHarness;
    const etag = async () => (await harness.api.describe(harness.storeArn))?.etag ?? '';
    const put = async (key: string, value: string) =>
      harness.api.put(harness.storeArn, await etag(), key, value);

    beforeEach(async () => {
      harness = await make();
    });

    test('accepts a key of 512 characters and a value of 1,024', async () => {
      const before = await etag();
      expect(await put('k'.repeat(512), 'v'.repeat(1_024))).toEqual(expect.any(String));
      expect(await etag()).not.toBe(before);
      expect(await harness.api.get(harness.storeArn, 'k'.repeat(512))).toBe('v'.repeat(1_024));
    });

    test.each([
      ['a key of 513 characters', 'k'.repeat(513), '1'],
      ['an empty key', '', '1'],
      ['a value of 1,025 characters', 'k', 'v'.repeat(1_025)],
    ])('refuses %s and changes nothing', async (_, key, value) => {
      const before = await etag();
      await expect(put(key, value)).rejects.toMatchObject({ name: 'ValidationException' });
      expect(await etag()).toBe(before);
    });

    test('does not write against an older ETag', async () => {
      const before = await etag();
      await put('k', '1');
      expect(await harness.api.put(harness.storeArn, before, 'k', '2')).toBeNull();
      expect(await harness.api.get(harness.storeArn, 'k')).toBe('1');
    });
  });
}
