import { describe, expect, test } from '@jest/globals';
import { REVERT_NAMES, revertName } from '../../../lambdas/core/shared/revert-name';
import type { ExecutionStatus } from '../../../lambdas/ports';
import { hasRevert, startRevert } from '../../../lambdas/steps/support/start-revert';
import { deploymentOf } from '../../support/plans/deployment';
import { execution, other } from '../../support/world/cutover';
import { LATER } from '../../support/world/later';

const api = 'api.example.com';

/** A cutover that holds its route. */
async function held() {
  const deployment = deploymentOf(api);
  const fence = await deployment.hold(api, execution);
  const route = deployment.routeOf(api);
  const input = (of: string, Cause = 'an alarm fired') => ({ execution: of, route, failure: { Cause } });
  return {
    ...deployment,
    ...{ fence, route, input },
    start: (of = execution, Cause?: string) => startRevert(deployment.ports, input(of, Cause)),
    /** An execution of the revert machine has a name already. */
    uses: (name: string, status: ExecutionStatus, typed: unknown) => {
      deployment.reverts.set(name, status);
      deployment.inputs.set(name, typed);
    },
  };
}

test('the first call starts the revert, named after its cutover', async () => {
  const { start, acts, input } = await held();
  expect(await start()).toBe(true);
  expect(acts).toEqual([{ start: revertName(execution), input: input(execution) }]);
});

test('a second call starts nothing, whatever the reason', async () => {
  const { start, acts } = await held();
  await start();
  expect(await start(execution, 'an operator stopped it')).toBe(false);
  expect(acts).toHaveLength(1);
});

test('another cutover has its own revert', async () => {
  const { start } = await held();
  await start();
  expect(await start(other)).toBe(true);
});

describe('a name that is used', () => {
  const typos: [string, (route: string) => unknown][] = [
    ['of another execution', (route) => ({ execution: `${execution}x`, route })],
    ['of another route', (route) => ({ execution, route: `${route}x` })],
    ['without a route', () => ({ execution })],
    ['that is a list', () => []],
    ['that is null', () => null],
  ];
  const statuses: readonly ExecutionStatus[] = ['RUNNING', 'SUCCEEDED', 'FAILED'];
  const cases = typos.flatMap(([what, typed]) => statuses.map((status) => [status, what, typed] as const));

  test.each(cases)('by a %s execution with an input %s is passed over', async (status, _, typed) => {
    const { start, acts, uses, route } = await held();
    uses(revertName(execution), status, typed(route));
    expect(await start()).toBe(true);
    expect(acts).toMatchObject([{ start: revertName(execution, 1) }]);
    // The next starter finds the same name, and the revert under it.
    expect(await start()).toBe(false);
    expect(acts).toHaveLength(1);
  });

  test('by a success of this cutover counts only when its lock is gone', async () => {
    const { start, acts, uses, input, ledger, route, fence } = await held();
    uses(revertName(execution), 'SUCCEEDED', input(execution));
    await ledger.release(route, fence, LATER);
    expect(await start()).toBe(false);
    await ledger.acquire(route, (await ledger.read(route))?.router as never, {
      execution,
      planName: 'api',
      acquiredAt: '2026-01-01T00:00:00.000Z',
    });
    expect(await start()).toBe(true);
    expect(acts).toMatchObject([{ start: revertName(execution, 1) }]);
  });

  test.each(['RUNNING', 'PENDING_REDRIVE', 'FAILED', 'TIMED_OUT', 'ABORTED'] as const)(
    'by the revert of this cutover that is %s starts nothing',
    async (status) => {
      const { start, acts, uses, input } = await held();
      uses(revertName(execution), status, input(execution, 'another reason'));
      expect(await start()).toBe(false);
      expect(acts).toEqual([]);
    },
  );

  test('is an error when all are used by others, so that the guard fails loudly', async () => {
    const { start, acts, uses } = await held();
    for (let attempt = 0; attempt < REVERT_NAMES; attempt++) {
      uses(revertName(execution, attempt), 'SUCCEEDED', {});
    }
    await expect(start()).rejects.toThrow('start the revert machine for');
    expect(acts).toEqual([]);
  });

  test('is an error when no execution has it', async () => {
    const { ports, input } = await held();
    const executions = { ...ports.executions, startRevert: async () => false };
    await expect(startRevert({ ...ports, executions }, input(execution))).rejects.toThrow('try again');
  });
});

describe('whether a cutover has a revert', () => {
  const asked = async (statuses: readonly ExecutionStatus[], own: (attempt: number) => boolean) => {
    const { ports, uses, input, route } = await held();
    for (const [attempt, status] of statuses.entries()) {
      uses(revertName(execution, attempt), status, own(attempt) ? input(execution) : {});
    }
    return hasRevert(ports, { execution, route });
  };
  const all = (status: ExecutionStatus) => Array<ExecutionStatus>(REVERT_NAMES).fill(status);

  test.each<[string, readonly ExecutionStatus[], number, 'running' | 'ended' | null]>([
    ['nothing has a name', [], 0, null],
    ['its own runs', ['RUNNING'], 0, 'running'],
    ['its own has failed', ['FAILED'], 0, 'ended'],
    ['another has the first name', ['RUNNING'], 1, null],
    ['its own runs under the second name', ['FAILED', 'RUNNING'], 1, 'running'],
    ['its own runs under the last name', all('RUNNING'), REVERT_NAMES - 1, 'running'],
    ['its own has failed under the last name', all('FAILED'), REVERT_NAMES - 1, 'ended'],
  ])('is known when %s', async (_, statuses, from, expected) => {
    expect(await asked(statuses, (attempt) => attempt >= from)).toBe(expected);
  });

  test('is an error when others use all names', async () => {
    await expect(asked(all('SUCCEEDED'), () => false)).rejects.toThrow(
      `${REVERT_NAMES} names for the revert of ${execution} are used`,
    );
  });
});
