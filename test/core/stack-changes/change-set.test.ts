import { expect, test } from '@jest/globals';
import type { ChangeSetReading } from '../../../lambdas/core/shared/readings';
import { readableChanges } from '../../../lambdas/core/stack-changes/change-set';
import { changeSetOf } from '../../support/plans/readings';

const problemOf = (found: ChangeSetReading | null) => {
  const read = readableChanges('Api', 'add', found);
  return read.ok ? read.changes : `${read.problem}; ${read.remedy}`;
};
const nothing = { changes: [], executionStatus: 'UNAVAILABLE' };

test.each<[string, Partial<ChangeSetReading>]>([
  ['is ready', {}],
  ['was executed', { executionStatus: 'EXECUTE_COMPLETE' }],
  [
    'has no changes',
    {
      ...nothing,
      status: 'FAILED',
      reason:
        "The submitted information didn't contain changes. Submit different information to create a" +
        ' change set.',
    },
  ],
  [
    'has no changes, with another reason',
    { ...nothing, status: 'FAILED', reason: 'No updates are to be performed.' },
  ],
])('a change set that %s can be evaluated', (_, over) => {
  const found = changeSetOf(over);
  expect(problemOf(found)).toEqual(found.changes);
});

test.each<[string, Partial<ChangeSetReading> | null, string]>([
  [
    'does not exist',
    null,
    'change set add of stack Api does not exist; check the names, account and Region;' +
      ' executing another change set of the stack deletes this one',
  ],
  [
    'is pending',
    { status: 'CREATE_PENDING' },
    'change set add of stack Api is still being created (CREATE_PENDING); wait until it is created:' +
      ' aws cloudformation wait change-set-create-complete --stack-name Api --change-set-name add',
  ],
  ['is being created', { status: 'CREATE_IN_PROGRESS' }, 'still being created (CREATE_IN_PROGRESS)'],
  [
    'failed',
    { status: 'FAILED', reason: 'Template error: x' },
    'change set add of stack Api could not be created: Template error: x;' +
      ' correct the cause and create it again',
  ],
  [
    'failed without a reason',
    { status: 'FAILED' },
    'change set add of stack Api could not be created; correct the cause and create it again',
  ],
  [
    'is being deleted',
    { status: 'DELETE_IN_PROGRESS' },
    'change set add of stack Api is DELETE_IN_PROGRESS; create it again',
  ],
  ['is being executed', { executionStatus: 'EXECUTE_IN_PROGRESS' }, 'is being executed; wait'],
  [
    'failed to execute',
    { executionStatus: 'EXECUTE_FAILED' },
    'change set add of stack Api cannot be executed (EXECUTE_FAILED); create it again',
  ],
  [
    'is obsolete',
    { executionStatus: 'OBSOLETE' },
    'change set add of stack Api is obsolete: the stack has changed since; create it again',
  ],
])('a change set that %s cannot be evaluated', (_, over, message) => {
  expect(problemOf(over === null ? null : changeSetOf(over))).toContain(message);
});
