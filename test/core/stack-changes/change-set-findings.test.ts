import { expect, test } from '@jest/globals';
import type { ChangeSetReading } from '../../../lambdas/core/shared/readings';
import { changeSetFindings } from '../../../lambdas/core/stack-changes/change-set-findings';
import { changeOf, changeSetOf } from '../../support/plans/readings';

const now = Date.parse('2026-11-20T12:00:00Z');
const entry = { stack: 'Api', logicalId: 'Topic', reason: 'it is unused', expires: '2027-01-31' };
const removal = changeSetOf({ changes: [changeOf({ action: 'Remove' })] });
const problemsOf = (found: ChangeSetReading | null, allow: (typeof entry)[] = []) =>
  changeSetFindings({ stackName: 'Api', changeSetName: 'add', allow }, found, now).map(
    ({ reason, remedy }) => `${reason}; ${remedy}`,
  );

test.each([
  ['only additions', changeSetOf(), []],
  [
    'no changes',
    changeSetOf({ status: 'FAILED', reason: 'No updates are to be performed.', changes: [] }),
    [],
  ],
  ['only accepted changes', removal, [entry]],
])('a change set with %s has no findings', (_, found, allow) => {
  expect(problemsOf(found, allow)).toEqual([]);
});

test('a missing change set is a finding', () => {
  expect(problemsOf(null, [entry])).toEqual([
    expect.stringContaining('change set add of stack Api does not exist; '),
  ]);
});

test('changes other than additions are a finding with a remedy', () => {
  const changes = [
    changeOf(),
    changeOf({ action: 'Remove' }),
    changeOf({ logicalId: 'Db', action: 'Modify', causes: ['Size'] }),
  ];
  expect(problemsOf(changeSetOf({ changes }))).toEqual([
    'change set add of stack Api does not only add: Remove Topic (AWS::SNS::Topic) of Api (critical);' +
      ' Modify Db (AWS::SNS::Topic) of Api, not replaced: Size (medium); add first,' +
      ' and change or remove in a later deployment; or accept the change in allow of preflight.changeSets',
  ]);
});

test('a long list of changes is cut', () => {
  const changes = Array.from({ length: 500 }, (_, i) =>
    changeOf({ logicalId: `Topic${i}`, action: 'Remove' }),
  );
  expect(problemsOf(changeSetOf({ changes }))[0]?.length).toBeLessThan(1_400);
});

test('unused and expired entries are findings', () => {
  const expired = { ...entry, expires: '2026-01-01' };
  expect(problemsOf(changeSetOf(), [entry])).toEqual([
    'change set add of stack Api does not have the accepted change of Topic of Api;' +
      ' remove the entry from preflight.changeSets',
  ]);
  expect(problemsOf(removal, [expired])).toEqual([
    expect.stringContaining('is 2026-01-01, which has passed, for Topic of Api'),
  ]);
});
