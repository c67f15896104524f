import { sameName } from '../../../../lambdas/core/routers/route53/record-names';
import type { Route53 } from '../../../../lambdas/core/routers/route53/schema';
import type { RecordSet } from '../../../../lambdas/core/routers/route53/weighted-records';
import type { ZoneReading } from '../../../../lambdas/core/shared/readings';
import type { LeadsTo, OtherRecord, RecordSetup } from '../route-setup';
import { recordValue, zoneNameOf } from './record-sets';

/** The id of the other zone of the account, where a scenario has one. */
export const OTHER_ZONE_ID = 'Z9876543210JIHGFEDCBA';

/** What the zone has beside the records of the route. */
export function besideRecords(route: Route53, setup: RecordSetup): RecordSet[] {
  const { aliasTtlSeconds, otherRecords = [] } = setup;
  const followed =
    setup.alias && aliasTtlSeconds !== undefined
      ? route.recordTypes.flatMap((Type) =>
          (['old', 'new'] as const).map((path) => ({
            Name: `${path}-path.${zoneNameOf(route, setup)}.`,
            Type,
            TTL: aliasTtlSeconds,
            ResourceRecords: [{ Value: recordValue(path, Type) }],
          })),
        )
      : [];
  return [...followed, ...otherRecords.map((one) => otherRecord(route, one))];
}

/** A simple record of the route's name. */
export function otherRecord(
  route: Route53,
  { recordType, leadsTo, ttlSeconds }: Omit<OtherRecord, 'recordType'> & { readonly recordType: string },
): RecordSet {
  const values = { TTL: ttlSeconds, ResourceRecords: [{ Value: recordValue(leadsTo, recordType) }] };
  return { Name: `${route.recordName}.`, Type: recordType, ...values };
}

/** The records of the other zone of the account. */
export function otherZoneRecords(route: Route53, leadsTo: LeadsTo): RecordSet[] {
  return route.recordTypes.map((recordType) => otherRecord(route, { recordType, leadsTo, ttlSeconds: 60 }));
}

/** The zones of the account from a name on, sorted by name with the labels reversed. */
export function zonesOf(
  { route, setup }: { readonly route: Route53; readonly setup: RecordSetup },
  from: string,
): ZoneReading[] {
  const { privateZone = false, otherZone } = setup;
  const name = zoneNameOf(route, setup);
  const reversed = (text: string) => text.split('.').reverse().join('.');
  const own = { id: route.hostedZoneId, name, isPrivate: privateZone };
  const other = otherZone === undefined ? [] : [{ id: OTHER_ZONE_ID, name, isPrivate: otherZone.private }];
  return reversed(name) < reversed(from) ? [] : [own, ...other];
}

/** The records of the route's name among all of a zone. */
export function atName({ recordName }: Route53, all: readonly RecordSet[]): readonly RecordSet[] {
  return all.every(({ Name }) => sameName(Name, recordName))
    ? all
    : all.filter(({ Name }) => sameName(Name, recordName));
}
