import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { executionOutcome } from '../../lib/operator/execution-outcome';
import type { ExecutionRecord } from '../../lib/operator/source';
import { readCase } from '../../lib/simulation/saved-case';
import { observedRehearsal } from '../support/operator/observed-rehearsal';

const record: ExecutionRecord = {
  ...{ arn: 'arn:aws:states:eu-west-1:111122223333:execution:Cutover:one', name: 'one', status: 'ABORTED' },
  ...{ startedAt: 0, endedAt: 9_000, input: {}, output: null, error: null, cause: 'by mistake' },
};
const shift = { key: 'shift-0', what: 'shift to 100 %', reason: 'all checks passed' };
const end = (what: string) => ({ key: 'end', what, reason: 'the new path serves' });

test.each(['ABORTED', 'TIMED_OUT', 'FAILED'] as const)(
  'a cutover that recorded its success and then ended as %s has succeeded',
  (status) => {
    expect(executionOutcome({ ...record, status }, null, [shift, end('succeeded')])).toEqual({
      phase: 'succeeded',
      reason: `the new path serves; the execution ended as ${status} after that: by mistake`,
    });
  },
);

test('one that was stopped before is what its revert recorded', () => {
  const outcome = (...decisions: readonly (typeof shift)[]) =>
    executionOutcome(record, null, decisions).phase;
  expect([outcome(shift, end('reverted')), outcome(end('rejected')), outcome()]).toEqual([
    ...['reverted', 'rejected', 'stopped'],
  ]);
});

test('the view has the end of an execution that is stopped while its lock is released', async () => {
  const file = 'an-execution-is-stopped-while-its-lock-is-released.yaml';
  const path = join(__dirname, '../simulation/found-cases', file);
  const { plan, scenario } = readCase(file, readFileSync(path, 'utf8'));
  const { last } = await observedRehearsal({ plan, scenario, scenarioName: 'test' }, 600);
  expect(last.record.status).toBe('ABORTED');
  expect(last.view).toMatchObject({ phase: 'succeeded', percent: 100, locked: false });
});
