import type { RouteFinding } from '../../../core/preflight/finding';
import {
  answeredRecords,
  decidingNames,
  delegableParents,
  delegationFinding,
  isDelegated,
  type OtherZone,
  otherZoneFindings,
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
  { version }: RouteReading,
): Promise<RouteSurroundings> {
  const names = zoneNamesFor(route.recordName);
  const zones = (await Promise.all(names.map((name) => zonesNamed(api, name)))).flat();
  const zone = zones.find(({ id }) => id === route.hostedZoneId) ?? null;
  const others: OtherZone[] = [];
  for (const one of zones.filter(({ id }) => id !== route.hostedZoneId)) {
    others.push({ ...one, records: await recordsFor(api, route, one) });
  }
  const pair = JSON.parse(version) as RecordSet[];
  const above = zone === null ? [] : await delegationsAbove(api, route, zone);
  return { zone, findings: [...above, ...otherZoneFindings(route, zone, others, pair)] };
}

/** The zones of exactly this name. The list starts at the name, and is sorted by name. */
async function zonesNamed(api: ZonesApi, name: string): Promise<readonly ZoneReading[]> {
  return (await api.zones(name)).filter((zone) => zone.name === name);
}

/** NS records between the route's name and its zone. Those at the name itself are read with the route. */
async function delegationsAbove(
  api: RecordsApi,
  route: Route53,
  { name }: ZoneReading,
): Promise<RouteFinding[]> {
  const findings: RouteFinding[] = [];
  for (const parent of delegableParents(route.recordName, name)) {
    if (isDelegated(await listName(api, route, parent))) {
      findings.push(delegationFinding(route, parent));
    }
  }
  return findings;
}

/** What a zone answers for the route's name. */
async function recordsFor(api: RecordsApi, route: Route53, { id, name }: ZoneReading): Promise<RecordSet[]> {
  const found: RecordSet[] = [];
  for (const one of decidingNames(route.recordName, name)) {
    found.push(...(await listName(api, { ...route, hostedZoneId: id }, one)));
  }
  return answeredRecords(route.recordName, name, found);
}
