import { describe, expect, test } from '@jest/globals';
import { FencedError } from '../../lambdas/core/shared/errors';
import { type RouteOutcome, releaseLock } from '../../lambdas/steps/release-lock';
import { began, cutoverUnderWay, execution, other, takeLock } from '../support/world/cutover';
import { LATER } from '../support/world/later';
import { TURN } from '../support/world/revert-turn';

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
    await releaseLock({ ...ports, ledger })({ ...input, ended });
    expect(recorded).toBe(1);
  });

  test('does not unlock a route that another execution has locked', async () => {
    const { ports, input, entry, ledger, route, plan } = await cutoverUnderWay();
    await releaseLock(ports)({ ...input, ended });
    await takeLock(ledger, route, other, plan.router);
    await expect(releaseLock(ports)({ ...input, ended })).rejects.toBeInstanceOf(FencedError);
    expect((await entry())?.lock?.execution).toBe(other);
  });

  test('does not unlock a route that is being reverted', async () => {
    const { ports, input, entry, ledger, route } = await cutoverUnderWay();
    await ledger.takeOver(route, execution, TURN);
    await expect(releaseLock(ports)({ ...input, ended })).rejects.toBeInstanceOf(FencedError);
    expect((await entry())?.lock?.reverting).toBe(true);
  });
});
