import type { Route53 } from '../../../core/routers/route53/schema';
import { readWeighted, shiftBatch } from '../../../core/routers/route53/weighted-records';
import type { TrafficRouter } from '../../../ports';
import { changeRecords, listRecords, type RecordsApi } from './route53-records';

/** Splits traffic by the weights of Route 53 records. */
export const route53Router = (api: RecordsApi): TrafficRouter<Route53> => ({
  read: async (route) => readWeighted(route, await listRecords(api, route)),
  // The batch itself contains the records as they were read, so Route 53 refuses it when they have changed.
  write: async (route, percent, readVersion) => {
    const { changes, version } = shiftBatch(route, readVersion, percent);
    const id = await changeRecords(api, route, `cutover: ${percent} % on the new path`, changes);
    return { id, version, route };
  },
  propagated: ({ id }) => api.isInsync(id),
});
