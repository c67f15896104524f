import { beforeEach, describe, expect, test } from '@jest/globals';
import { readableChanges } from '../../lambdas/core/stack-changes/change-set';
import type { ChangeSets } from '../../lambdas/ports';
import { type Gaps, testUnless } from './gaps';

/** A change of an SNS topic: another display name modifies it in place, another name replaces it. */
export interface SeededChange {
  readonly logicalId: string;
  readonly does: 'add' | 'remove' | 'modify' | 'replace';
}

/** The two names that identify a change set. */
export interface SeededChangeSet {
  readonly stackName: string;
  readonly changeSetName: string;
}

/** A source of change sets, and how a test creates them. */
export interface ChangeSetsHarness {
  readonly changeSets: ChangeSets;
  /** Creates a stack, and a change set of it with these changes. */
  seed(changes: readonly SeededChange[]): Promise<SeededChangeSet>;
  /** Creates a change set whose creation has not finished. */
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

    test('returns a reading that survives JSON', async () => {
      const found = await describeIt(await harness.seed([{ logicalId: 'Added', does: 'add' }]));
      expect(JSON.parse(JSON.stringify(found))).toEqual(found);
    });

    testUnless(gaps.empty, 'reads an empty change set as having no changes', async () => {
      const seeded = await harness.seed([]);
      const found = await describeIt(seeded);
      expect(found?.status).toBe('FAILED');
      expect(readableChanges(seeded.stackName, seeded.changeSetName, found)).toEqual({
        ok: true,
        changes: [],
      });
    });

    testUnless(gaps.unfinished, 'reads the status of a change set that is still being created', async () => {
      const found = await describeIt(await harness.seedUnfinished());
      expect(found?.status).toMatch(/^CREATE_(PENDING|IN_PROGRESS)$/);
      expect(found?.changes).toEqual([]);
    });

    test('returns null for a change set or a stack that does not exist', async () => {
      const seeded = await harness.seed([{ logicalId: 'Added', does: 'add' }]);
      expect(await describeIt({ ...seeded, changeSetName: 'missing' })).toBeNull();
      expect(await describeIt({ ...seeded, stackName: 'missing' })).toBeNull();
    });
  });
}
