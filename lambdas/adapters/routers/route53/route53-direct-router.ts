import { directBatch, readDirectRecords } from '../../../core/routers/route53/direct';
import type { Route53 } from '../../../core/routers/route53/schema';
import type { DirectRouter } from '../../../ports';
import { changeRecords, listRecords, type RecordsApi } from './route53-records';

/** Sets the weights of Route 53 records exactly. */
export const route53DirectRouter = (api: RecordsApi): DirectRouter<Route53> => ({
  read: async (route) => readDirectRecords(route, await listRecords(api, route)),
  write: async (route, weights, version) => {
    const changes = directBatch(route, version, weights);
    const comment = `cutover: revert --direct to ${weights.old}/${weights.new}`;
    return { id: await changeRecords(api, route, comment, changes), route };
  },
  propagated: ({ id }) => api.isInsync(id),
});
