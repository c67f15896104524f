import { beforeEach, describe, expect, test } from '@jest/globals';
import type { TargetReading } from '../../lambdas/core/shared/readings';
import type { TargetHealth } from '../../lambdas/ports';
import { type Gaps, testUnless } from './gaps';

/** A source of target health, and how a test creates target groups. */
export interface TargetHealthHarness {
  readonly health: TargetHealth;
  /** The ARN of a target group that does not exist. */
  readonly missingArn: string;
  /** States that the harness can create; `healthy` is one of them. */
  readonly states: readonly string[];
  /** Creates a target group with these targets (`address:port` and state). @returns its ARN */
  seed(targets: readonly Pick<TargetReading, 'id' | 'state'>[]): Promise<string>;
}

/** What every source of target health must do. */
export function describeTargetHealth(
  name: string,
  make: () => Promise<TargetHealthHarness>,
  gaps: Gaps<'ports' | 'missing groups'> = {},
): void {
  describe(`${name} as target health`, () => {
    let harness: TargetHealthHarness;

    beforeEach(async () => {
      harness = await make();
    });

    test('reads every target with the state that ELB reports', async () => {
      const seeded = harness.states.map((state, i) => ({ id: `10.0.0.${i + 1}:8080`, state }));
      const found = await harness.health.targets(await harness.seed(seeded));
      const plain = found?.map(({ id, state }) => ({ id, state })).sort((a, b) => (a.id < b.id ? -1 : 1));
      expect(plain).toEqual(seeded);
      expect(found?.every(({ reason }) => typeof reason === 'string')).toBe(true);
    });

    testUnless(gaps.ports, 'reads two ports of one address as two targets', async () => {
      const seeded = ['10.0.0.1:8080', '10.0.0.1:8081'].map((id) => ({ id, state: 'healthy' }));
      const found = await harness.health.targets(await harness.seed(seeded));
      expect(found?.map(({ id }) => id).sort()).toEqual(['10.0.0.1:8080', '10.0.0.1:8081']);
    });

    test('reads no targets in an empty group', async () => {
      expect(await harness.health.targets(await harness.seed([]))).toEqual([]);
    });

    testUnless(gaps['missing groups'], 'returns null for a target group that does not exist', async () => {
      expect(await harness.health.targets(harness.missingArn)).toBeNull();
    });
  });
}
