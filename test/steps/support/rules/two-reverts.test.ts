import { expect, test } from '@jest/globals';
import { releaseLock } from '../../../../lambdas/steps/release-lock';
import { revertTraffic } from '../../../../lambdas/steps/revert-traffic';
import { shiftTraffic } from '../../../../lambdas/steps/shift-traffic';
import { cutoverUnderWay, execution } from '../../../support/world/cutover';
import { nextEntry } from '../../../support/world/revert-turn';

const failure = { Cause: 'stopped' };
const ended = { outcome: 'reverted', reason: 'stopped' } as const;

test('two reverts of one execution never write side by side', async () => {
  const cutover = await cutoverUnderWay();
  const { ports, route, zone, pass, input } = cutover;
  await shiftTraffic(ports)({ ...input, stage: 0, evidence: '' });
  pass(60);
  const targets = { targets: async () => [] };
  const revertBy = (revert: string) =>
    revertTraffic({ ...ports, targets })({ execution, route, failure, revert, entered: nextEntry() });

  const first = await revertBy('arn:first');
  expect(first).toMatchObject({ action: 'moved' });
  pass(44);
  await expect(revertBy('arn:second')).rejects.toMatchObject({
    name: 'ServiceBusyError',
    message: expect.stringContaining('arn:first reverts'),
  });
  expect(zone.written).toEqual([10, 0]);
  expect(await revertBy('arn:first')).toMatchObject({ action: 'moved' });
  pass(45);
  const second = await revertBy('arn:second');
  expect(second).toMatchObject({ action: 'moved', waitSeconds: 0 });

  // The first one cannot release the lock while a write of the second may be on its way.
  const release = () => releaseLock(ports)({ ...input, fence: 'fence' in first ? first.fence : 0, ended });
  await expect(release()).rejects.toMatchObject({ name: 'LeaseRunningError' });
  pass(45);
  await release();
  expect(await revertBy('arn:second')).toMatchObject({ action: 'nothing' });
  expect(zone.written).toEqual([10, 0, 0, 0]);
});
