import { shorten } from '../../health/verdict';
import { type RouteFinding, stopFinding, warnFinding } from '../../preflight/finding';
import type { ZoneReading } from '../../shared/readings';
import { sameName } from './record-names';
import { CLIENT_TYPES, pathOf, recordTargets, rightAt } from './record-path';
import type { Route53 } from './schema';
import type { RecordSet } from './weighted-records';

/** Another hosted zone of the account that has records for the name of a route. */
export interface OtherZone extends ZoneReading {
  /** Every record set that it has at the name, or at the wildcard that answers for it. */
  readonly records: readonly RecordSet[];
}

/**
 * The names of hosted zones that may answer for a record name, the longest first: `api.example.com` and
 * `example.com`, and not the top-level domain.
 */
export function zoneNamesFor(recordName: string): string[] {
  const labels = recordName.replace(/^\*\./, '').split('.');
  const names = labels.map((_, i) => labels.slice(i).join('.'));
  return labels.length === 1 ? names : names.slice(0, -1);
}

/**
 * The names at which a zone decides what it answers for a record name: that name, its parents down to the
 * name of the zone, and the wildcards below those.
 */
export function decidingNames(recordName: string, zoneName: string): string[] {
  const names = upToZone(recordName, zoneName);
  return [...new Set([...names, ...names.slice(1).map((name) => `*.${name}`)])];
}

/**
 * What a zone answers for a record name: its records of that name, or else those of the closest wildcard, as
 * long as no name between the two exists. Nothing where NS records hand the name over to other name servers.
 * Source: RFC 4592, sections 2.2.1 and 3.3.
 * @param all every record set of `decidingNames`
 */
export function answeredRecords(
  recordName: string,
  zoneName: string,
  all: readonly RecordSet[],
): RecordSet[] {
  const at = (name: string) => all.filter(({ Name }) => sameName(Name, name));
  const [own, ...parents] = upToZone(recordName, zoneName);
  if ([recordName, ...delegableParents(recordName, zoneName)].some((name) => isDelegated(at(name)))) {
    return [];
  }
  if (own !== undefined && at(own).length > 0) {
    return at(own);
  }
  const decides = parents.find((name) => at(name).length > 0 || at(`*.${name}`).length > 0);
  return decides === undefined ? [] : at(`*.${decides}`);
}

/** The names between a record name and its zone. NS records at one of them hand over the record name, too. */
export function delegableParents(recordName: string, zoneName: string): string[] {
  return upToZone(recordName, zoneName)
    .slice(1)
    .filter((name) => name !== zoneName);
}

/** A name with NS records, and without the SOA of a zone's own name, belongs to another zone. */
export function isDelegated(records: readonly RecordSet[]): boolean {
  const has = (type: string) => records.some(({ Type }) => Type === type);
  return has('NS') && !has('SOA');
}

/**
 * The finding of NS records that hand a route's name over.
 * @param at the name of the NS records: the route's own, or one above it
 */
export function delegationFinding({ recordName, hostedZoneId }: Route53, at: string): RouteFinding {
  return stopFinding(
    'route',
    `NS records of ${at} hand the name over to other name servers:` +
      ` what zone ${hostedZoneId} has at ${recordName} is not answered`,
    'name the zone that answers in router.hostedZoneId, or remove the NS records',
  );
}

function upToZone(recordName: string, zoneName: string): string[] {
  const labels = recordName.split('.');
  return labels
    .map((_, i) => labels.slice(i).join('.'))
    .filter((name) => name === zoneName || name.endsWith(`.${zoneName}`));
}

/**
 * Other zones that answer clients of the name, whom a shift does not move. Of two public zones, resolvers ask
 * one alone, and this may be the other one. A private zone beside a public one is usual; it answers in its
 * VPCs.
 * Source: Amazon Route 53 Developer Guide, "Considerations when working with a private hosted zone".
 * @param own the zone of the route; null where the account does not list it
 * @param pair the records of the route, old and new
 */
export function otherZoneFindings(
  router: Route53,
  own: ZoneReading | null,
  others: readonly OtherZone[],
  pair: readonly RecordSet[],
): RouteFinding[] {
  return others.flatMap((zone) => {
    const leading = zone.records.filter(({ Type }) => CLIENT_TYPES.includes(String(Type)));
    const path = pathOf(router, pair, leading);
    const arePublic = own?.isPrivate !== true && !zone.isPrivate;
    if (path === null) {
      return [];
    }
    // What a private zone has beside a public one is usual, and seldom another name of the old path.
    const right = path === 'elsewhere' && !arePublic ? [0, 100] : rightAt(path);
    const { recordName } = router;
    const types = [...new Set(leading.map(({ Type }) => Type))].join(', ');
    const targets = shorten([...new Set(leading.flatMap(recordTargets))].join(', '), 200);
    const wildcard = leading.some(({ Name }) => sameName(Name, recordName)) ? '' : ' by a wildcard';
    const has = `${describeZone(zone)} has ${types} for ${recordName}${wildcard}, too (${targets})`;
    const accept = 'accept it with preflight.accept: [other-zone]';
    const finding = arePublic
      ? stopFinding(
          'other-zone',
          `${has}: resolvers ask one of two public zones alone, and it may not be the one of the plan`,
          `name the zone that the domain is delegated to in router.hostedZoneId, or ${accept}`,
        )
      : warnFinding(
          'other-zone',
          `${has}: ${zone.isPrivate ? 'clients in its VPCs' : 'clients outside of the VPCs'}` +
            ' are answered by that zone, and do not move',
          'move them with a plan of their own for that zone',
        );
    return [{ ...finding, rightAt: right }];
  });
}

/** `zone Z2 (example.com, private)`. */
export function describeZone({ id, name, isPrivate }: ZoneReading): string {
  return `zone ${id} (${name}, ${isPrivate ? 'private' : 'public'})`;
}
