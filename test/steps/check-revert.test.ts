import { expect, test } from '@jest/globals';
import { REVERT_NAMES, revertName } from '../../lambdas/core/shared/revert-name';
import type { ExecutionStatus } from '../../lambdas/ports';
import { checkRevert } from '../../lambdas/steps/check-revert';
import { deploymentOf } from '../support/plans/deployment';
import { execution, other } from '../support/world/cutover';
import { LATER } from '../support/world/later';

const api = 'api.example.com';

async function revertOf(status: ExecutionStatus, over: object = {}, ended: object = {}) {
  const { ports, ledger, routeOf, hold, lock } = deploymentOf(api);
  const fence = await hold(api, execution);
  const route = routeOf(api);
  const input = JSON.stringify({ execution, route, failure: {}, ...over });
  const describeRevert = async () => ({ status, input, output: null, cause: null, ...ended });
  const executions = { ...ports.executions, describeRevert };
  const check = (attempt = 0) =>
    checkRevert({ ledger, executions })({
      ...{ execution, route, attempt },
      revertName: revertName(execution, attempt),
    });
  return { check, lock, release: () => ledger.release(route, fence, LATER), fence };
}

test.each(['RUNNING', 'PENDING_REDRIVE'] as const)('a revert that is %s is under way', async (status) => {
  const { check } = await revertOf(status);
  expect(await check()).toEqual({
    revert: 'RUNNING',
    reason: status,
    revertName: revertName(execution),
    attempt: 0,
  });
});

test('a success counts once the lock is gone, also when the next cutover has it', async () => {
  const { check, release, lock } = await revertOf('SUCCEEDED', {}, { output: '{"reason":"an alarm fired"}' });
  await release();
  const done = { revert: 'SUCCEEDED', reason: 'an alarm fired', revertName: 'revert-api-1', attempt: 0 };
  expect(await check()).toEqual({ ...done, revertName: revertName(execution) });
  await lock(api, other);
  expect(await check()).toMatchObject({ revert: 'SUCCEEDED' });
});

test('a success while this cutover holds its lock needs another revert', async () => {
  const { check } = await revertOf('SUCCEEDED');
  expect(await check()).toEqual({
    revert: 'USED',
    reason: `an execution named ${revertName(execution)} exists that has not reverted this cutover`,
    revertName: revertName(execution, 1),
    attempt: 1,
  });
});

test.each(['RUNNING', 'SUCCEEDED', 'FAILED'] as const)(
  'an execution that is %s with the input of something else needs another name',
  async (status) => {
    for (const over of [{ execution: other }, { route: 'route53/Z1/other' }, { route: 7 }]) {
      const { check } = await revertOf(status, over);
      expect(await check(3)).toMatchObject({
        revert: 'USED',
        revertName: revertName(execution, 4),
        attempt: 4,
      });
    }
  },
);

test('after the last name the revert is not started', async () => {
  const { check } = await revertOf('SUCCEEDED');
  expect(await check(REVERT_NAMES - 1)).toMatchObject({
    revert: 'NOT STARTED',
    reason: expect.stringMatching(/all 10 names of its revert are used$/),
  });
});

test.each(['FAILED', 'TIMED_OUT', 'ABORTED'] as const)('a revert that is %s stays so', async (status) => {
  const { check, release } = await revertOf(status, {}, { cause: 'the route is broken' });
  expect(await check()).toMatchObject({ revert: status, reason: 'the route is broken' });
  await release();
  expect(await check()).toMatchObject({ revert: status });
});

test('an execution that does not exist is an error', async () => {
  const { ports, routeOf } = deploymentOf(api);
  const input = { execution, route: routeOf(api), revertName: 'revert-api-1', attempt: 0 };
  await expect(checkRevert(ports)(input)).rejects.toThrow('there is no execution revert-api-1');
});
