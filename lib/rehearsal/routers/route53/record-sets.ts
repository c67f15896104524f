import type { Route53 } from '../../../../lambdas/core/routers/route53/schema';
import { ALIAS_TTL_SECONDS, type RecordSet } from '../../../../lambdas/core/routers/route53/weighted-records';
import type { DnsRecord } from '../../../../lambdas/core/shared/readings';
import { NOTHING_SHIFTED, type RecordSetup } from '../route-setup';

/** The health check that the new records have when the plan wants one. */
export const HEALTH_CHECK_ID = '0a1b2c3d-0000-1111-2222-333344445555';

/** The records of a route before anything happens. */
export function startRecords(route: Route53, setup: RecordSetup): RecordSet[] {
  const { oldSetIdentifier, newSetIdentifier, newHealthCheck } = route;
  const { weights = NOTHING_SHIFTED } = setup;
  return route.recordTypes.flatMap((Type) => {
    const record = { Name: `${route.recordName}.`, Type };
    switch (setup.routing) {
      case 'simple':
        return [leadingTo('old', record, setup)];
      case 'latency': {
        const latency = { ...record, SetIdentifier: oldSetIdentifier, Region: 'eu-west-1' };
        return [leadingTo('old', latency, setup)];
      }
      default: {
        const old = { ...record, SetIdentifier: oldSetIdentifier, Weight: weights.old };
        const fresh = { ...record, SetIdentifier: newSetIdentifier, Weight: weights.new };
        const check = newHealthCheck === undefined ? {} : { HealthCheckId: HEALTH_CHECK_ID };
        return [leadingTo('old', old, setup), leadingTo('new', { ...fresh, ...check }, setup)];
      }
    }
  });
}

function leadingTo(
  path: 'old' | 'new',
  record: RecordSet,
  { alias, ttlSeconds, values = 1 }: RecordSetup,
): RecordSet {
  return alias
    ? {
        ...record,
        AliasTarget: {
          DNSName: `${path}.example.net.`,
          HostedZoneId: 'Z2FDTNDATAQYW2',
          EvaluateTargetHealth: false,
        },
      }
    : { ...record, TTL: ttlSeconds, ...valuesOf(path, record.Type, values) };
}

/** So many values of a path. A CNAME has one. */
function valuesOf(path: 'old' | 'new', type: string | undefined, count: number): object {
  const first = VALUES[type as keyof typeof VALUES][path];
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
  A: { old: '192.0.2.1', new: '192.0.2.2' },
  AAAA: { old: '2001:db8::1', new: '2001:db8::2' },
  CNAME: { old: 'old.example.net', new: 'new.example.net' },
} as const;

/** The longest TTL of some records, in seconds; an alias has that of its target. 0 without any records. */
export function ttlOf(sets: readonly RecordSet[]): number {
  return Math.max(0, ...sets.map(({ TTL }) => TTL ?? ALIAS_TTL_SECONDS));
}

/** Why records cannot carry a percent; null when those of each type can, or are a simple record. */
export function recordsBrokenBy(route: Route53, sets: readonly RecordSet[]): string | null {
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
