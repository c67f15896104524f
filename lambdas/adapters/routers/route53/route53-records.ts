import {
  type Change,
  ChangeResourceRecordSetsCommand,
  GetChangeCommand,
  ListResourceRecordSetsCommand,
  type ResourceRecordSet,
  type Route53Client,
} from '@aws-sdk/client-route-53';
import type { Route53 } from '../../../core/routers/route53/schema';
import { type RecordChange, sameName } from '../../../core/routers/route53/weighted-records';
import { RouteBrokenError } from '../../../core/shared/errors';
import type { RouteRecords } from '../../../ports';
import { answerOf } from '../../shared/service-errors';
import { route53Error } from './route53-errors';

/** The records of a route in Route 53, of any routing policy. */
export const route53Records = (client: Pick<Route53Client, 'send'>): RouteRecords => ({
  read: (route) => listRecords(client, route),
  replace: async (route, from, to) => {
    const changes = [
      ...from.map((record) => ({ Action: 'DELETE' as const, ResourceRecordSet: record })),
      ...to.map((record) => ({ Action: 'CREATE' as const, ResourceRecordSet: record })),
    ];
    return { id: await changeRecords(client, route, 'cutover: records prepared or restored', changes) };
  },
  propagated: async ({ id }) => {
    const { ChangeInfo } = await answerOf(client.send(new GetChangeCommand({ Id: id })));
    return ChangeInfo?.Status === 'INSYNC';
  },
});

/**
 * Every record set of the route's name, of any type. The list starts at the name and is sorted by name, so
 * the first record of another name ends it (Amazon Route 53 API Reference, ListResourceRecordSets, "Sort
 * order").
 */
export async function listRecords(
  client: Pick<Route53Client, 'send'>,
  route: Route53,
): Promise<ResourceRecordSet[]> {
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

/**
 * Sends a batch, which Route 53 applies as a whole or not at all.
 * @returns the id of the change
 */
export async function changeRecords(
  client: Pick<Route53Client, 'send'>,
  route: Route53,
  comment: string,
  changes: readonly RecordChange[],
): Promise<string> {
  const { ChangeInfo } = await call(
    route,
    client.send(
      new ChangeResourceRecordSetsCommand({
        HostedZoneId: route.hostedZoneId,
        // The records come from a read, so they have the API's shape.
        ChangeBatch: { Comment: comment, Changes: changes as Change[] },
      }),
    ),
  );
  if (ChangeInfo?.Id === undefined) {
    throw new RouteBrokenError(`${route.recordName}: Route 53 accepted the change without an id`);
  }
  return ChangeInfo.Id.replace(/^\/change\//, '');
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
