import { expect, test } from '@jest/globals';
import { putBackRecords } from '../../../../lambdas/adapters/routers/route53/put-back-records';
import type { RecordsApi } from '../../../../lambdas/adapters/routers/route53/route53-records';
import { readRecordsForRevert, recordMoves } from '../../../../lambdas/core/routers/route53/record-revert';
import type { Route53 } from '../../../../lambdas/core/routers/route53/schema';
import { type RecordSet, recordsText } from '../../../../lambdas/core/routers/route53/weighted-records';
import { ServiceError } from '../../../../lib/rehearsal/aws/service-error';
import { HostedZone } from '../../../../lib/rehearsal/routers/route53/hosted-zone';

const route: Route53 = {
  kind: 'route53',
  hostedZoneId: 'Z0123456789ABCDEFGHIJ',
  recordName: 'api.example.com',
  recordTypes: ['A', 'AAAA'],
  oldSetIdentifier: 'old',
  newSetIdentifier: 'new',
};
const record = (Type: string, SetIdentifier: string, Weight: number): RecordSet => ({
  ...{ Name: 'api.example.com.', Type, SetIdentifier, Weight, TTL: 60 },
  ...{ ResourceRecords: [{ Value: Type === 'A' ? '192.0.2.1' : '2001:db8::1' }] },
});
const records = (old: number, fresh: number) =>
  ['A', 'AAAA'].flatMap((type) => [record(type, 'old', old), record(type, 'new', fresh)]);
const target = { percent: 0, version: recordsText(records(100, 0)), original: null };

/** Puts back a zone whose named records Route 53 does not let anyone create again. */
async function putBack(stuck: readonly string[], error = 'InvalidChangeBatch', start = records(50, 50)) {
  const zone = new HostedZone({ id: route.hostedZoneId, records: start, isInsync: () => true });
  const api: RecordsApi = {
    list: async () => ({ records: zone.records(), next: null }),
    change: async (id, _, changes) => {
      const bad = changes.find(
        ({ Action, ResourceRecordSet: { Type, SetIdentifier } }) =>
          Action === 'CREATE' && stuck.includes(`${Type} ${SetIdentifier}`),
      );
      if (bad !== undefined) {
        throw new ServiceError(error, `[the target of ${bad.ResourceRecordSet.Type} was not found]`);
      }
      return zone.changeResourceRecordSets(id, changes);
    },
    isInsync: async () => true,
  };
  const { version } = readRecordsForRevert(route, target, zone.records());
  const moves = recordMoves(route, target, version);
  const result = putBackRecords(api, route, JSON.parse(version), moves);
  const weights = () =>
    zone.records().map(({ Type, SetIdentifier, Weight }) => `${Type} ${SetIdentifier} ${Weight}`);
  return { result, weights };
}

test('puts all records back in one batch', async () => {
  const { result, weights } = await putBack([]);
  expect(await result).toEqual({ ids: ['C1'], after: target.version, refused: [] });
  expect(weights()).toEqual(['A new 0', 'A old 100', 'AAAA new 0', 'AAAA old 100']);
});

test('puts A back, and AAAA as far as it goes, when one record of AAAA cannot be changed', async () => {
  const { result, weights } = await putBack(['AAAA old']);
  expect(await result).toMatchObject({
    ids: ['C1', 'C2'],
    refused: [expect.stringContaining('the target of AAAA was not found')],
  });
  expect(weights()).toEqual(['A new 0', 'A old 100', 'AAAA new 0', 'AAAA old 50']);
});

test('does not lower a record by itself when that would leave all weights at 0', async () => {
  const { result, weights } = await putBack(['A old'], 'InvalidChangeBatch', records(0, 100));
  expect(await result).toMatchObject({
    refused: [expect.any(String), 'A "new" stays at weight 100, because all weights would be 0'],
  });
  expect(weights()).toEqual(['A new 100', 'A old 0', 'AAAA new 0', 'AAAA old 100']);
});

test('throws when every change is refused', async () => {
  const { result, weights } = await putBack(['A old', 'A new', 'AAAA old', 'AAAA new']);
  await expect(result).rejects.toMatchObject({ name: 'RouteBrokenError' });
  expect(weights()).toEqual(['A new 50', 'A old 50', 'AAAA new 50', 'AAAA old 50']);
});

test('does not take an error that may pass for a refusal', async () => {
  const { result } = await putBack(['AAAA old'], 'ServiceBusyError');
  await expect(result).rejects.toMatchObject({ name: 'ServiceBusyError' });
});
