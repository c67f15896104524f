import { beforeEach, describe, expect, test } from '@jest/globals';
import type { TargetReading } from '../../lambdas/core/shared/readings';
import type { TargetHealth } from '../../lambdas/ports';
import { type Gaps, testUnless } from './gaps';

/** Target health, and what a test puts into it. */
export interface TargetHealthHarness {
  readonly health: TargetHealth;
  /** The ARN of a target group that does not exist. */
  readonly missingArn: string;
  /** States that the harness can bring about; `healthy` is one of them. */
  readonly states: readonly string[];
  /** Creates a target group with these targets (`address:port` and state) and gives its ARN. */
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

    test('reads every target in the words of ELB', async () => {
      const seeded = harness.states.map((state, i) => ({ id: `10.0.0.${i + 1}:8080`, state }));
      const found = await harness.health.targets(await harness.seed(seeded));
      const plain = found?.map(({ id, state }) => ({ id, state })).sort((a, b) => (a.id < b.id ? -1 : 1));
      expect(plain).toEqual(seeded);
      expect(found?.every(({ reason }) => typeof reason === 'string')).toBe(true);
    });

    testUnless(gaps.ports, 'tells apart two ports of one address', async () => {
      const seeded = ['10.0.0.1:8080', '10.0.0.1:8081'].map((id) => ({ id, state: 'healthy' }));
      const found = await harness.health.targets(await harness.seed(seeded));
      expect(found?.map(({ id }) => id).sort()).toEqual(['10.0.0.1:8080', '10.0.0.1:8081']);
    });

    test('an empty group has no targets', async () => {
      expect(await harness.health.targets(await harness.seed([]))).toEqual([]);
    });

    testUnless(gaps['missing groups'], 'null when there is no such group', async () => {
      expect(await harness.health.targets(harness.missingArn)).toBeNull();
    });
  });
}
