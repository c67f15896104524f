import { longestTtl } from '../../../../lambdas/core/routers/route53/alias-chain';
import { aliasTypeProblem } from '../../../../lambdas/core/routers/route53/alias-rules';
import type { Route53 } from '../../../../lambdas/core/routers/route53/schema';
import type { RecordSet } from '../../../../lambdas/core/routers/route53/weighted-records';
import { canonical } from '../../../../lambdas/core/shared/canonical';
import type { DnsRecord } from '../../../../lambdas/core/shared/readings';
import { type LeadsTo, NOTHING_SHIFTED, type RecordSetup } from '../route-setup';

/** The health check that the new records have when the plan wants one. */
export const HEALTH_CHECK_ID = '0a1b2c3d-0000-1111-2222-333344445555';

/** The zone of CloudFront's names, to which aliases of most types may lead. */
const OUTSIDE_ZONE = 'Z2FDTNDATAQYW2';

/** Health checks that records may have, and which no alarm of the plan has to do with. */
const OTHER_HEALTH_CHECK_IDS = {
  old: '0a1b2c3d-0000-1111-2222-333344446666',
  new: '0a1b2c3d-0000-1111-2222-333344447777',
} as const;

/** The records of a route before anything happens. */
export function startRecords(route: Route53, setup: RecordSetup): RecordSet[] {
  const { oldSetIdentifier, newSetIdentifier, newHealthCheck } = route;
  const { weights = NOTHING_SHIFTED } = setup;
  return route.recordTypes.flatMap((Type) => {
    const record = { Name: `${route.recordName}.`, Type };
    switch (setup.routing) {
      case 'simple':
        return [leadingTo(route, 'old', record, setup)];
      case 'latency': {
        const latency = { ...record, SetIdentifier: oldSetIdentifier, Region: 'eu-west-1' };
        return [leadingTo(route, 'old', latency, setup)];
      }
      default: {
        const old = { ...record, SetIdentifier: oldSetIdentifier, Weight: weights.old };
        const fresh = { ...record, SetIdentifier: newSetIdentifier, Weight: weights.new };
        const check =
          newHealthCheck === undefined || setup.newHealthCheck === 'absent'
            ? otherCheck(setup, 'new')
            : { HealthCheckId: HEALTH_CHECK_ID };
        return [
          leadingTo(route, 'old', { ...old, ...otherCheck(setup, 'old') }, setup),
          leadingTo(route, 'new', { ...fresh, ...check }, setup),
        ];
      }
    }
  });
}

function otherCheck(setup: RecordSetup, path: 'old' | 'new'): Pick<RecordSet, 'HealthCheckId'> {
  return healthOf(setup, path) === 'health-check' ? { HealthCheckId: OTHER_HEALTH_CHECK_IDS[path] } : {};
}

function healthOf({ oldRecordHealth, newRecordHealth }: RecordSetup, path: 'old' | 'new') {
  return path === 'old' ? oldRecordHealth : newRecordHealth;
}

function leadingTo(route: Route53, path: 'old' | 'new', record: RecordSet, setup: RecordSetup): RecordSet {
  const { alias, ttlSeconds, aliasTtlSeconds, values = 1 } = setup;
  const isInZone = aliasTtlSeconds !== undefined;
  if (!alias || !(isInZone || mayLeadOutside(route, String(record.Type)))) {
    return { ...record, TTL: ttlSeconds, ...valuesOf(path, record.Type, values) };
  }
  const target = !isInZone
    ? { DNSName: `${path}.example.net.`, HostedZoneId: OUTSIDE_ZONE }
    : { DNSName: `${path}-path.${zoneNameOf(route, setup)}.`, HostedZoneId: route.hostedZoneId };
  const EvaluateTargetHealth = healthOf(setup, path) === 'target';
  return { ...record, AliasTarget: { ...target, EvaluateTargetHealth } };
}

function mayLeadOutside({ hostedZoneId: zoneId }: Route53, type: string): boolean {
  return aliasTypeProblem({ type, targetZoneId: OUTSIDE_ZONE, zoneId }) === null;
}

/**
 * The zone of a route in a rehearsal: as the scenario says, or the last two labels of the record's name. So a
 * name of two labels is the apex, and every name that a plan's alias may lead to within the zone is in it.
 */
export function zoneNameOf({ recordName }: Route53, { zoneName }: Pick<RecordSetup, 'zoneName'>): string {
  return zoneName ?? recordName.split('.').slice(-2).join('.');
}

/** The records of its own zone that the plan's new records are aliases of. They exist, as the plan says. */
export function adoptedTargets({ adopt, recordTypes, hostedZoneId }: Route53) {
  const alias = adopt?.newTarget.alias;
  return alias?.hostedZoneId === hostedZoneId
    ? recordTypes.map((type) => ({ name: alias.dnsName, type }))
    : [];
}

/** So many values of a path. A CNAME has one. */
function valuesOf(path: 'old' | 'new', type: string | undefined, count: number): object {
  const first = recordValue(path, type);
  const ResourceRecords = Array.from({ length: count }, (_, i) => ({
    Value: i === 0 ? first : moreAddresses(path, type, i),
  }));
  return { ResourceRecords };
}

function moreAddresses(path: 'old' | 'new', type: string | undefined, i: number): string {
  const side = path === 'old' ? 1 : 2;
  return type === 'AAAA'
    ? `2001:db8:${side}::${i.toString(16)}`
    : `10.${side}.${Math.floor(i / 256)}.${i % 256}`;
}

const VALUES = {
  A: { old: '192.0.2.1', new: '192.0.2.2', elsewhere: '198.51.100.1' },
  AAAA: { old: '2001:db8::1', new: '2001:db8::2', elsewhere: '2001:db8::3' },
  CNAME: { old: 'old.example.net', new: 'new.example.net', elsewhere: 'elsewhere.example.net' },
  HTTPS: {
    old: '1 . alpn="h2" ipv4hint=192.0.2.1',
    new: '1 . alpn="h2" ipv4hint=192.0.2.2',
    elsewhere: '1 . alpn="h2" ipv4hint=198.51.100.1',
  },
  SVCB: {
    old: '1 old.example.net. alpn="h2"',
    new: '1 new.example.net. alpn="h2"',
    elsewhere: '1 elsewhere.example.net. alpn="h2"',
  },
} as const;

/** The value of a record that leads to a path, or to neither. */
export function recordValue(leadsTo: LeadsTo, type: string | undefined): string {
  return VALUES[type as keyof typeof VALUES][leadsTo];
}

/**
 * The longest TTL of some records, in seconds; an alias has that of its target. 0 without any records.
 * @param all of the zone, to which aliases may lead
 */
export function ttlOf(sets: readonly RecordSet[], all = sets, hostedZoneId = ''): number {
  return sets.length === 0 ? 0 : longestTtl(sets, all, hostedZoneId).seconds;
}

/** The records of the types that the route shifts. Others at its name stand beside it. */
export function ofRoute({ recordTypes }: Route53, sets: readonly RecordSet[]): readonly RecordSet[] {
  return sets.filter(({ Type }) => recordTypes.some((type) => type === Type));
}

/**
 * The route's records as text, whole and without the weights of the pair, and why the records cannot carry a
 * percent. A third record of weight 0 is not answered, and stands beside the route.
 */
export function stateOf(route: Route53, sets: readonly RecordSet[]) {
  const key = (set: RecordSet) => `${set.Type} ${set.SetIdentifier}`;
  const sorted = ofRoute(route, sets).toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
  const pair = [route.oldSetIdentifier, route.newSetIdentifier];
  const isThird = ({ SetIdentifier: id }: RecordSet) => id !== undefined && !pair.includes(id);
  const counted = sorted.filter((set) => set.Weight !== 0 || !isThird(set));
  return {
    all: JSON.stringify(canonical(counted)),
    rest: JSON.stringify(
      canonical(counted.map((set) => (isThird(set) ? set : { ...set, Weight: undefined }))),
    ),
    broken: recordsBrokenBy(route, sorted),
  };
}

/** Why records cannot carry a percent; null when those of each type can, or are a simple record. */
function recordsBrokenBy(route: Route53, sets: readonly RecordSet[]): string | null {
  const problems = route.recordTypes.flatMap((type) => typeBrokenBy(route, type, sets));
  return problems.length === 0 ? null : problems.join('; ');
}

function typeBrokenBy(route: Route53, type: string, sets: readonly RecordSet[]): string[] {
  const same = sets.filter(({ Type }) => Type === type);
  if (same.length > 0 && same.every(isSimple)) {
    return [];
  }
  const weights = same.map((set) => set.Weight ?? Number.NaN);
  const missing = [route.oldSetIdentifier, route.newSetIdentifier].filter(
    (id) => !same.some(({ SetIdentifier }) => SetIdentifier === id),
  );
  if (missing.length > 0) {
    return [`no ${type} record of ${missing.join(', ')} is left`];
  }
  return weights.every(Number.isInteger) && weights.some((weight) => weight > 0)
    ? []
    : [`${type} has weights ${weights.join(', ')}`];
}

function isSimple({ SetIdentifier, Weight }: RecordSet): boolean {
  return SetIdentifier === undefined && Weight === undefined;
}

/** A record set as the search for references reads it. */
export function dnsRecordOf(set: RecordSet): DnsRecord {
  const { AliasTarget, ResourceRecords = [] } = set as RecordSet & {
    readonly AliasTarget?: { readonly DNSName: string };
    readonly ResourceRecords?: readonly { readonly Value: string }[];
  };
  return {
    name: set.Name ?? '',
    type: set.Type ?? '',
    setIdentifier: set.SetIdentifier ?? null,
    weight: set.Weight ?? null,
    aliasOf: AliasTarget?.DNSName ?? null,
    values: ResourceRecords.map(({ Value }) => Value),
  };
}
