import type { Plan } from '../plan/plan';
import { recordRouteOf } from '../routers/route';
import { requirePossibleTypes } from '../routers/route53/name-conflicts';
import { readName } from '../routers/route53/read-name';
import { sameName } from '../routers/route53/record-names';
import { routingPolicy } from '../routers/route53/routing-policy';
import type { Route53 } from '../routers/route53/schema';
import { type RecordSet, recordsText, weightsFor } from '../routers/route53/weighted-records';
import { RouteBrokenError } from '../shared/errors';
import type { RouteReading } from '../shared/readings';
import type { NewTarget } from './preparation-schema';

/**
 * A route's records before and after their preparation, of the changed types alone, each as the text of its
 * records. Kept in the ledger, so that they can be restored.
 */
export interface Preparation {
  /** The records before. */
  readonly original: string;
  /** What a successful cutover leaves: the pair with its old TTL. */
  readonly kept: string;
  /** The pair with the lowered TTL, as it is during the cutover. */
  readonly left: string;
  /** The highest TTL that was lowered, in seconds; null when none was. */
  readonly loweredFrom: number | null;
  /** Seconds to wait once the change has propagated; 0 when no TTL was lowered. */
  readonly leadSeconds: number;
  /** What was changed, and what was not and why, in words. */
  readonly what: string;
}

/** The preparation that a plan asks for, worked out from the records as they are. */
export interface PlannedPreparation {
  /** Null when there is nothing to do. */
  readonly preparation: Preparation | null;
  /** The route after the preparation. */
  readonly reading: RouteReading;
  /** What is to be changed, and what is not and why, in words. */
  readonly what: string;
}

/**
 * The TTL of new values beside an old alias, unless the plan sets one: Route 53 recommends 60 s for such a
 * pair.
 */
const DEFAULT_TTL_SECONDS = 60;

/** The route whose records the plan prepares; null when it prepares none. */
export function recordsToPrepare({ router, ttl }: Pick<Plan, 'router' | 'ttl'>): Route53 | null {
  const records = recordRouteOf(router);
  return records?.adopt !== undefined || ttl !== undefined ? records : null;
}

/**
 * Works out the pair that a plan asks for: turns a simple record into a weighted pair, and lowers TTLs above
 * `ttl.seconds`. Traffic and all other fields stay as they are. The records of a pair share one TTL, so both
 * change together.
 * Source: Amazon Route 53 Developer Guide, "Values specific for weighted records".
 * @param records every record set of the route's name, and those of the zone that aliases among them lead to
 * @throws RouteBrokenError for records that are neither simple nor the pair, and where Route 53 would refuse
 * the change
 */
export function planPreparation(
  router: Route53,
  ttl: Plan['ttl'],
  records: readonly RecordSet[],
): PlannedPreparation {
  requirePossibleTypes(router, records);
  const types = router.recordTypes.map((type) =>
    prepareType(router, ttl, type, recordsOf(router, type, records)),
  );
  const changed = types.filter(({ original, left }) => recordsText(original) !== recordsText(left));
  const beside = records.filter(
    ({ Name, Type }) =>
      !sameName(Name, router.recordName) || router.recordTypes.every((type) => type !== Type),
  );
  const reading = readName(router, [...types.flatMap(({ left, others }) => [...left, ...others]), ...beside]);
  const text = (part: 'original' | 'kept' | 'left') => recordsText(changed.flatMap((type) => type[part]));
  const lowered = changed.flatMap(({ loweredFrom }) => loweredFrom ?? []);
  const loweredFrom = lowered.length === 0 ? null : Math.max(...lowered);
  const what = types.flatMap((type) => type.what).join('; ');
  const leadSeconds = Math.max(...types.map((type) => type.leadSeconds));
  const texts = { original: text('original'), kept: text('kept'), left: text('left') };
  const preparation = { ...texts, loweredFrom, leadSeconds, what };
  return { preparation: changed.length === 0 ? null : preparation, reading, what };
}

interface PreparedType {
  readonly original: readonly RecordSet[];
  readonly kept: readonly RecordSet[];
  readonly left: readonly RecordSet[];
  /** Other weighted records of the type, which are not part of the pair. */
  readonly others: readonly RecordSet[];
  readonly loweredFrom: number | null;
  readonly leadSeconds: number;
  readonly what: readonly string[];
}

function recordsOf(router: Route53, type: string, records: readonly RecordSet[]): RecordSet[] {
  return records.filter((record) => sameName(record.Name, router.recordName) && record.Type === type);
}

function prepareType(
  router: Route53,
  ttl: Plan['ttl'],
  type: string,
  same: readonly RecordSet[],
): PreparedType {
  const [simple] = same.filter((record) => routingPolicy(record) === null);
  const target = router.adopt?.newTarget;
  const isAdopted = simple !== undefined && target !== undefined;
  const isOfPair = ({ SetIdentifier: id }: RecordSet) =>
    id === router.oldSetIdentifier || id === router.newSetIdentifier;
  const original = isAdopted ? [simple] : same.filter(isOfPair);
  const kept = isAdopted ? pairFrom(router, simple, target, ttl?.seconds) : original;
  const others = isAdopted ? [] : same.filter((record) => !isOfPair(record));
  const highest = Math.max(...kept.flatMap(({ TTL }) => TTL ?? []));
  const isLowered = ttl !== undefined && highest > ttl.seconds;
  if (isLowered) {
    requireNoThird(`${router.recordName} ${type}`, others);
  }
  const adopted =
    `${type}: the simple record becomes a weighted pair,` +
    ` "${router.oldSetIdentifier}" (weight 100) and "${router.newSetIdentifier}" (weight 0)`;
  return {
    original,
    kept,
    left: isLowered ? kept.map((record) => lower(record, ttl.seconds)) : kept,
    others,
    loweredFrom: isLowered ? highest : null,
    leadSeconds: isLowered ? ttl.leadSeconds : 0,
    what: [
      ...(isAdopted ? [adopted] : []),
      ...(ttl === undefined ? [] : describeTtl(type, kept, ttl.seconds)),
    ],
  };
}

/** The simple record with weight 100 and otherwise unchanged, and the new one with weight 0. */
function pairFrom(
  router: Route53,
  simple: RecordSet,
  target: NewTarget,
  highestTtl = Number.POSITIVE_INFINITY,
): RecordSet[] {
  const weights = weightsFor(0);
  const { Name, Type } = simple;
  const { healthCheckId } = target;
  return [
    { ...simple, SetIdentifier: router.oldSetIdentifier, Weight: weights.old },
    {
      Name,
      Type,
      SetIdentifier: router.newSetIdentifier,
      Weight: weights.new,
      ...answerOf(target, simple, highestTtl),
      ...(healthCheckId === undefined ? {} : { HealthCheckId: healthCheckId }),
    },
  ];
}

/** The answer of the new record. A validated plan gives one for each type. */
function answerOf(
  { alias, values, ttlSeconds }: NewTarget,
  simple: RecordSet,
  highestTtl: number,
): RecordSet {
  if (alias !== undefined) {
    const { hostedZoneId, dnsName, evaluateTargetHealth } = alias;
    return {
      AliasTarget: {
        HostedZoneId: hostedZoneId,
        DNSName: dnsName,
        EvaluateTargetHealth: evaluateTargetHealth,
      },
    };
  }
  const given = values?.[simple.Type as keyof typeof values];
  if (given === undefined) {
    throw new RouteBrokenError(`router.adopt.newTarget has neither an alias nor values for ${simple.Type}`);
  }
  const answer = {
    TTL: simple.TTL ?? Math.min(ttlSeconds ?? DEFAULT_TTL_SECONDS, highestTtl),
    ResourceRecords: given.map((Value) => ({ Value })),
  };
  return answer;
}

function lower(record: RecordSet, seconds: number): RecordSet {
  return record.TTL === undefined ? record : { ...record, TTL: seconds };
}

/**
 * @throws RouteBrokenError for a third record with a TTL, which would have to change with that of the pair
 */
function requireNoThird(here: string, others: readonly RecordSet[]): void {
  // One with a weight is refused as such: it serves clients, so nobody should remove it.
  const third = others.find(({ TTL, Weight }) => TTL !== undefined && Weight === 0);
  if (third !== undefined) {
    throw new RouteBrokenError(
      `${here}: a third record "${third.SetIdentifier}" shares the TTL of the pair,` +
        ' so the TTL cannot be lowered; remove that record',
    );
  }
}

function describeTtl(type: string, pair: readonly RecordSet[], seconds: number): string[] {
  const own = pair.flatMap(({ TTL }) => TTL ?? []);
  const highest = Math.max(...own);
  return [
    ...(highest > seconds ? [`${type}: TTL ${highest} s → ${seconds} s`] : []),
    ...(own.length > 0 && highest <= seconds
      ? [`${type}: TTL ${highest} s stays (at most ${seconds} s)`]
      : []),
    ...(own.length < pair.length
      ? [`${type}: an alias uses the TTL of its target and has none to lower`]
      : []),
  ];
}
