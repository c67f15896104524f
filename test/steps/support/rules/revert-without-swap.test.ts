import { describe, expect, test } from '@jest/globals';
import { SHIFT_LEASE_MS } from '../../../../lambdas/core/shared/lease';
import { revertTraffic } from '../../../../lambdas/steps/revert-traffic';
import { shiftTraffic } from '../../../../lambdas/steps/shift-traffic';
import { albCutoverUnderWay } from '../../../support/world/alb-cutover';
import { execution } from '../../../support/world/cutover';
import { nextEntry, revertExecution } from '../../../support/world/revert-turn';

const failure = { Cause: 'stopped' };

/** A load balancer at 10 %, with a shift to 50 % that is announced in the ledger and on its way. */
async function withAShiftOnItsWay() {
  const cutover = await albCutoverUnderWay();
  const { ports, input, route } = cutover;
  await shiftTraffic(ports)({ ...input, stage: 0, evidence: 'fine', iterations: 0 });
  let arrive = () => {};
  let isSent = () => {};
  const sent = new Promise<void>((resolve) => {
    isSent = resolve;
  });
  const late = shiftTraffic({
    ...ports,
    router: {
      ...ports.router,
      // It has read the route already, and the API itself compares nothing.
      write: async (_route, percent) => {
        isSent();
        await new Promise<void>((resolve) => {
          arrive = resolve;
        });
        const { router } = input.plan;
        const { version } = await ports.router.read(router);
        return ports.router.write(router, percent, version);
      },
    },
  })({ ...input, stage: 1, evidence: 'fine', iterations: 0 });
  await sent;
  const revert = () =>
    revertTraffic(ports)({ execution, route, failure, revert: revertExecution, entered: nextEntry() });
  return { ...cutover, late, arrive: () => arrive(), revert };
}

describe('a shift on its way to a service that compares nothing', () => {
  test('does not delay the revert, and is waited for afterwards', async () => {
    const { revert, forward, pass } = await withAShiftOnItsWay();
    expect(await revert()).toMatchObject({ action: 'moved', waitSeconds: 45 });
    expect(forward.percent()).toBe(0);
    pass(5);
    expect(await revert()).toMatchObject({ action: 'wait', waitSeconds: SHIFT_LEASE_MS / 1_000 - 5 });
  });

  test('is reverted when it lands after the revert', async () => {
    const { revert, forward, pass, arrive, late } = await withAShiftOnItsWay();
    await revert();
    arrive();
    await expect(late).rejects.toMatchObject({ name: 'FencedError' });
    expect(forward.percent()).toBe(50);
    pass(5);
    expect(await revert()).toMatchObject({ action: 'moved', waitSeconds: 40 });
    expect(forward.percent()).toBe(0);
    pass(SHIFT_LEASE_MS / 1_000);
    expect(await revert()).toMatchObject({ action: 'moved', waitSeconds: 0 });
    expect(forward.percent()).toBe(0);
  });
});
