import { beforeEach, describe, expect, test } from '@jest/globals';
import type { SecretSource } from '../../lambdas/ports';

/** A source of secrets, and how a test creates them. */
export interface SecretSourceHarness {
  readonly secrets: SecretSource;
  /** Creates a secret in Secrets Manager. @returns its ARN */
  seedSecret(value: string): Promise<string>;
  /** Creates an encrypted parameter in Parameter Store. @returns its ARN */
  seedParameter(value: string): Promise<string>;
  /** ARNs of a secret and of a parameter that do not exist. */
  readonly missingArns: readonly string[];
}

/** What every source of secrets must do. */
export function describeSecretSource(name: string, make: () => Promise<SecretSourceHarness>): void {
  describe(`${name} as a source of secrets`, () => {
    let harness: SecretSourceHarness;

    beforeEach(async () => {
      harness = await make();
    });

    test('reads a secret and a parameter as they were stored', async () => {
      const { secrets, seedSecret, seedParameter } = harness;
      for (const value of ['canary', '{"token":"canary"}', 'two\nlines']) {
        expect(await secrets.read(await seedSecret(value))).toEqual({ value });
        expect(await secrets.read(await seedParameter(value))).toEqual({ value });
      }
    });

    test('names what does not exist, by its ARN and the error, as a failure that stays', async () => {
      for (const arn of harness.missingArns) {
        const reading = await harness.secrets.read(arn);
        expect(reading).toEqual({
          failure: expect.stringMatching(/^the secret arn:\S+ cannot be read \(\w*NotFound\w*\)$/),
          retryable: false,
        });
        expect(JSON.stringify(reading)).toContain(arn);
      }
    });
  });
}
