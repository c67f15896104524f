import {
  type Change,
  ChangeResourceRecordSetsCommand,
  GetChangeCommand,
  ListResourceRecordSetsCommand,
  type ResourceRecordSet,
  type Route53Client,
} from '@aws-sdk/client-route-53';
import { RouteBrokenError } from '../core/errors';
import type { Route53 } from '../core/plan-router';
import { readWeighted, sameName, shiftBatch } from '../core/weighted-records';
import type { RouteChange, TrafficRouter } from '../ports';
import { route53Error } from './route53-errors';
import { answerOf } from './service-errors';

/** Splits traffic by the weights of Route 53 records. */
export const route53Router = (client: Pick<Route53Client, 'send'>): TrafficRouter<Route53> => ({
  read: async (route) => readWeighted(route, await recordsOf(client, route)),
  write: (route, percent, version) => shift(client, route, percent, version),
  settled: async ({ id }) => {
    const { ChangeInfo } = await answerOf(client.send(new GetChangeCommand({ Id: id })));
    return ChangeInfo?.Status === 'INSYNC';
  },
});

/**
 * Every record set of the route's name, whatever its type. The list starts at the name and is sorted by name, so the
 * first record of another name ends it (Amazon Route 53 API Reference, ListResourceRecordSets, "Sort order").
 */
async function recordsOf(client: Pick<Route53Client, 'send'>, route: Route53): Promise<ResourceRecordSet[]> {
  const found: ResourceRecordSet[] = [];
  let start = { StartRecordName: route.recordName } as Position;
  for (;;) {
    const page = await call(
      route,
      client.send(new ListResourceRecordSetsCommand({ HostedZoneId: route.hostedZoneId, ...start })),
    );
    const records = page.ResourceRecordSets ?? [];
    const ours = records.filter((record) => sameName(record.Name, route.recordName));
    found.push(...ours.map(tidy));
    if (page.IsTruncated !== true || ours.length < records.length) {
      return found;
    }
    start = {
      StartRecordName: page.NextRecordName,
      StartRecordType: page.NextRecordType,
      StartRecordIdentifier: page.NextRecordIdentifier,
    };
  }
}

type Position = Pick<
  ListResourceRecordSetsCommand['input'],
  'StartRecordName' | 'StartRecordType' | 'StartRecordIdentifier'
>;

/** Refuses rather than merges: the batch itself carries what was read, so there is nothing to read again. */
async function shift(
  client: Pick<Route53Client, 'send'>,
  route: Route53,
  percent: number,
  version: string,
): Promise<RouteChange> {
  const batch = shiftBatch(route, version, percent);
  const { ChangeInfo } = await call(
    route,
    client.send(
      new ChangeResourceRecordSetsCommand({
        HostedZoneId: route.hostedZoneId,
        ChangeBatch: {
          Comment: `cutover: ${percent} % on the new path`,
          // The version is text that a read of these very records wrote, so they have the API's shape.
          Changes: batch.changes as Change[],
        },
      }),
    ),
  );
  if (ChangeInfo?.Id === undefined) {
    throw new RouteBrokenError(`${route.recordName}: Route 53 took the change and gave it no id`);
  }
  return { id: ChangeInfo.Id.replace(/^\/change\//, ''), version: batch.version, route };
}

async function call<T>(route: Route53, sent: Promise<T>): Promise<T> {
  try {
    return await answerOf(sent);
  } catch (error) {
    throw route53Error(error, route);
  }
}

/** An alias may be listed with an empty list of values, which a change batch must not contain. */
function tidy(record: ResourceRecordSet): ResourceRecordSet {
  const { ResourceRecords, ...rest } = record;
  return ResourceRecords === undefined || ResourceRecords.length === 0 ? rest : record;
}
