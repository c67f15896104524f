import { expect, test } from '@jest/globals';
import { revertName } from '../../../lambdas/core/shared/revert-name';
import { startRevert } from '../../../lambdas/steps/support/start-revert';
import { fakeExecutions } from '../../support/plans/deployment';
import { execution, other } from '../../support/world/cutover';

const route = 'route53/Z0123456789ABCDEFGHIJ/api.example.com';
const input = (of: string, Cause = 'an alarm fired') => ({ execution: of, route, failure: { Cause } });

test('the first call starts the revert, named after its cutover', async () => {
  const { executions, acts } = fakeExecutions();
  expect(await startRevert(executions, input(execution))).toBe(true);
  expect(acts).toEqual([{ start: revertName(execution), input: input(execution) }]);
});

test('a second call starts nothing, whatever the reason', async () => {
  const { executions, acts } = fakeExecutions();
  await startRevert(executions, input(execution));
  expect(await startRevert(executions, input(execution, 'an operator stopped it'))).toBe(false);
  expect(acts).toHaveLength(1);
});

test('another cutover has its own revert', async () => {
  const { executions } = fakeExecutions();
  await startRevert(executions, input(execution));
  expect(await startRevert(executions, input(other))).toBe(true);
});
