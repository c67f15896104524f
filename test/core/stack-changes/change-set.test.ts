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
    'has nothing to do',
    {
      ...nothing,
      status: 'FAILED',
      reason:
        "The submitted information didn't contain changes. Submit different information to create a change set.",
    },
  ],
  [
    'has nothing to do, in other words',
    { ...nothing, status: 'FAILED', reason: 'No updates are to be performed.' },
  ],
])('one that %s can be judged', (_, over) => {
  const found = changeSetOf(over);
  expect(problemOf(found)).toEqual(found.changes);
});

test.each<[string, Partial<ChangeSetReading> | null, string]>([
  ['is not there', null, 'there is no change set add of stack Api; correct the names, account and region'],
  [
    'is pending',
    { status: 'CREATE_PENDING' },
    'change set add of stack Api is still being created (CREATE_PENDING); wait until it is there: aws cloudformation wait change-set-create-complete --stack-name Api --change-set-name add',
  ],
  ['is being created', { status: 'CREATE_IN_PROGRESS' }, 'still being created (CREATE_IN_PROGRESS)'],
  [
    'failed',
    { status: 'FAILED', reason: 'Template error: x' },
    'could not be created: Template error: x; put that right and create it anew',
  ],
  ['failed without a word', { status: 'FAILED' }, 'could not be created; put that right'],
  ['is being deleted', { status: 'DELETE_IN_PROGRESS' }, 'is DELETE_IN_PROGRESS; create it anew'],
  ['is being executed', { executionStatus: 'EXECUTE_IN_PROGRESS' }, 'is being executed; wait'],
  [
    'failed to execute',
    { executionStatus: 'EXECUTE_FAILED' },
    'cannot be executed (EXECUTE_FAILED); create it anew',
  ],
  [
    'is obsolete',
    { executionStatus: 'OBSOLETE' },
    'is obsolete: the stack has changed since; create it anew',
  ],
])('one that %s cannot', (_, over, message) => {
  expect(problemOf(over === null ? null : changeSetOf(over))).toContain(message);
});
