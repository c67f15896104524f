import { shorten } from '../../health/verdict';
import { type Finding, stopFinding, warnFinding } from '../../preflight/finding';
import type { ZoneReading } from '../../shared/readings';
import { CLIENT_TYPES, pathOf, type RecordPath, recordTargets } from './record-path';
import type { Route53 } from './schema';
import { type RecordSet, sameName } from './weighted-records';

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
 * The wildcards of a zone that may answer for a name at which it has no records, the closest first.
 * Source: RFC 4592, section 3.3.
 */
export function wildcardsFor(recordName: string, zoneName: string): string[] {
  const labels = recordName.replace(/^\*\./, '').split('.');
  const parents = labels.map((_, i) => labels.slice(i + 1).join('.'));
  return parents
    .filter((name) => name === zoneName || name.endsWith(`.${zoneName}`))
    .map((name) => `*.${name}`)
    .filter((name) => name !== recordName);
}

/**
 * Other zones that answer clients of the name, whom a shift does not move. Of two public zones, resolvers ask
 * one alone, and this may be the other one. A private zone beside a public one is usual; it answers in its
 * VPCs.
 * Source: Amazon Route 53 Developer Guide, "Considerations when working with a private hosted zone".
 * @param own the zone of the route; null where the account does not list it
 * @param pair the records of the route, old and new
 * @param percent on the new path; at 100, a private twin counts only where it leads to the old path
 */
export function otherZoneFindings(
  router: Route53,
  own: ZoneReading | null,
  others: readonly OtherZone[],
  pair: readonly RecordSet[],
  percent: number,
): Finding[] {
  return others.flatMap((zone) => {
    const leading = zone.records.filter(({ Type }) => CLIENT_TYPES.includes(String(Type)));
    const path = pathOf(router, pair, leading);
    const arePublic = own !== null && !own.isPrivate && !zone.isPrivate;
    if (path === null || (percent === 100 && isHarmless(path, arePublic))) {
      return [];
    }
    const { recordName } = router;
    const types = [...new Set(leading.map(({ Type }) => Type))].join(', ');
    const targets = shorten([...new Set(leading.flatMap(recordTargets))].join(', '), 200);
    const wildcard = leading.some(({ Name }) => sameName(Name, recordName)) ? '' : ' by a wildcard';
    const has = `${describeZone(zone)} has ${types} for ${recordName}${wildcard}, too (${targets})`;
    const accept = 'accept it with preflight.accept: [other-zone]';
    return arePublic
      ? [
          stopFinding(
            'other-zone',
            `${has}: resolvers ask one of two public zones alone, and it may not be the one of the plan`,
            `name the zone that the domain is delegated to in router.hostedZoneId, or ${accept}`,
          ),
        ]
      : [
          warnFinding(
            'other-zone',
            `${has}: ${zone.isPrivate ? 'clients in its VPCs' : 'clients outside of the VPCs'}` +
              ' are answered by that zone, and do not move',
            'move them with a plan of their own for that zone',
          ),
        ];
  });
}

/** `zone Z2 (example.com, private)`. */
export function describeZone({ id, name, isPrivate }: ZoneReading): string {
  return `zone ${id} (${name}, ${isPrivate ? 'private' : 'public'})`;
}

function isHarmless(path: RecordPath, arePublic: boolean): boolean {
  return path === 'new' || (path === 'elsewhere' && !arePublic);
}
