import type { Route53 } from '../../../../lambdas/core/routers/route53/schema';
import {
  ALIAS_TTL_SECONDS,
  type RecordSet,
  weightsFor,
} from '../../../../lambdas/core/routers/route53/weighted-records';
import type { DnsRecord } from '../../../../lambdas/core/shared/readings';
import type { RecordSetup } from '../route-setup';

/** The health check that the new records have when the plan wants one. */
export const HEALTH_CHECK_ID = '0a1b2c3d-0000-1111-2222-333344445555';

/** The records of a route before anything happens. */
export function startRecords(route: Route53, setup: RecordSetup): RecordSet[] {
  const { oldSetIdentifier, newSetIdentifier, newHealthCheck } = route;
  const weights = weightsFor(0);
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

function leadingTo(path: 'old' | 'new', record: RecordSet, { alias, ttlSeconds }: RecordSetup): RecordSet {
  return alias
    ? {
        ...record,
        AliasTarget: {
          DNSName: `${path}.example.net.`,
          HostedZoneId: 'Z2FDTNDATAQYW2',
          EvaluateTargetHealth: false,
        },
      }
    : { ...record, TTL: ttlSeconds, ...values(path, record.Type) };
}

function values(path: 'old' | 'new', type: string | undefined): object {
  const value = VALUES[type as keyof typeof VALUES][path];
  return { ResourceRecords: [{ Value: value }] };
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

/** Why records cannot carry a percent; null when they can, or when each is a simple record. */
export function recordsBrokenBy(sets: readonly RecordSet[]): string | null {
  if (sets.length > 0 && sets.every(isSimple)) {
    return null;
  }
  const weights = sets.map((set) => set.Weight ?? Number.NaN);
  const paths = new Set(sets.map((set) => set.SetIdentifier));
  if (!weights.every(Number.isInteger) || weights.every((weight) => weight === 0)) {
    return `weights ${weights.join(', ')}`;
  }
  return paths.size === 2 ? null : `only records of ${[...paths].join(', ')} are left`;
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
