import { beforeEach, describe, expect, test } from '@jest/globals';
import type { HealthChecks } from '../../lambdas/ports';
import { type Gaps, testUnless } from './gaps';

/** A source of health checks, and how a test creates them. */
export interface HealthChecksHarness {
  readonly healthChecks: HealthChecks;
  /** The id of a health check that does not exist. */
  readonly missingId: string;
  /** Creates a health check on an alarm that keeps its status without data. @returns its id */
  seedOnAlarm(alarm: string): Promise<string>;
  /** Creates a health check on an HTTPS endpoint. @returns its id */
  seedOnEndpoint(): Promise<string>;
}

/** What every source of health checks must do. */
export function describeHealthChecks(
  name: string,
  make: () => Promise<HealthChecksHarness>,
  gaps: Gaps<'endpoints'> = {},
): void {
  describe(`${name} as health checks`, () => {
    let harness: HealthChecksHarness;

    beforeEach(async () => {
      harness = await make();
    });

    test('reads a health check on an alarm', async () => {
      const id = await harness.seedOnAlarm('api-new-5xx-rate');
      expect(await harness.healthChecks.describe(id, {})).toEqual({
        kind: 'CLOUDWATCH_METRIC',
        alarm: 'api-new-5xx-rate',
        alarmRegion: expect.stringMatching(/^[a-z]{2}-[a-z]+-\d$/),
        disabled: false,
        inverted: false,
        withoutData: 'LastKnownStatus',
      });
    });

    testUnless(gaps.endpoints, 'reads a health check of another kind, which watches no alarm', async () => {
      const id = await harness.seedOnEndpoint();
      expect(await harness.healthChecks.describe(id, {})).toMatchObject({ kind: 'HTTPS', alarm: null });
    });

    test('returns null for a health check that does not exist', async () => {
      expect(await harness.healthChecks.describe(harness.missingId, {})).toBeNull();
    });
  });
}
