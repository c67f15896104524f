import { beforeEach, describe, expect, test } from '@jest/globals';
import type { AutoScalingGroups } from '../../lambdas/ports';
import { type Gaps, testUnless } from './gaps';

/** A group to be set up, with instances in service in both of its zones. */
export interface SeededGroup {
  readonly desired: number;
  readonly maximum: number;
  readonly suspended?: readonly string[];
  /** Whether it is attached to a target group. @default false */
  readonly isAttached?: boolean;
  /** Names of scaling policies, each with an alarm or two. */
  readonly policies?: readonly string[];
  /** Whether the actions of those alarms are enabled; null: the alarms are deleted. @default true */
  readonly alarmActions?: boolean | null;
  /** Whether an instance refresh is under way. @default false */
  readonly isRefreshing?: boolean;
}

/** A source of Auto Scaling groups, and how a test creates them. */
export interface AutoScalingGroupsHarness {
  readonly groups: AutoScalingGroups;
  /** The name of a group that does not exist. */
  readonly missing: string;
  /** @returns its name, and the ARN of the target group that it is attached to, if it is */
  seed(group: SeededGroup): Promise<{ readonly name: string; readonly targetGroupArn?: string }>;
}

/** What every source of Auto Scaling groups must do. */
export function describeAutoScalingGroups(
  name: string,
  make: () => Promise<AutoScalingGroupsHarness>,
  gaps: Gaps<'suspended processes' | 'target groups' | 'refreshes'> = {},
): void {
  describe(`${name} as Auto Scaling groups`, () => {
    let harness: AutoScalingGroupsHarness;

    beforeEach(async () => {
      harness = await make();
    });

    const read = async (seeded: SeededGroup) => {
      const { name: group } = await harness.seed(seeded);
      return harness.groups.describe(group);
    };

    test('reads capacities, zones and instances, each with its zone', async () => {
      const found = await read({ desired: 3, maximum: 7 });
      expect(found).toMatchObject({ desired: 3, maximum: 7, isDeleting: false, refresh: null });
      expect(found?.zones).toHaveLength(2);
      expect(found?.instances).toHaveLength(3);
      for (const one of found?.instances ?? []) {
        expect(one).toMatchObject({ lifecycleState: 'InService', isHealthy: true, weight: 1 });
        expect(found?.zones).toContain(one.zone);
      }
      expect(new Set(found?.instances.map(({ id }) => id)).size).toBe(3);
    });

    test('reads a group by its ARN, by the name at the end', async () => {
      const { name: group } = await harness.seed({ desired: 2, maximum: 2 });
      const arn = `arn:aws:autoscaling:eu-west-1:000000000000:autoScalingGroup:1:autoScalingGroupName/${group}`;
      expect(await harness.groups.describe(arn)).toMatchObject({ name: group });
    });

    testUnless(gaps['suspended processes'], 'reads suspended processes', async () => {
      const found = await read({ desired: 2, maximum: 2, suspended: ['Launch', 'AZRebalance'] });
      expect(found?.suspended.map(({ process }) => process).sort()).toEqual(['AZRebalance', 'Launch']);
      expect((await read({ desired: 2, maximum: 2 }))?.suspended).toEqual([]);
    });

    testUnless(gaps['target groups'], 'reads the target group that it is attached to', async () => {
      const { name: group, targetGroupArn } = await harness.seed({
        desired: 2,
        maximum: 2,
        isAttached: true,
      });
      expect((await harness.groups.describe(group))?.targetGroupArns).toEqual([targetGroupArn]);
      expect((await read({ desired: 2, maximum: 2 }))?.targetGroupArns).toEqual([]);
    });

    test('reads no policies where there are none', async () => {
      expect((await read({ desired: 2, maximum: 2 }))?.policies).toEqual([]);
    });

    test('reads policies, and whether the actions of their alarms are enabled', async () => {
      for (const alarmActions of [true, false, null]) {
        const found = await read({ desired: 2, maximum: 4, policies: ['cpu', 'requests'], alarmActions });
        expect(found?.policies.map((one) => one.name).sort()).toEqual(['cpu', 'requests']);
        for (const { isEnabled, alarms, onlyForecasts } of found?.policies ?? []) {
          expect([isEnabled, onlyForecasts]).toEqual([true, undefined]);
          expect([...new Set(alarms.map(({ actionsEnabled }) => actionsEnabled))]).toEqual([alarmActions]);
        }
      }
    });

    testUnless(gaps.refreshes, 'reads an instance refresh that is under way', async () => {
      expect((await read({ desired: 2, maximum: 2, isRefreshing: true }))?.refresh).toMatch(
        /^(Pending|InProgress)$/,
      );
    });

    test('returns null for a group that does not exist', async () => {
      expect(await harness.groups.describe(harness.missing)).toBeNull();
    });
  });
}
