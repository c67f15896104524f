import { expect, test } from '@jest/globals';
import { revertName } from '../../../lambdas/core/shared/revert-name';
import { startRevert } from '../../../lambdas/steps/support/start-revert';
import { fakeExecutions } from '../../support/plans/deployment';
import { execution, other } from '../../support/world/cutover';

const route = 'route53/Z0123456789ABCDEFGHIJ/api.example.com';
const input = (of: string, Cause = 'an alarm rang') => ({ execution: of, route, failure: { Cause } });

test('whoever starts the way back first starts it, under the name of its cutover', async () => {
  const { executions, acts } = fakeExecutions();
  expect(await startRevert(executions, input(execution))).toBe(true);
  expect(acts).toEqual([{ start: revertName(execution), input: input(execution) }]);
});

test('whoever comes second starts nothing, whatever the reason', async () => {
  const { executions, acts } = fakeExecutions();
  await startRevert(executions, input(execution));
  expect(await startRevert(executions, input(execution, 'somebody pressed Stop'))).toBe(false);
  expect(acts).toHaveLength(1);
});

test('another cutover has its own way back', async () => {
  const { executions } = fakeExecutions();
  await startRevert(executions, input(execution));
  expect(await startRevert(executions, input(other))).toBe(true);
});
