import { beforeEach, describe, expect, test } from '@jest/globals';
import { readableChanges } from '../../lambdas/core/stack-changes/change-set';
import type { ChangeSets } from '../../lambdas/ports';
import { type Gaps, testUnless } from './gaps';

/** A change of a topic of SNS: another display name leaves it in place, another name replaces it. */
export interface SeededChange {
  readonly logicalId: string;
  readonly does: 'add' | 'remove' | 'modify' | 'replace';
}

/** A change set by its two names. */
export interface SeededChangeSet {
  readonly stackName: string;
  readonly changeSetName: string;
}

/** Change sets, and what a test puts into them. */
export interface ChangeSetsHarness {
  readonly changeSets: ChangeSets;
  /** Creates a stack and a change set of it that holds these changes. */
  seed(changes: readonly SeededChange[]): Promise<SeededChangeSet>;
  /** Creates one that is still being created. */
  seedUnfinished(): Promise<SeededChangeSet>;
}

/** What every source of change sets must do. */
export function describeChangeSets(
  name: string,
  make: () => Promise<ChangeSetsHarness>,
  gaps: Gaps<'unfinished' | 'empty'> = {},
): void {
  describe(`${name} as change sets`, () => {
    let harness: ChangeSetsHarness;

    beforeEach(async () => {
      harness = await make();
    });

    const describeIt = ({ stackName, changeSetName }: SeededChangeSet) =>
      harness.changeSets.describe(stackName, changeSetName);

    test('reads what happens to each resource', async () => {
      const seeded = await harness.seed([
        { logicalId: 'Added', does: 'add' },
        { logicalId: 'Modified', does: 'modify' },
        { logicalId: 'Removed', does: 'remove' },
        { logicalId: 'Replaced', does: 'replace' },
      ]);
      const found = await describeIt(seeded);
      expect(found).toMatchObject({ status: 'CREATE_COMPLETE', executionStatus: 'AVAILABLE' });
      const changes = [...(found?.changes ?? [])].sort((a, b) => (a.logicalId < b.logicalId ? -1 : 1));
      const common = { stack: seeded.stackName, type: 'AWS::SNS::Topic', touches: true };
      expect(changes).toMatchObject([
        { ...common, logicalId: 'Added', action: 'Add', replacement: 'never', causes: [] },
        { ...common, logicalId: 'Modified', action: 'Modify', replacement: 'never', causes: ['DisplayName'] },
        { ...common, logicalId: 'Removed', action: 'Remove', replacement: 'never', causes: [] },
        { ...common, logicalId: 'Replaced', action: 'Modify', replacement: 'always', causes: ['TopicName'] },
      ]);
    });

    test('what it says survives JSON', async () => {
      const found = await describeIt(await harness.seed([{ logicalId: 'Added', does: 'add' }]));
      expect(JSON.parse(JSON.stringify(found))).toEqual(found);
    });

    testUnless(gaps.empty, 'one without changes can be judged, and has none', async () => {
      const seeded = await harness.seed([]);
      const found = await describeIt(seeded);
      expect(found?.status).toBe('FAILED');
      expect(readableChanges(seeded.stackName, seeded.changeSetName, found)).toEqual({
        ok: true,
        changes: [],
      });
    });

    testUnless(gaps.unfinished, 'one that is still being created says so', async () => {
      const found = await describeIt(await harness.seedUnfinished());
      expect(found?.status).toMatch(/^CREATE_(PENDING|IN_PROGRESS)$/);
      expect(found?.changes).toEqual([]);
    });

    test('null when there is no such change set, or no such stack', async () => {
      const seeded = await harness.seed([{ logicalId: 'Added', does: 'add' }]);
      expect(await describeIt({ ...seeded, changeSetName: 'missing' })).toBeNull();
      expect(await describeIt({ ...seeded, stackName: 'missing' })).toBeNull();
    });
  });
}
