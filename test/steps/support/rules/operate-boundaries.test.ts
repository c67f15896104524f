import { describe, expect, test } from '@jest/globals';
import { ServiceBusyError } from '../../../../lambdas/core/shared/errors';
import type { Ledger } from '../../../../lambdas/ports';
import { planInput } from '../../../support/plans/plans';
import { began, execution } from '../../../support/world/cutover';
import { ada, ben, operatedDeployment, recordName } from '../../../support/world/operate';

async function at(percent: number) {
  const deployment = operatedDeployment();
  const fence = await deployment.hold(recordName, execution);
  await deployment.ledger.saveExpected(deployment.route, fence, { percent, version: 'v' });
  return { ...deployment, fence };
}

test('an approval counts the persons of its own percent alone', async () => {
  const { command, ledger, route, fence } = await at(10);
  await command('approve', ada, { atPercent: 10 });
  await ledger.saveExpected(route, fence, { percent: 50, version: 'v' });
  expect(await command('approve', ben, { atPercent: 50 })).toMatchObject({
    next: expect.stringMatching(/^it counts for the soak at 50 %.*approved it: 1$/),
  });
});

describe('a pause', () => {
  const pauseWith = async (until: string, percent: number | null) => {
    const { command, ledger, route, fence } = await at(10);
    await ledger.beginShift(route, fence, { until, percent }, null);
    return command('pause');
  };
  const isOn = expect.stringMatching(/^nothing new begins until a resume/);

  test.each([
    [-1, isOn],
    [0, isOn],
    [1, 'the shift to 50 % is under way; the pause holds after it'],
  ])('beside the lease of a shift that ends in %i ms says what it holds back', async (ms, next) => {
    const until = new Date(Date.parse(began) + ms).toISOString();
    expect(await pauseWith(until, 50)).toMatchObject({ next });
  });

  test('names a change that moves no traffic as such', async () => {
    expect(await pauseWith('2026-11-20T12:00:45.000Z', null)).toMatchObject({
      next: 'the change is under way; the pause holds after it',
    });
  });
});

test('a name that was recorded for another plan starts nothing, though no execution has it', async () => {
  const { send, started, ledger, route, ports } = operatedDeployment({
    starters: ['arn:aws:iam::111122223333:user/*'],
  });
  const start = { kind: 'start', plan: planInput(), name: 'release-7', reason: 'r' };
  await ledger.saveStarter(route, ports.forwardExecutions.arnOf('release-7'), {
    ...{ by: ada, person: ada, at: began, reason: 'r', planDigest: 'of another plan' },
  });
  expect(await send(ada, start)).toMatchObject({
    status: 409,
    reason: expect.stringContaining('an execution has the name release-7 already'),
  });
  expect(started.size).toBe(0);
});

describe('an abort of an execution that holds no lock', () => {
  const abort = { kind: 'abort', reason: 'r', execution };

  test('is refused for one that does not exist, and for one that has ended', async () => {
    const { send, route, forward, acts } = operatedDeployment();
    expect(await send(ada, { ...abort, route })).toMatchObject({
      status: 409,
      reason: expect.stringContaining(`${execution} does not exist`),
    });
    forward.set(execution, 'FAILED');
    expect(await send(ada, { ...abort, route })).toMatchObject({
      status: 409,
      reason: expect.stringContaining(`${execution} is FAILED`),
    });
    expect(acts).toEqual([]);
  });

  test.each([
    [1, 2],
    [2, 3],
    [9, 3],
  ])('writes the command again when the ledger is busy %i times: %i tries', async (failures, tries) => {
    const { send, route, forward, acts, ports, ledger } = operatedDeployment();
    forward.set(execution, 'RUNNING');
    let tried = 0;
    const busy: Ledger = {
      ...ledger,
      sendCommand: async (...args) => {
        tried += 1;
        if (tried <= failures) {
          throw new ServiceBusyError('Throttling: slow down');
        }
        return ledger.sendCommand(...args);
      },
    };
    await send(ada, { ...abort, route }, { ...ports, ledger: busy });
    expect(tried).toBe(tries);
    expect(acts).toMatchObject([{ stop: execution }]);
  });

  test('is not hidden when the ledger fails otherwise', async () => {
    const { send, route, forward, acts, ports, ledger } = operatedDeployment();
    forward.set(execution, 'RUNNING');
    const broken: Ledger = { ...ledger, sendCommand: () => Promise.reject(new Error('no such table')) };
    await expect(send(ada, { ...abort, route }, { ...ports, ledger: broken })).rejects.toThrow(
      'no such table',
    );
    expect(acts).toEqual([]);
  });
});
