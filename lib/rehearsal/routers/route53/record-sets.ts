import type { Route53 } from '../../../../lambdas/core/routers/route53/schema';
import {
  ALIAS_TTL_SECONDS,
  type RecordSet,
  weightsFor,
} from '../../../../lambdas/core/routers/route53/weighted-records';
import { RouteBrokenError, RouteChangedError } from '../../../../lambdas/core/shared/errors';

/** The health check that the new records carry when the plan wants one. */
export const HEALTH_CHECK_ID = '0a1b2c3d-0000-1111-2222-333344445555';

/** How the records of the world begin. */
export interface RecordSetup {
  readonly alias: boolean;
  readonly ttlSeconds: number;
  /** Absent: weighted. A simple record, or one with latency routing, is that of the old path. */
  readonly routing?: 'weighted' | 'simple' | 'latency' | undefined;
  /** Fixed, or by chance for every change. */
  readonly insyncSeconds?: number | undefined;
}

/** The records of a route before anything happens. */
export function startRecords(route: Route53, setup: RecordSetup): RecordSet[] {
  const { oldSetIdentifier, newSetIdentifier, newHealthCheck } = route;
  const weights = weightsFor(0);
  return route.recordTypes.flatMap((Type) => {
    const record = { Name: `${route.recordName}.`, Type };
    switch (setup.routing) {
      case 'simple':
        return [pointing(record, 'old', setup)];
      case 'latency': {
        const latency = { ...record, SetIdentifier: oldSetIdentifier, Region: 'eu-west-1' };
        return [pointing(latency, 'old', setup)];
      }
      default: {
        const old = { ...record, SetIdentifier: oldSetIdentifier, Weight: weights.old };
        const fresh = { ...record, SetIdentifier: newSetIdentifier, Weight: weights.new };
        const check = newHealthCheck === undefined ? {} : { HealthCheckId: HEALTH_CHECK_ID };
        return [pointing(old, 'old', setup), pointing({ ...fresh, ...check }, 'new', setup)];
      }
    }
  });
}

function pointing(record: RecordSet, path: 'old' | 'new', { alias, ttlSeconds }: RecordSetup): RecordSet {
  return alias
    ? {
        ...record,
        AliasTarget: {
          DNSName: `${path}.example.net.`,
          HostedZoneId: 'Z2FDTNDATAQYW2',
          EvaluateTargetHealth: false,
        },
      }
    : { ...record, TTL: ttlSeconds, ...values(path) };
}

function values(path: 'old' | 'new'): object {
  return { ResourceRecords: [{ Value: path === 'old' ? '192.0.2.1' : '192.0.2.2' }] };
}

/** Records of a pair answer with one TTL; beside an alias, which has its target's, the longer one counts. */
export function ttlOf(sets: readonly RecordSet[]): number {
  return Math.max(0, ...sets.map(({ TTL }) => TTL ?? ALIAS_TTL_SECONDS));
}

/**
 * Holds the records of a name and type to what Route 53 takes: a simple one stands alone, and weighted ones have one TTL (Developer Guide,
 * "Values specific for weighted records").
 */
export function refuseOddGroups(sets: readonly RecordSet[]): void {
  for (const { Type } of sets) {
    const group = sets.filter((record) => record.Type === Type);
    if (group.length > 1 && group.some(({ SetIdentifier }) => SetIdentifier === undefined)) {
      throw new RouteChangedError(
        'InvalidChangeBatch: a record cannot be created as another exists with the same name',
      );
    }
    if (new Set(group.flatMap(({ TTL }) => TTL ?? [])).size > 1) {
      throw new RouteBrokenError('InvalidChangeBatch: weighted records of a name and type must have one TTL');
    }
  }
}

/** Why records cannot carry a percent; null when they can, or when each answers alone. */
export function brokenBy(sets: readonly RecordSet[]): string | null {
  if (sets.length > 0 && sets.every(isSimple)) {
    return null;
  }
  const weights = sets.map((set) => set.Weight ?? Number.NaN);
  const paths = new Set(sets.map((set) => set.SetIdentifier));
  if (!weights.every(Number.isInteger) || weights.every((weight) => weight === 0)) {
    return `weights ${weights.join(', ')}`;
  }
  return paths.size === 2 ? null : `records of ${[...paths].join(', ')} alone are left`;
}

function isSimple({ SetIdentifier, Weight }: RecordSet): boolean {
  return SetIdentifier === undefined && Weight === undefined;
}
