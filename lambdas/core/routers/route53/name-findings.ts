import { shorten } from '../../health/verdict';
import { type FindingName, type RouteFinding, stopFinding, warnFinding } from '../../preflight/finding';
import { delegationFinding, isDelegated } from './other-zones';
import { recordHealthFindings } from './record-health';
import { sameName } from './record-names';
import { CLIENT_TYPES, pathOf, type RecordPath, recordTargets, rightAt } from './record-path';
import type { Route53 } from './schema';
import type { RecordSet } from './weighted-records';

/** Findings of clients that another record leads, so that a shift of the route does not move them. */
const LEADING_ELSEWHERE: readonly FindingName[] = ['https-record', 'other-record-type', 'other-zone'];

/** The findings of clients that are led past the route, so that the old path may still serve at 100 %. */
export function leadingElsewhere(findings: readonly RouteFinding[] = []): RouteFinding[] {
  return findings.filter(
    ({ check, rightAt = [] }) => LEADING_ELSEWHERE.includes(check) && !rightAt.includes(100),
  );
}

/**
 * What stands at the name beside the weights of the route and decides where clients go: other types of
 * records, a delegation, third records, and health that overrules weights.
 * @param pair the records of the route, old and new
 * @param records every record set of the zone with the route's name
 */
export function nameFindings(
  router: Route53,
  pair: readonly RecordSet[],
  records: readonly RecordSet[],
): RouteFinding[] {
  const here = records.filter(({ Name }) => sameName(Name, router.recordName));
  return [
    ...(isDelegated(here) ? [delegationFinding(router, router.recordName)] : []),
    ...CLIENT_TYPES.filter((type) => !router.recordTypes.some((one) => one === type)).flatMap((type) =>
      otherTypeFindings(router, pair, ofType(here, type)),
    ),
    ...thirdFindings(router, here),
    // The check of router.newHealthCheck reports the same, and more strictly.
    ...(router.newHealthCheck === undefined ? recordHealthFindings(router, pair) : []),
  ];
}

const WHERE: Readonly<Record<RecordPath, string>> = {
  old: 'leads to the old path',
  new: 'leads to the new path already',
  both: 'leads to both paths',
  elsewhere: 'leads elsewhere',
};

/** A type that no shift moves. */
function otherTypeFindings(
  router: Route53,
  pair: readonly RecordSet[],
  same: readonly RecordSet[],
): RouteFinding[] {
  const [first] = same;
  const path = pathOf(router, pair, same);
  if (first === undefined || path === null) {
    return [];
  }
  const { recordName } = router;
  const type = String(first.Type);
  const isService = type === 'HTTPS' || type === 'SVCB';
  const check = isService ? 'https-record' : 'other-record-type';
  const targets = [...new Set(same.flatMap(recordTargets))].join(', ');
  const reason =
    `${recordName} has ${type} records, which are not in router.recordTypes: clients follow them, and` +
    ` that ${WHERE[path]} (${shorten(targets, 200)}) at any percent`;
  const stay = `or accept it with preflight.accept: [${check}]`;
  const remedy = isService ? serviceRemedy(type, same, stay) : typeRemedy(router, same, stay);
  return [{ ...stopFinding(check, reason, remedy), rightAt: rightAt(path) }];
}

function typeRemedy(router: Route53, same: readonly RecordSet[], stay: string): string {
  const type = String(same[0]?.Type);
  const ids = [router.oldSetIdentifier, router.newSetIdentifier];
  const isPair = ids.every((id) => same.some(({ SetIdentifier }) => SetIdentifier === id));
  const add = `add ${type} to router.recordTypes, so that the types move together`;
  return isPair
    ? `give its pair the weights of the other types and ${add}; ${stay}`
    : `make it a weighted pair ("${ids.join('", "')}"), or let router.adopt do so, and ${add}; ${stay}`;
}

function serviceRemedy(type: string, same: readonly RecordSet[], stay: string): string {
  const ttl = Math.max(0, ...same.map(({ TTL = 0 }) => TTL));
  return (
    `remove its hints (ipv4hint, ipv6hint) and its other host, and wait for its TTL (${ttl} s);` +
    ` or make it a weighted pair and add ${type} to router.recordTypes; ${stay}`
  );
}

/** A third record that has a weight makes the route broken; here is one that has none. */
function thirdFindings(router: Route53, here: readonly RecordSet[]): RouteFinding[] {
  const { recordName, recordTypes, oldSetIdentifier, newSetIdentifier } = router;
  return here
    .filter(
      ({ Type, Weight, SetIdentifier: id }) =>
        Weight === 0 &&
        recordTypes.some((type) => type === Type) &&
        id !== oldSetIdentifier &&
        id !== newSetIdentifier,
    )
    .map(({ Type, SetIdentifier }) =>
      warnFinding(
        'third-record',
        `${recordName} ${Type}: a third record "${SetIdentifier}" has weight 0: it is answered when every` +
          ' record with a weight is unhealthy, and a weight given to it ends the cutover',
        'remove it where nothing needs it',
      ),
    );
}

function ofType(records: readonly RecordSet[], type: string): RecordSet[] {
  return records.filter(({ Type }) => Type === type);
}
