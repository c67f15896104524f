import { directBatch, readDirectRecords, typesIn } from '../../../core/routers/route53/direct';
import type { Route53 } from '../../../core/routers/route53/schema';
import { RouteBrokenError, RouteChangedError } from '../../../core/shared/errors';
import type { DirectRouter, DirectWrite } from '../../../ports';
import { changeRecords, listRecords, type RecordsApi } from './route53-records';

/** Joins the ids of several changes in one; no id has such a character. */
const SEPARATOR = ',';

/**
 * Sets the weights of Route 53 records exactly: all types in one batch, so that they move together. Where
 * Route 53 refuses that, for example because the target of one alias is gone, each type is written by itself.
 */
export const route53DirectRouter = (api: RecordsApi): DirectRouter<Route53> => ({
  read: async (route) => readDirectRecords(route, await listRecords(api, route)),
  write: async (route, weights, version) => {
    const types = typesIn(version);
    const comment = `cutover: revert --direct to ${weights.old}/${weights.new}`;
    const put = (some: readonly string[]) =>
      changeRecords(api, route, comment, directBatch(route, version, weights, some));
    try {
      return { id: await put(types), route, refused: [] };
    } catch (error) {
      if (!(error instanceof RouteBrokenError)) {
        throw error;
      }
      const { ids, refused } = await oneByOne(types, put);
      if (ids.length === 0) {
        throw error;
      }
      return { id: ids.join(SEPARATOR), route, refused };
    }
  },
  propagated: async ({ id }) => {
    const insync = await Promise.all(id.split(SEPARATOR).map((one) => api.isInsync(one)));
    return insync.every(Boolean);
  },
});

async function oneByOne(
  types: readonly string[],
  put: (types: readonly string[]) => Promise<string>,
): Promise<{ ids: readonly string[]; refused: DirectWrite['refused'] }> {
  const ids: string[] = [];
  const refused: DirectWrite['refused'][number][] = [];
  for (const group of types) {
    try {
      ids.push(await put([group]));
    } catch (error) {
      // What was accepted before must be reported, so that a change by someone else ends nothing here.
      if (!(error instanceof RouteBrokenError || error instanceof RouteChangedError)) {
        throw error;
      }
      refused.push({ group, reason: error.message });
    }
  }
  return { ids, refused };
}
