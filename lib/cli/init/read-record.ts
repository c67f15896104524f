import {
  listName,
  type RecordsApi,
  type ZonesApi,
} from '../../../lambdas/adapters/routers/route53/route53-records';
import { routerOfKey } from '../../../lambdas/core/routers/direct-route';
import { recordRouteOf } from '../../../lambdas/core/routers/route';
import { zoneNamesFor } from '../../../lambdas/core/routers/route53/other-zones';
import type { Route53 } from '../../../lambdas/core/routers/route53/schema';
import type { RecordSet } from '../../../lambdas/core/routers/route53/weighted-records';
import type { PathNames } from '../../../lambdas/core/routers/router-definition';
import type { ZoneReading } from '../../../lambdas/core/shared/readings';
import { fromAws } from '../../shared/aws-error';
import { UsageError } from '../../shared/usage-error';
import { type RecordFacts, recordFacts } from './record-facts';

/** What the reading of a record needs of Route 53. */
export type RecordSource = Pick<RecordsApi, 'list'> & ZonesApi;

/**
 * Finds the zone of a record, and reads the record there. Of a public and a private zone of the same name,
 * the public one is read: a private one is for the clients of a network.
 * @param named which set identifier is which, where the operator has said so
 * @throws UsageError when there is no such record, several zones have it, or a cutover cannot shift it
 * @throws AwsError when AWS could not be reached or refused a call
 */
export async function readRecord(
  source: RecordSource,
  recordName: string,
  named: Partial<PathNames>,
): Promise<RecordFacts> {
  const name = recordName.toLowerCase().replace(/\.$/, '');
  const zones = await zonesOf(source, name);
  const found: { readonly zone: ZoneReading; readonly records: readonly RecordSet[] }[] = [];
  for (const zone of zones) {
    const reading = listName(source, routeIn(zone, name), name);
    const records = await fromAws(`read ${name} in the zone ${zone.id}`, reading);
    if (records.length > 0) {
      found.push({ zone, records });
    }
  }
  const isPublic = found.some(({ zone }) => !zone.isPrivate);
  const candidates = found.filter(({ zone }) => zone.isPrivate !== isPublic);
  const [only] = candidates;
  if (only === undefined) {
    throw new UsageError(noRecord(name, zones));
  }
  if (candidates.length > 1) {
    const ids = candidates.map(({ zone }) => zone.id).join(', ');
    throw new UsageError(
      `${name} is in the zones ${ids}; choose one: --route route53/ZONE/${name} --old --new`,
    );
  }
  return recordFacts(only.zone.id, name, only.records, named);
}

/** The zones of the account that may have the name, the closest first. */
async function zonesOf(source: RecordSource, name: string): Promise<ZoneReading[]> {
  const zones: ZoneReading[] = [];
  for (const zoneName of zoneNamesFor(name)) {
    const listed = await fromAws(`list the hosted zones of ${name}`, source.zones(zoneName));
    zones.push(...listed.filter((zone) => zone.name === zoneName));
  }
  return zones;
}

function noRecord(name: string, zones: readonly ZoneReading[]): string {
  return zones.length === 0
    ? `no hosted zone of this account has a name that ${name} ends in; check the name and the credentials`
    : `there is no record ${name} in ${zones.map((zone) => `${zone.name} (${zone.id})`).join(', ')};` +
        ' check its name';
}

/** A route of the name, which says nothing of its records. */
function routeIn({ id }: ZoneReading, name: string): Route53 {
  const checked = routerOfKey('route53', `${id}/${name}`, null);
  const route = checked.ok ? recordRouteOf(checked.value) : null;
  if (!checked.ok) {
    throw new UsageError(`${name} is not a record name`, checked.problems);
  }
  if (route === null) {
    throw new TypeError(`${name} is no route of records`);
  }
  return route;
}
