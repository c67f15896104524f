import { describe, expect, test } from '@jest/globals';
import { revertName } from '../../../lambdas/core/shared/revert-name';
import { guardExecution } from '../../../lambdas/steps/guards/guard-execution';
import { startRevert } from '../../../lambdas/steps/support/start-revert';
import { deploymentOf } from '../../support/plans/deployment';
import { execution, other } from '../../support/world/cutover';
import { LATER } from '../../support/world/later';
import { TURN } from '../../support/world/revert-turn';

const detail = { executionArn: execution, status: 'ABORTED' };
const nothing = { started: [], reason: `${execution} is ABORTED; 0 reverts started` };
const deployed = () => deploymentOf('api.example.com', 'www.example.com', 'shop.example.com');
const away = (): Promise<never> => Promise.reject(new Error('is away'));

describe('an execution that ended with a lock is reverted', () => {
  test('by the revert that is named after it', async () => {
    const { ports, hold, acts, routeOf } = deployed();
    await hold('www.example.com', execution);
    const route = routeOf('www.example.com');
    expect(await guardExecution(ports)({ detail })).toEqual({
      started: [route],
      reason: `${execution} is ABORTED; 1 revert started`,
    });
    const failure = { Error: 'ABORTED', Cause: 'the execution is ABORTED' };
    expect(acts).toEqual([{ start: revertName(execution), input: { execution, route, failure } }]);
  });

  test.each([
    [{ status: 'TIMED_OUT' }, { Error: 'TIMED_OUT', Cause: 'the execution is TIMED_OUT' }],
    [
      { status: 'FAILED', error: null, cause: null },
      { Error: 'FAILED', Cause: 'the execution is FAILED' },
    ],
    [
      { status: 'ABORTED', error: 'Stop', cause: 'ann stopped it' },
      { Error: 'Stop', Cause: 'ann stopped it' },
    ],
  ])('with the error and cause of the event: %j', async (given, failure) => {
    const { ports, hold, acts } = deployed();
    await hold('api.example.com', execution);
    await guardExecution(ports)({ detail: { ...detail, ...given } });
    expect(acts).toEqual([{ start: revertName(execution), input: expect.objectContaining({ failure }) }]);
  });

  test('before anything moved too, so that the route is unlocked', async () => {
    const { ports, lock, routeOf } = deployed();
    await lock('api.example.com', execution);
    const { started } = await guardExecution(ports)({ detail });
    expect(started).toEqual([routeOf('api.example.com')]);
  });

  test('without any other execution, however many routes are locked', async () => {
    const { ports, hold, acts, routeOf } = deployed();
    await hold('api.example.com', other);
    await hold('www.example.com', execution);
    await hold('shop.example.com', `${other}-3`);
    const { started } = await guardExecution(ports)({ detail });
    expect(started).toEqual([routeOf('www.example.com')]);
    expect(acts).toHaveLength(1);
  });

  test('once when the event is delivered more than once', async () => {
    const { ports, hold, acts } = deployed();
    await hold('api.example.com', execution);
    await guardExecution(ports)({ detail });
    expect(await guardExecution(ports)({ detail })).toEqual(nothing);
    expect(acts).toHaveLength(1);
  });

  test('only once when it had started its own revert', async () => {
    const { ports, hold, acts, routeOf, executions, ledger } = deployed();
    await hold('api.example.com', execution);
    const route = routeOf('api.example.com');
    await startRevert({ ledger, executions }, { execution, route, failure: { Cause: 'fail' } });
    await ledger.takeOver(route, execution, TURN);
    expect(await guardExecution(ports)({ detail })).toEqual(nothing);
    expect(acts).toHaveLength(1);
  });
});

describe('an execution that holds nothing is left alone', () => {
  test('when no route is locked', async () => {
    const { ports, acts } = deployed();
    expect(await guardExecution(ports)({ detail })).toEqual(nothing);
    expect(acts).toEqual([]);
  });

  test('when it ended in order', async () => {
    const { ports, hold, ledger, routeOf, acts } = deployed();
    const fence = await hold('api.example.com', execution);
    await ledger.release(routeOf('api.example.com'), fence, LATER);
    expect(await guardExecution(ports)({ detail })).toEqual(nothing);
    expect(acts).toEqual([]);
  });

  test.each([
    ['another account', execution.replace(':111122223333:', ':444455556666:')],
    ['another region', execution.replace(':eu-west-1:', ':us-east-1:')],
    ['another state machine', execution.replace(':cutover:', ':other:')],
  ])('when its name is that of an execution in %s', async (_, executionArn) => {
    const { ports, hold, acts } = deployed();
    await hold('api.example.com', execution);
    expect(executionArn).not.toBe(execution);
    await guardExecution(ports)({ detail: { executionArn, status: 'ABORTED' } });
    expect(acts).toEqual([]);
  });

  test('when another execution has locked the route', async () => {
    const { ports, hold, ledger, routeOf, acts } = deployed();
    const fence = await hold('api.example.com', execution);
    await ledger.release(routeOf('api.example.com'), fence, LATER);
    await hold('api.example.com', other);
    expect(await guardExecution(ports)({ detail })).toEqual(nothing);
    expect(acts).toEqual([]);
  });
});

describe('the event is retried', () => {
  test('when the revert cannot be started', async () => {
    const { ports, hold, executions } = deployed();
    await hold('api.example.com', execution);
    const broken = { ...ports, executions: { ...executions, startRevert: away } };
    await expect(guardExecution(broken)({ detail })).rejects.toThrow('is away');
  });

  test('when one route cannot be read, after the other was reverted', async () => {
    const { ports, hold, ledger, routeOf, acts } = deployed();
    await hold('www.example.com', execution);
    const read = (route: string) => (route === routeOf('api.example.com') ? away() : ledger.read(route));
    const broken = { ...ports, ledger: { ...ledger, read } };
    await expect(guardExecution(broken)({ detail })).rejects.toThrow('is away');
    expect(acts).toHaveLength(1);
  });
});
