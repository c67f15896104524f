import { namesToFollow } from '../../../core/routers/route53/alias-chain';
import { batchOnceMore, isApplied } from '../../../core/routers/route53/applied-batch';
import { sameName } from '../../../core/routers/route53/record-names';
import type { Route53 } from '../../../core/routers/route53/schema';
import type { RecordChange, RecordSet } from '../../../core/routers/route53/weighted-records';
import { RouteBrokenError, RouteChangedError } from '../../../core/shared/errors';
import type { ZoneReading } from '../../../core/shared/readings';
import type { RouteRecords } from '../../../ports';
import { route53Error } from './route53-errors';

/** Where a list of record sets starts. */
export interface RecordPosition {
  readonly name?: string | undefined;
  readonly type?: string | undefined;
  readonly setIdentifier?: string | undefined;
}

/** One page of a list of record sets. */
export interface RecordPage {
  readonly records: readonly RecordSet[];
  /** Where the next page starts; null after the last page. */
  readonly next: RecordPosition | null;
}

/**
 * What the adapters need of the Route 53 API. Implemented over AWS, and over the simulated hosted zone of a
 * rehearsal. Each method throws what Route 53 answers, by its name: NoSuchHostedZone, InvalidChangeBatch,
 * InvalidInput, NoSuchChange.
 */
export interface RecordsApi {
  /** ListResourceRecordSets: one page, sorted by name, type and set identifier. */
  list(hostedZoneId: string, from: RecordPosition): Promise<RecordPage>;
  /**
   * ChangeResourceRecordSets: applies the whole batch or nothing.
   * @returns the id of the change, with or without `/change/` in front; undefined when the answer has none
   */
  change(
    hostedZoneId: string,
    comment: string,
    changes: readonly RecordChange[],
  ): Promise<string | undefined>;
  /** GetChange: whether all authoritative servers have the change (INSYNC). */
  isInsync(changeId: string): Promise<boolean>;
}

/** What a search for other zones needs beside that. */
export interface ZonesApi {
  /** ListHostedZonesByName: the first zones from this name on, sorted by name with the labels reversed. */
  zones(from: string): Promise<readonly ZoneReading[]>;
}

/** The records of a route in Route 53, whatever their routing policy. */
export const route53Records = (api: RecordsApi): RouteRecords => ({
  read: (route) => listRecords(api, route),
  replace: async (route, from, to) => {
    const changes = [
      ...from.map((record) => ({ Action: 'DELETE' as const, ResourceRecordSet: record })),
      ...to.map((record) => ({ Action: 'CREATE' as const, ResourceRecordSet: record })),
    ];
    return { id: await changeRecords(api, route, 'cutover: records prepared or restored', changes) };
  },
  propagated: ({ id }) => api.isInsync(id),
});

/**
 * Every record set of the route's name, whatever its type, and of each other name in the zone that an alias
 * among them leads to, alias after alias: such an alias is answered with the TTL of its target.
 */
export async function listRecords(api: RecordsApi, route: Route53): Promise<RecordSet[]> {
  const found = await listName(api, route, route.recordName);
  const listed = [route.recordName];
  for (;;) {
    const [name] = namesToFollow(found, route.hostedZoneId).filter((one) => !listed.includes(one));
    if (name === undefined) {
      return found;
    }
    listed.push(name);
    found.push(...(await listName(api, route, name)));
  }
}

/**
 * Every record set of a name. The list starts at the name and is sorted by name, so the first record of
 * another name ends it (Amazon Route 53 API Reference, ListResourceRecordSets, "Sort order").
 */
export async function listName(
  api: Pick<RecordsApi, 'list'>,
  route: Route53,
  name: string,
): Promise<RecordSet[]> {
  const found: RecordSet[] = [];
  let from: RecordPosition = { name };
  for (;;) {
    const { records, next } = await translated(route, api.list(route.hostedZoneId, from));
    const ours = records.filter((record) => sameName(record.Name, name));
    found.push(...ours.map(withoutEmptyValues));
    if (next === null || ours.length < records.length) {
      return found;
    }
    from = next;
  }
}

/**
 * Sends a batch, which Route 53 applies as a whole or not at all. The client sends it again when the answer
 * is lost, and Route 53 refuses what it has applied already. So where it refuses the batch and the records
 * are as the batch leaves them, they are written once more, so that there is a change to wait for.
 * @returns the id of the change
 * @throws RouteChangedError when the records are neither as the batch expects them nor as it leaves them
 */
export async function changeRecords(
  api: RecordsApi,
  route: Route53,
  comment: string,
  changes: readonly RecordChange[],
): Promise<string> {
  try {
    return await sendBatch(api, route, comment, changes);
  } catch (error) {
    if (!(error instanceof RouteChangedError) || !isApplied(await listRecords(api, route), changes)) {
      throw error;
    }
    return sendBatch(api, route, comment, batchOnceMore(changes));
  }
}

async function sendBatch(
  api: RecordsApi,
  route: Route53,
  comment: string,
  changes: readonly RecordChange[],
): Promise<string> {
  const id = await translated(route, api.change(route.hostedZoneId, comment, changes));
  if (id === undefined) {
    throw new RouteBrokenError(`${route.recordName}: Route 53 accepted the change without an id`);
  }
  return id.replace(/^\/change\//, '');
}

async function translated<T>(route: Route53, call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw route53Error(error, route);
  }
}

/** Route 53 may list an alias with an empty list of values, which a change batch must not contain. */
function withoutEmptyValues(record: RecordSet): RecordSet {
  const { ResourceRecords, ...rest } = record as RecordSet & {
    readonly ResourceRecords?: readonly unknown[];
  };
  return ResourceRecords === undefined || ResourceRecords.length === 0 ? rest : record;
}
