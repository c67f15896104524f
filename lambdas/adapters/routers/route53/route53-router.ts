import type { Route53Client } from '@aws-sdk/client-route-53';
import type { Route53 } from '../../../core/routers/route53/schema';
import { readWeighted, shiftBatch } from '../../../core/routers/route53/weighted-records';
import type { RouteChange, TrafficRouter } from '../../../ports';
import { changeRecords, recordsOf, route53Records } from './route53-records';

/** Splits traffic by the weights of Route 53 records. */
export const route53Router = (client: Pick<Route53Client, 'send'>): TrafficRouter<Route53> => ({
  read: async (route) => readWeighted(route, await recordsOf(client, route)),
  write: (route, percent, version) => shift(client, route, percent, version),
  propagated: route53Records(client).propagated,
});

/** Refuses rather than merges: the batch itself carries what was read, so there is nothing to read again. */
async function shift(
  client: Pick<Route53Client, 'send'>,
  route: Route53,
  percent: number,
  version: string,
): Promise<RouteChange> {
  const batch = shiftBatch(route, version, percent);
  const id = await changeRecords(client, route, `cutover: ${percent} % on the new path`, batch.changes);
  return { id, version: batch.version, route };
}
