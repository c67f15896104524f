import { shorten } from '../../health/verdict';
import { type Finding, type FindingName, stopFinding, warnFinding } from '../../preflight/finding';
import { aliasTargetOf } from './alias-chain';
import { CLIENT_TYPES, pathOf, type RecordPath, recordTargets } from './record-path';
import type { Route53 } from './schema';
import { type RecordSet, sameName } from './weighted-records';

/** Findings of clients that another record leads, so that a shift of the route does not move them. */
const LEADING_ELSEWHERE: readonly FindingName[] = ['https-record', 'other-record-type', 'other-zone'];

/** The findings that say that clients are led past the route. Until they are gone, the old path may serve. */
export function leadingElsewhere(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ check }) => LEADING_ELSEWHERE.includes(check));
}

/**
 * What stands at the name beside the weights of the route and decides where clients go: other types of
 * records, a delegation, third records, and health that overrules weights.
 * @param pair the records of the route, old and new
 * @param records every record set of the zone with the route's name
 * @param percent on the new path
 */
export function nameFindings(
  router: Route53,
  pair: readonly RecordSet[],
  records: readonly RecordSet[],
  percent: number,
): Finding[] {
  const here = records.filter(({ Name }) => sameName(Name, router.recordName));
  return [
    ...delegationFindings(router, here),
    ...CLIENT_TYPES.filter((type) => !router.recordTypes.some((one) => one === type)).flatMap((type) =>
      otherTypeFindings(router, pair, ofType(here, type), percent),
    ),
    ...thirdFindings(router, here),
    // The check of router.newHealthCheck reports the same, and more strictly.
    ...(router.newHealthCheck === undefined ? oldHealthFindings(router, pair) : []),
  ];
}

const WHERE: Readonly<Record<RecordPath, string>> = {
  old: 'leads to the old path',
  new: 'leads to the new path already',
  both: 'leads to both paths',
  elsewhere: 'leads elsewhere',
};

/** A type that no shift moves. At 100 %, one that leads to the new path alone is as the plan wants it. */
function otherTypeFindings(
  router: Route53,
  pair: readonly RecordSet[],
  same: readonly RecordSet[],
  percent: number,
): Finding[] {
  const [first] = same;
  const path = pathOf(router, pair, same);
  if (first === undefined || path === null || (path === 'new' && percent === 100)) {
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
  return [
    stopFinding(check, reason, isService ? serviceRemedy(type, same, stay) : typeRemedy(router, same, stay)),
  ];
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

/** A name with NS records, and without the SOA of a zone's own name, belongs to another zone. */
function delegationFindings({ recordName, hostedZoneId }: Route53, here: readonly RecordSet[]): Finding[] {
  return ofType(here, 'NS').length === 0 || ofType(here, 'SOA').length > 0
    ? []
    : [
        stopFinding(
          'route',
          `NS records of ${recordName} hand the name over to other name servers:` +
            ` what zone ${hostedZoneId} has at this name is not answered`,
          'name the zone that answers in router.hostedZoneId, or remove the NS records',
        ),
      ];
}

/** A third record that has a weight makes the route broken; here is one that has none. */
function thirdFindings(router: Route53, here: readonly RecordSet[]): Finding[] {
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

/**
 * Health of the old record overrules weights: while it is unhealthy, the new record is answered even at
 * weight 0. A health check was put there on purpose; evaluating a target is what many tools set by default.
 * Source: Amazon Route 53 Developer Guide, "How Amazon Route 53 chooses records when health checking is
 * configured".
 */
function oldHealthFindings({ oldSetIdentifier }: Route53, pair: readonly RecordSet[]): Finding[] {
  const effect = 'while that is unhealthy, Route 53 answers with the new record at any percent';
  return pair
    .filter(({ SetIdentifier }) => SetIdentifier === oldSetIdentifier)
    .flatMap((record) => [
      ...(record.HealthCheckId === undefined
        ? []
        : [
            stopFinding(
              'old-record-health',
              `${record.Type} "${oldSetIdentifier}", of the old path, has the health check` +
                ` ${record.HealthCheckId}: ${effect}`,
              'remove the health check from that record, or accept it with' +
                ' preflight.accept: [old-record-health]',
            ),
          ]),
      ...(aliasTargetOf(record)?.EvaluateTargetHealth === true
        ? [
            warnFinding(
              'old-record-health',
              `${record.Type} "${oldSetIdentifier}", of the old path, evaluates the health of its target:` +
                ` ${effect}`,
              'set EvaluateTargetHealth to false',
            ),
          ]
        : []),
    ]);
}

function ofType(records: readonly RecordSet[], type: string): RecordSet[] {
  return records.filter(({ Type }) => Type === type);
}
