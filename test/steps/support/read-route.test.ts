import { describe, expect, test } from '@jest/globals';
import { prepareRecords } from '../../../lambdas/steps/prepare-records';
import { readRoute } from '../../../lambdas/steps/support/read-route';
import { cutoverToPrepare } from '../../support/world/cutover';

const lookOf = (cutover: Awaited<ReturnType<typeof cutoverToPrepare>>) =>
  readRoute(cutover.ports, cutover.plan, cutover.route);

describe('a route whose records are to be prepared', () => {
  test('is seen as it will be', async () => {
    expect(await lookOf(await cutoverToPrepare())).toMatchObject({
      reading: { percent: 0, ttlSeconds: 30 },
      preparation: { loweredFrom: 300 },
      what: 'A: TTL 300 s → 30 s',
      findings: [],
    });
  });

  test('is seen as the pair that it will be', async () => {
    expect(await lookOf(await cutoverToPrepare({}, { adopt: true }))).toMatchObject({
      reading: { percent: 0 },
      findings: [],
    });
  });

  test('may have too long a TTL for the lead', async () => {
    const cutover = await cutoverToPrepare({ ttl: { leadSeconds: 60 } });
    expect((await lookOf(cutover)).findings).toMatchObject([{ check: 'route' }]);
  });
});

describe('a route whose records are prepared', () => {
  test('is seen as it is, with nothing left to do', async () => {
    const cutover = await cutoverToPrepare();
    await prepareRecords(cutover.ports)(cutover.input);
    expect(await lookOf(cutover)).toMatchObject({
      reading: { ttlSeconds: 30 },
      preparation: null,
      what: '',
      findings: [],
    });
  });

  test('must be as it was left', async () => {
    const cutover = await cutoverToPrepare();
    await prepareRecords(cutover.ports)(cutover.input);
    cutover.zone.change((one) => ({ ...one, TTL: 45 }));
    expect((await lookOf(cutover)).findings).toMatchObject([
      { problem: expect.stringContaining('changed by someone else after it was prepared') },
    ]);
  });

  test('that has not arrived is prepared again', async () => {
    const { ports, input, ...cutover } = await cutoverToPrepare();
    const replace = () => Promise.reject(new Error('killed'));
    const records = { ...ports.records, replace };
    await expect(prepareRecords({ ...ports, records })(input)).rejects.toThrow('killed');
    expect(await readRoute(ports, cutover.plan, cutover.route)).toMatchObject({
      preparation: { loweredFrom: 300 },
    });
  });
});

test('a plan that asks for nothing costs one read and no look into the ledger', async () => {
  const { ports, plan, route } = await cutoverToPrepare();
  const { ttl: _, ...rest } = plan;
  const never = () => Promise.reject(new Error('nobody asks'));
  const quiet = {
    ...ports,
    ledger: { ...ports.ledger, read: never },
    records: { ...ports.records, read: never },
  };
  expect(await readRoute(quiet, rest, route)).toMatchObject({ preparation: null, what: '' });
});
