import { readName } from '../../../core/routers/route53/read-name';
import { readRecordsForRevert, recordMoves } from '../../../core/routers/route53/record-revert';
import type { Route53 } from '../../../core/routers/route53/schema';
import { shiftBatch } from '../../../core/routers/route53/weighted-records';
import type { TrafficRouter } from '../../../ports';
import { putBackRecords } from './put-back-records';
import { changeRecords, listRecords, type RecordsApi, type ZonesApi } from './route53-records';
import { readAround } from './route53-zones';

/** Joins the ids of several changes in one; no id has such a character. */
const SEPARATOR = ',';

/** Splits traffic by the weights of Route 53 records. */
export const route53Router = (api: RecordsApi & ZonesApi): TrafficRouter<Route53> => ({
  read: async (route) => readName(route, await listRecords(api, route)),
  around: (route, reading) => readAround(api, route, reading),
  // The batch itself contains the records as they were read, so Route 53 refuses it when they have changed.
  write: async (route, percent, readVersion) => {
    const { changes, version } = shiftBatch(route, readVersion, percent);
    const id = await changeRecords(api, route, `cutover: ${percent} % on the new path`, changes);
    return { id, version, route };
  },
  readForRevert: async (route, target) => readRecordsForRevert(route, target, await listRecords(api, route)),
  putBack: async (route, target, version) => {
    const moves = recordMoves(route, target, version);
    const { ids, after, refused } = await putBackRecords(api, route, JSON.parse(version), moves);
    return { change: { id: ids.join(SEPARATOR), version: after, route }, refused };
  },
  propagated: async ({ id }) => {
    const insync = await Promise.all(id.split(SEPARATOR).map((one) => api.isInsync(one)));
    return insync.every(Boolean);
  },
});
