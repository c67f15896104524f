import type { Plan } from '../plan/plan';
import { recordRouteOf } from '../routers/route';
import { routingPolicy } from '../routers/route53/routing-policy';
import type { Route53 } from '../routers/route53/schema';
import {
  type RecordSet,
  readWeighted,
  recordsText,
  sameName,
  type WeightedReading,
  weightsFor,
} from '../routers/route53/weighted-records';
import { RouteBrokenError } from '../shared/errors';
import type { NewTarget } from './preparation-schema';

/**
 * What a route's records were before they were prepared, and what was made of them. Of the types that were touched alone, each as the
 * text of its records. Kept in the ledger, so that they can be put back.
 */
export interface Preparation {
  readonly original: string;
  /** What a cutover that succeeds leaves: the pair with its old TTL. */
  readonly kept: string;
  /** The pair with the TTL of the cutover. */
  readonly left: string;
  /** The highest TTL before, in seconds, of those that were lowered; null when none was. */
  readonly loweredFrom: number | null;
  /** Waited once the change is in effect; 0 when no TTL was lowered. */
  readonly leadSeconds: number;
  /** What was done, and what was left alone and why, for a person. */
  readonly what: string;
}

/** What a plan makes of the records as they are. */
export interface PlannedPreparation {
  /** Null when there is nothing to do. */
  readonly preparation: Preparation | null;
  /** The route once this has been done. */
  readonly reading: WeightedReading;
  /** What is to be done, and what is left alone and why, for a person. */
  readonly what: string;
}

/** New values beside an old alias answer with this TTL, unless the plan says otherwise: Route 53 recommends it in such a pair. */
const USUAL_TTL_SECONDS = 60;

/** The route whose records a plan wants prepared; null when it asks for nothing of the kind. */
export function recordsToPrepare({ router, ttl }: Pick<Plan, 'router' | 'ttl'>): Route53 | null {
  const records = recordRouteOf(router);
  return records?.adopt !== undefined || ttl !== undefined ? records : null;
}

/**
 * Works out the pair that a plan asks for: a simple record becomes one, and TTLs above `ttl.seconds` come down. The traffic stays where it
 * is, and so does every other field. Records of a pair share one TTL (Amazon Route 53 Developer Guide, "Values specific for weighted
 * records"), so both change together.
 * @param records every record set of the route's name
 * @throws RouteBrokenError for records that are neither simple nor the pair, and where Route 53 would refuse the change
 */
export function planPreparation(
  router: Route53,
  ttl: Plan['ttl'],
  records: readonly RecordSet[],
): PlannedPreparation {
  const types = router.recordTypes.map((type) =>
    prepareType(router, ttl, type, recordsOf(router, type, records)),
  );
  const touched = types.filter(({ original, left }) => recordsText(original) !== recordsText(left));
  const reading = readWeighted(
    router,
    types.flatMap(({ left, others }) => [...left, ...others]),
  );
  const text = (part: 'original' | 'kept' | 'left') => recordsText(touched.flatMap((type) => type[part]));
  const lowered = touched.flatMap(({ loweredFrom }) => loweredFrom ?? []);
  const loweredFrom = lowered.length === 0 ? null : Math.max(...lowered);
  const what = types.flatMap((type) => type.what).join('; ');
  const leadSeconds = Math.max(...types.map((type) => type.leadSeconds));
  const words = { loweredFrom, leadSeconds, what };
  const texts = { original: text('original'), kept: text('kept'), left: text('left') };
  return { preparation: touched.length === 0 ? null : { ...texts, ...words }, reading, what };
}

interface PreparedType {
  readonly original: readonly RecordSet[];
  readonly kept: readonly RecordSet[];
  readonly left: readonly RecordSet[];
  /** Further records of the type, which are nobody's. */
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
  const ours = ({ SetIdentifier: id }: RecordSet) =>
    id === router.oldSetIdentifier || id === router.newSetIdentifier;
  const original = isAdopted ? [simple] : same.filter(ours);
  const kept = isAdopted ? pairFrom(router, simple, target, ttl?.seconds) : original;
  const others = isAdopted ? [] : same.filter((record) => !ours(record));
  const highest = Math.max(...kept.flatMap(({ TTL }) => TTL ?? []));
  const isLowered = ttl !== undefined && highest > ttl.seconds;
  if (isLowered) {
    refuseThird(`${router.recordName} ${type}`, others);
  }
  const adopted = `${type}: the simple record becomes "${router.oldSetIdentifier}" (100) beside "${router.newSetIdentifier}" (0)`;
  return {
    original,
    kept,
    left: isLowered ? kept.map((record) => lower(record, ttl.seconds)) : kept,
    others,
    loweredFrom: isLowered ? highest : null,
    leadSeconds: isLowered ? ttl.leadSeconds : 0,
    what: [...(isAdopted ? [adopted] : []), ...(ttl === undefined ? [] : aboutTtl(type, kept, ttl.seconds))],
  };
}

/** The simple record at 100, just as it is, and the new one at 0. */
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
      ...pointing(target, simple, highestTtl),
      ...(healthCheckId === undefined ? {} : { HealthCheckId: healthCheckId }),
    },
  ];
}

/** What the new record answers with. A checked plan says it for each type. */
function pointing(
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
    TTL: simple.TTL ?? Math.min(ttlSeconds ?? USUAL_TTL_SECONDS, highestTtl),
    ResourceRecords: given.map((Value) => ({ Value })),
  };
  return answer;
}

function lower(record: RecordSet, seconds: number): RecordSet {
  return record.TTL === undefined ? record : { ...record, TTL: seconds };
}

/** A third record of the group would have to change with the pair, and it is not ours. */
function refuseThird(here: string, others: readonly RecordSet[]): void {
  const third = others.find(({ TTL }) => TTL !== undefined);
  if (third !== undefined) {
    throw new RouteBrokenError(
      `${here}: a third record "${third.SetIdentifier}" shares the TTL of the pair, so it cannot be lowered; remove that record`,
    );
  }
}

function aboutTtl(type: string, pair: readonly RecordSet[], seconds: number): string[] {
  const own = pair.flatMap(({ TTL }) => TTL ?? []);
  const highest = Math.max(...own);
  return [
    ...(highest > seconds ? [`${type}: TTL ${highest} s → ${seconds} s`] : []),
    ...(own.length > 0 && highest <= seconds ? [`${type}: TTL ${highest} s is low enough`] : []),
    ...(own.length < pair.length
      ? [`${type}: an alias answers with its target's TTL and has none of its own to lower`]
      : []),
  ];
}
