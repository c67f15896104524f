import { recordType } from '../../../lambdas/core/routers/route53/schema';
import type { RecordSet } from '../../../lambdas/core/routers/route53/weighted-records';
import type { PathNames } from '../../../lambdas/core/routers/router-definition';
import { UsageError } from '../../shared/usage-error';

/** What the records of a name say about a plan. */
export interface RecordFacts {
  readonly hostedZoneId: string;
  readonly recordName: string;
  readonly recordTypes: readonly string[];
  /** The set identifiers of a weighted pair, the one with more weight first; null for simple records. */
  readonly pair: readonly [old: string, fresh: string] | null;
  /** The highest TTL of records that are no aliases; null where all are. */
  readonly ttlSeconds: number | null;
}

/** Routing policies by the field that only their records have. */
const OTHER_POLICIES = {
  Region: 'latency',
  Failover: 'failover',
  GeoLocation: 'geolocation',
  GeoProximityLocation: 'geoproximity',
  CidrRoutingConfig: 'IP-based',
  MultiValueAnswer: 'multivalue',
} as const;

const remedyByHand = 'give --route, --old and --new for a pair that is to be made';

/**
 * Reads the records of one name as the route of a cutover: a weighted pair, or simple records.
 * @param records every record of the name in the zone
 * @param named which set identifier is which, where the operator has said so
 * @throws UsageError for records that a cutover cannot shift, with the remedy
 */
export function recordFacts(
  hostedZoneId: string,
  recordName: string,
  records: readonly RecordSet[],
  named: Partial<PathNames> = {},
): RecordFacts {
  const shiftable: readonly string[] = recordType.pipe[0].options;
  const ours = records.filter(({ Type = '' }) => shiftable.includes(Type));
  if (ours.length === 0) {
    throw new UsageError(`${recordName} has no record that leads to a path in the zone ${hostedZoneId}`);
  }
  refuseOtherPolicies(recordName, ours);
  const ttls = ours.flatMap(({ TTL }) => (TTL === undefined ? [] : [TTL]));
  const recordTypes = [...new Set(ours.map(({ Type = '' }) => Type))];
  return {
    hostedZoneId,
    recordName,
    recordTypes,
    pair: pairOf(recordName, recordTypes, ours, named),
    ttlSeconds: ttls.length === 0 ? null : Math.max(...ttls),
  };
}

function refuseOtherPolicies(recordName: string, records: readonly RecordSet[]): void {
  const fields = Object.entries(OTHER_POLICIES);
  const other = records.flatMap((record) => fields.filter(([field]) => Object.hasOwn(record, field)))[0];
  if (other !== undefined) {
    throw new UsageError(
      `${recordName} has ${other[1]} records; a cutover shifts a weighted pair, or adopts simple records`,
    );
  }
}

function pairOf(
  recordName: string,
  types: readonly string[],
  records: readonly RecordSet[],
  named: Partial<PathNames>,
): RecordFacts['pair'] {
  const weights = new Map<string, number>();
  for (const { SetIdentifier, Weight = 0 } of records) {
    if (SetIdentifier !== undefined) {
      weights.set(SetIdentifier, (weights.get(SetIdentifier) ?? 0) + Weight);
    }
  }
  if (weights.size === 0) {
    return null;
  }
  const ids = [...weights].sort(([, one], [, other]) => other - one).map(([id]) => id);
  const [old, fresh] = ids;
  if (old === undefined || fresh === undefined || ids.length > 2 || records.length !== 2 * types.length) {
    throw new UsageError(
      `${recordName} has the weighted records ${ids.join(', ')} for ${types.join(', ')}; a cutover needs` +
        ` two, with a record of each type; ${remedyByHand}`,
    );
  }
  if (named.old !== undefined && named.new !== undefined) {
    return namedPair(recordName, [old, fresh], { old: named.old, new: named.new });
  }
  if (weights.get(old) === weights.get(fresh)) {
    throw new UsageError(
      `${recordName} has the same weight for ${old} and ${fresh}; say which is which: --old and --new`,
    );
  }
  return [old, fresh];
}

function namedPair(
  recordName: string,
  ids: readonly string[],
  named: PathNames,
): readonly [old: string, fresh: string] {
  if (named.old === named.new || !ids.includes(named.old) || !ids.includes(named.new)) {
    throw new UsageError(
      `${recordName} has the weighted records ${ids.join(' and ')}; --old and --new name them`,
    );
  }
  return [named.old, named.new];
}
