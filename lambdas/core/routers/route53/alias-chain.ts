import { plainName, sameName } from './record-names';
import { ALIAS_TTL_SECONDS, type RecordSet } from './weighted-records';

/** The target of an alias (Amazon Route 53 API Reference, AliasTarget). */
interface AliasTarget {
  readonly HostedZoneId?: string;
  readonly DNSName?: string;
  readonly EvaluateTargetHealth?: boolean;
}

/** How long clients keep an answer, and which record says so. */
export interface AnswerTtl {
  readonly seconds: number;
  /** The record that has this TTL; null for an alias that leads out of the zone. */
  readonly from: RecordSet | null;
}

/** The target of an alias; null for a record with values. */
export function aliasTargetOf({ AliasTarget }: RecordSet): AliasTarget | null {
  return (AliasTarget as AliasTarget | undefined) ?? null;
}

/**
 * The name in the same zone to which an alias leads, in the spelling of a plan. Null for any other record.
 * @param hostedZoneId the zone of the record
 */
export function nameInZone(record: RecordSet, hostedZoneId: string): string | null {
  const target = aliasTargetOf(record);
  return target?.DNSName === undefined || zoneIdOf(target.HostedZoneId) !== zoneIdOf(hostedZoneId)
    ? null
    : plainName(target.DNSName);
}

/** Names in the zone to which aliases among these records lead, and which are not among them. */
export function namesToFollow(records: readonly RecordSet[], hostedZoneId: string): string[] {
  const names = records.flatMap((record) => nameInZone(record, hostedZoneId) ?? []);
  return [...new Set(names)].filter((name) => !records.some(({ Name }) => sameName(Name, name)));
}

/**
 * The TTL with which a record is answered: its own, or, for an alias to a record of the same zone, the
 * longest one of the records that the alias leads to, alias after alias.
 * Source: Amazon Route 53 Developer Guide, "Values specific for alias records", TTL.
 * @param all every record that the alias may lead to; one that is missing counts like a target outside of
 *   the zone
 */
export function answerTtl(
  record: RecordSet,
  all: readonly RecordSet[],
  hostedZoneId: string,
  seen: readonly string[] = [],
): AnswerTtl {
  if (record.TTL !== undefined) {
    return { seconds: record.TTL, from: record };
  }
  const name = nameInZone(record, hostedZoneId);
  const targets =
    name === null || seen.includes(name)
      ? []
      : all.filter(({ Name, Type }) => Type === record.Type && sameName(Name, name));
  return longest(targets.map((target) => answerTtl(target, all, hostedZoneId, [...seen, String(name)])));
}

/** The longest TTL with which one of these records is answered. 60 s without any records. */
export function longestTtl(
  records: readonly RecordSet[],
  all: readonly RecordSet[],
  hostedZoneId: string,
): AnswerTtl {
  return longest(records.map((record) => answerTtl(record, all, hostedZoneId)));
}

function longest(ttls: readonly AnswerTtl[]): AnswerTtl {
  const [first = { seconds: ALIAS_TTL_SECONDS, from: null }, ...others] = ttls;
  return others.reduce((most, one) => (one.seconds > most.seconds ? one : most), first);
}

function zoneIdOf(id: string | undefined): string | undefined {
  return id?.replace(/^\/hostedzone\//, '');
}
