import { describe, expect, test } from '@jest/globals';
import { prepareRecords } from '../../../lambdas/steps/prepare-records';
import { readRoute } from '../../../lambdas/steps/support/preflight/read-route';
import { cutoverToPrepare } from '../../support/world/cutover';

const readOf = (cutover: Awaited<ReturnType<typeof cutoverToPrepare>>) =>
  readRoute(cutover.ports, cutover.plan, cutover.route);

describe('a route before its preparation', () => {
  test('is read as it will be with the lowered TTL', async () => {
    expect(await readOf(await cutoverToPrepare())).toMatchObject({
      reading: { percent: 0, ttlSeconds: 30 },
      preparation: { loweredFrom: 300 },
      what: 'A: TTL 300 s → 30 s',
      findings: [],
    });
  });

  test('is read as the pair that it will be', async () => {
    expect(await readOf(await cutoverToPrepare({}, { adopt: true }))).toMatchObject({
      reading: { percent: 0 },
      findings: [],
    });
  });

  test('has a finding when its TTL is longer than the lead', async () => {
    const cutover = await cutoverToPrepare({ ttl: { leadSeconds: 60 } });
    expect((await readOf(cutover)).findings).toMatchObject([{ check: 'route' }]);
  });
});

describe('a route after its preparation', () => {
  test('is read as it is, with nothing left to prepare', async () => {
    const cutover = await cutoverToPrepare();
    await prepareRecords(cutover.ports)(cutover.input);
    expect(await readOf(cutover)).toMatchObject({
      reading: { ttlSeconds: 30 },
      preparation: null,
      what: '',
      findings: [],
    });
  });

  test('has a finding when someone else has changed it', async () => {
    const cutover = await cutoverToPrepare();
    await prepareRecords(cutover.ports)(cutover.input);
    cutover.zone.change((one) => ({ ...one, TTL: 45 }));
    expect((await readOf(cutover)).findings).toMatchObject([
      { reason: expect.stringContaining('changed by someone else after it was prepared') },
    ]);
  });

  test('is prepared again when the preparation has not arrived', async () => {
    const { ports, input, ...cutover } = await cutoverToPrepare();
    const replace = () => Promise.reject(new Error('killed'));
    const records = { ...ports.records, replace };
    await expect(prepareRecords({ ...ports, records })(input)).rejects.toThrow('killed');
    expect(await readRoute(ports, cutover.plan, cutover.route)).toMatchObject({
      preparation: { loweredFrom: 300 },
    });
  });
});

test('a plan without preparation reads the route once, and not the ledger', async () => {
  const { ports, plan, route } = await cutoverToPrepare();
  const { ttl: _, ...rest } = plan;
  const never = () => Promise.reject(new Error('must not be called'));
  const quiet = {
    ...ports,
    ledger: { ...ports.ledger, read: never },
    records: { ...ports.records, read: never },
  };
  expect(await readRoute(quiet, rest, route)).toMatchObject({ preparation: null, what: '' });
});
