import type { Route53Client } from '@aws-sdk/client-route-53';
import type { Route53 } from '../../../core/routers/route53/schema';
import { readWeighted, shiftBatch } from '../../../core/routers/route53/weighted-records';
import type { RouteChange, TrafficRouter } from '../../../ports';
import { changeRecords, listRecords, route53Records } from './route53-records';

/** Splits traffic by the weights of Route 53 records. */
export const route53Router = (client: Pick<Route53Client, 'send'>): TrafficRouter<Route53> => ({
  read: async (route) => readWeighted(route, await listRecords(client, route)),
  write: (route, percent, version) => shift(client, route, percent, version),
  propagated: route53Records(client).propagated,
});

/**
 * Needs no further read: the batch carries the records as they were read, and Route 53 refuses it if they
 * have changed.
 */
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
