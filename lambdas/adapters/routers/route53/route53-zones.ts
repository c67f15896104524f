import {
  type OtherZone,
  otherZoneFindings,
  wildcardsFor,
  zoneNamesFor,
} from '../../../core/routers/route53/other-zones';
import type { Route53 } from '../../../core/routers/route53/schema';
import type { RecordSet } from '../../../core/routers/route53/weighted-records';
import type { RouteReading, RouteSurroundings, ZoneReading } from '../../../core/shared/readings';
import { listName, type RecordsApi, type ZonesApi } from './route53-records';

/**
 * Reads the zone of a route, and which other zones of the account answer for its name. A zone is looked up by
 * each name that it may have, so that the number of zones in the account does not matter.
 */
export async function readAround(
  api: RecordsApi & ZonesApi,
  route: Route53,
  { percent, version }: RouteReading,
): Promise<RouteSurroundings> {
  const names = zoneNamesFor(route.recordName);
  const zones = (await Promise.all(names.map((name) => zonesNamed(api, name)))).flat();
  const zone = zones.find(({ id }) => id === route.hostedZoneId) ?? null;
  const others: OtherZone[] = [];
  for (const one of zones.filter(({ id }) => id !== route.hostedZoneId)) {
    others.push({ ...one, records: await recordsFor(api, route, one) });
  }
  const pair = JSON.parse(version) as RecordSet[];
  return { zone, findings: otherZoneFindings(route, zone, others, pair, percent) };
}

/** The zones of exactly this name. The list starts at the name, and is sorted by name. */
async function zonesNamed(api: ZonesApi, name: string): Promise<readonly ZoneReading[]> {
  return (await api.zones(name)).filter((zone) => zone.name === name);
}

/** What a zone answers for the route's name: with the records of the name, or else of a wildcard. */
async function recordsFor(api: RecordsApi, route: Route53, { id, name }: ZoneReading): Promise<RecordSet[]> {
  for (const one of [route.recordName, ...wildcardsFor(route.recordName, name)]) {
    const found = await listName(api, { ...route, hostedZoneId: id }, one);
    if (found.length > 0) {
      return found;
    }
  }
  return [];
}
