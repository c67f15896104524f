import { aliasTypeProblem } from '../../../../lambdas/core/routers/route53/alias-rules';
import { plainName } from '../../../../lambdas/core/routers/route53/record-names';
import type { ApiRecord } from './api-record';

/** The zone in which a record set is created. */
export interface ZoneOfRecord {
  readonly id: string;
  /** Null: not known; then the rules of the apex and of names outside of the zone do not apply. */
  readonly name: string | null;
  /** Whether the zone has a record of this name and type. */
  readonly has: (name: string, type: string) => boolean;
}

/**
 * Why Route 53 refuses a record set at its place in the zone: a name outside of the zone, a CNAME at the
 * apex, a type beside a CNAME, an alias to what cannot be aliased; empty when it does not. The messages are
 * those of the service, as its users report them, or close to them.
 * Source: Amazon Route 53 Developer Guide, "Supported DNS record types", "CNAME", and "Choosing between alias
 * and non-alias records".
 * @param others the record sets of other types at the same name
 */
export function refusalOfPlace(
  record: ApiRecord,
  zone: ZoneOfRecord,
  others: readonly ApiRecord[],
): string[] {
  const { Name, Type = '' } = record;
  const name = plainName(Name ?? '');
  const rrset = `RRSet of type ${Type} with DNS name ${Name}`;
  const inZone = zone.name === null || name === zone.name || name.endsWith(`.${zone.name}`);
  return [
    ...(inZone ? [] : [`RRSet with DNS name ${Name} is not permitted in zone ${zone.name}.`]),
    ...(Type === 'CNAME' && name === zone.name
      ? [`${rrset} is not permitted at apex in zone ${zone.name}.`]
      : []),
    ...(Type === 'CNAME' && others.length > 0
      ? [
          `${rrset} is not permitted as it conflicts with other records with the same DNS name` +
            ` in zone ${zone.name ?? zone.id}.`,
        ]
      : []),
    ...(Type !== 'CNAME' && others.some((other) => other.Type === 'CNAME')
      ? [
          `${rrset} is not permitted because a conflicting RRSet of type CNAME with the same DNS name` +
            ` already exists in zone ${zone.name ?? zone.id}.`,
        ]
      : []),
    ...refusalOfAlias(record, zone),
  ];
}

function refusalOfAlias({ Name, Type = '', AliasTarget }: ApiRecord, zone: ZoneOfRecord): string[] {
  if (AliasTarget === undefined) {
    return [];
  }
  const { HostedZoneId: targetZoneId = '', DNSName = '' } = AliasTarget;
  const tried = `Tried to create an alias that targets ${DNSName}, type ${Type} in zone ${targetZoneId}, but`;
  const target = plainName(DNSName);
  const problem = aliasTypeProblem({ type: Type, targetZoneId, zoneId: zone.id });
  if (problem !== null) {
    return [`${tried} that is not permitted: ${problem}`];
  }
  if (targetZoneId !== zone.id) {
    return [];
  }
  if (target === plainName(Name ?? '')) {
    return [`${tried} the alias target name is that of the record itself`];
  }
  if (zone.name !== null && target !== zone.name && !target.endsWith(`.${zone.name}`)) {
    return [`${tried} the alias target name does not lie within the target zone`];
  }
  return zone.has(target, Type) ? [] : [`${tried} that target was not found`];
}
