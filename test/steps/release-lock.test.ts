import { describe, expect, test } from '@jest/globals';
import { FencedError, ServiceBusyError } from '../../lambdas/core/shared/errors';
import { type RouteOutcome, releaseLock } from '../../lambdas/steps/release-lock';
import { began, cutoverUnderWay, execution, other, takeLock } from '../support/world/cutover';
import { LATER } from '../support/world/later';
import { TURN } from '../support/world/revert-turn';

const said = { by: 'arn:aws:iam::111122223333:user/ada', person: 'ada', reason: 'it is slow', at: began };
const ended: RouteOutcome = { outcome: 'succeeded', reason: 'all traffic is on the new path' };

describe('the end of a cutover', () => {
  test.each<[RouteOutcome, string]>([
    [ended, 'all traffic is on the new path'],
    [{ outcome: 'rejected', reason: 'GET /health: status 503' }, 'GET /health: status 503'],
    [
      {
        outcome: 'reverted',
        reason: 'FencedError',
        failure: { Error: 'FencedError', Cause: '{"errorMessage":"lost"}' },
      },
      'FencedError: lost',
    ],
  ])('is recorded with its reason, and the route is unlocked: %j', async (end, reason) => {
    const { ports, input, entry, decisions } = await cutoverUnderWay();
    expect(await releaseLock(ports)({ ...input, ended: end })).toEqual({ outcome: end.outcome, reason });
    expect((await entry())?.lock).toBeNull();
    expect(await decisions()).toEqual([
      { key: 'end', kind: end.outcome, what: end.outcome, reason, by: 'cutover', execution, at: began },
    ]);
  });

  test('is recorded once when the step runs twice', async () => {
    const { ports, input, entry, decisions } = await cutoverUnderWay();
    const first = await releaseLock(ports)({ ...input, ended });
    expect(await releaseLock(ports)({ ...input, ended })).toEqual(first);
    expect((await entry())?.lock).toBeNull();
    expect(await decisions()).toHaveLength(1);
  });

  test('is recorded before the lock is released', async () => {
    const { ports, input, decisions } = await cutoverUnderWay();
    let recorded = 0;
    const ledger = {
      ...ports.ledger,
      release: async (route: string, fence: number) => {
        recorded = (await decisions()).length;
        return ports.ledger.release(route, fence, LATER);
      },
    };
    await releaseLock({ ...ports, ledger })({ ...input, ended: { ...ended, outcome: 'rejected' } });
    expect(recorded).toBe(1);
  });

  test('is recorded when the reconciler has released the lock before', async () => {
    const { ports, input, ledger, route, fence, decisions } = await cutoverUnderWay();
    await ledger.release(route, fence, LATER);
    await releaseLock(ports)({ ...input, ended });
    expect(await decisions()).toMatchObject([{ key: 'end', kind: 'succeeded' }]);
  });

  test('is refused for a route that was never locked', async () => {
    const { ports, input } = await cutoverUnderWay();
    const release = releaseLock(ports)({ ...input, route: 'route53/Z/never.example.com', ended });
    await expect(release).rejects.toBeInstanceOf(FencedError);
  });

  test.each(['abort', 'revert'] as const)('is no success after %s: the lock is kept', async (kind) => {
    const { ports, input, entry, ledger, route, decisions } = await cutoverUnderWay();
    await ledger.sendCommand(route, execution, { ...said, kind });
    await expect(releaseLock(ports)({ ...input, ended })).rejects.toMatchObject({
      name: 'AbortedUnderWayError',
      message: expect.stringContaining('it is slow'),
    });
    expect((await entry())?.lock?.execution).toBe(execution);
    expect(await decisions()).toEqual([]);
  });

  test.each([
    ['an abort', 'abort', 'AbortedUnderWayError'],
    ['a pause', 'pause', null],
  ] as const)('%s that arrives while the lock is being released is read as well', async (_, kind, error) => {
    const { ports, input, entry, ledger, route } = await cutoverUnderWay();
    let finished = 0;
    const racing = {
      ...ports.ledger,
      finish: async (...given: Parameters<typeof ledger.finish>) => {
        finished += 1;
        if (finished === 1) {
          await ledger.sendCommand(route, execution, { ...said, kind });
        }
        return ledger.finish(...given);
      },
    };
    const released = releaseLock({ ...ports, ledger: racing })({ ...input, ended });
    if (error === null) {
      expect(await released).toMatchObject({ outcome: 'succeeded' });
      expect([finished, (await entry())?.lock]).toEqual([2, null]);
    } else {
      await expect(released).rejects.toMatchObject({ name: error });
      expect((await entry())?.lock?.execution).toBe(execution);
    }
  });

  test('an abort of a cutover that was rejected keeps nothing: no traffic has moved', async () => {
    const { ports, input, entry, ledger, route } = await cutoverUnderWay();
    await ledger.sendCommand(route, execution, { ...said, kind: 'abort' });
    await releaseLock(ports)({ ...input, ended: { ...ended, outcome: 'rejected' } });
    expect((await entry())?.lock).toBeNull();
  });

  test('does not unlock a route that another execution has locked since', async () => {
    const { ports, input, entry, ledger, route, plan } = await cutoverUnderWay();
    const first = await releaseLock(ports)({ ...input, ended });
    await takeLock(ledger, route, other, plan.router);
    // The answer of the first try was lost. It has recorded the success.
    expect(await releaseLock(ports)({ ...input, ended })).toEqual(first);
    expect((await entry())?.lock?.execution).toBe(other);
  });

  test('is not recorded once another execution has locked the route', async () => {
    const { ports, input, entry, ledger, route, fence, plan, decisions } = await cutoverUnderWay();
    await ledger.release(route, fence, LATER);
    await takeLock(ledger, route, other, plan.router);
    await expect(releaseLock(ports)({ ...input, ended })).rejects.toBeInstanceOf(FencedError);
    expect((await entry())?.lock?.execution).toBe(other);
    expect(await decisions()).toEqual([]);
  });

  test('is tried again where the ledger cannot be written, also once it is recorded', async () => {
    const { ports, input } = await cutoverUnderWay();
    await releaseLock(ports)({ ...input, ended });
    const finish = () => Promise.reject(new ServiceBusyError('dynamodb is throttled'));
    const busy = { ...ports, ledger: { ...ports.ledger, finish } };
    await expect(releaseLock(busy)({ ...input, ended })).rejects.toBeInstanceOf(ServiceBusyError);
  });

  test('is a rejection also where a revert has taken the lock: nothing has moved', async () => {
    const { ports, input, entry, ledger, route } = await cutoverUnderWay();
    await ledger.takeOver(route, execution, TURN);
    const rejected: RouteOutcome = { outcome: 'rejected', reason: 'GET /health: status 503' };
    expect(await releaseLock(ports)({ ...input, ended: rejected })).toEqual(rejected);
    expect((await entry())?.lock?.reverting).toBe(true);
    await expect(
      releaseLock(ports)({ ...input, ended: { ...rejected, outcome: 'reverted' } }),
    ).rejects.toBeInstanceOf(FencedError);
  });

  test.each(['rejected', 'reverted'] as const)('is tried again where the lock stays: %s', async (outcome) => {
    const { ports, input } = await cutoverUnderWay();
    const release = () => Promise.reject(new ServiceBusyError('dynamodb is throttled'));
    const busy = { ...ports, ledger: { ...ports.ledger, release } };
    const tried = releaseLock(busy)({ ...input, ended: { ...ended, outcome } });
    await expect(tried).rejects.toBeInstanceOf(ServiceBusyError);
  });

  test('does not unlock a route that is being reverted', async () => {
    const { ports, input, entry, ledger, route } = await cutoverUnderWay();
    await ledger.takeOver(route, execution, TURN);
    await expect(releaseLock(ports)({ ...input, ended })).rejects.toBeInstanceOf(FencedError);
    expect((await entry())?.lock?.reverting).toBe(true);
  });
});
