import { canonical } from '../../shared/canonical';
import { RouteBrokenError } from '../../shared/errors';
import { requirePossibleTypes } from './name-conflicts';
import { sameName } from './record-names';
import { routingPolicy } from './routing-policy';
import type { Route53 } from './schema';

/**
 * A record set in the shape of the Route 53 API. Fields that are not named here, such as values, are kept
 * unchanged, because a shift changes the weight and nothing else.
 */
export interface RecordSet {
  readonly Name?: string | undefined;
  readonly Type?: string | undefined;
  readonly SetIdentifier?: string | undefined;
  readonly Weight?: number | undefined;
  readonly TTL?: number | undefined;
  readonly AliasTarget?: unknown;
  readonly HealthCheckId?: string | undefined;
}

/** One change of a batch. */
export interface RecordChange<R extends RecordSet = RecordSet> {
  readonly Action: 'DELETE' | 'CREATE';
  readonly ResourceRecordSet: R;
}

/** What the weights of a route say together. `readName` adds what else stands at the name. */
export interface WeightedReading {
  readonly percent: number;
  readonly version: string;
}

/** The TTL of an alias that leads out of the zone: 60 s for load balancers, API Gateway and CloudFront. */
export const ALIAS_TTL_SECONDS = 60;

/**
 * Weights for a percent. They sum to 100, so never to zero: Route 53 would then split evenly.
 * @param percent whole number 0 to 100
 */
export function weightsFor(percent: number): { readonly old: number; readonly new: number } {
  if (!Number.isInteger(percent) || percent < 0 || percent > 100) {
    throw new RangeError(`percent is ${percent}; must be a whole number from 0 to 100`);
  }
  return { old: 100 - percent, new: percent };
}

/**
 * Reads a route from all record sets of its name.
 * @param records every record set of the zone with the route's name; those of other names or types are
 *   ignored
 * @throws RouteBrokenError when a record is missing or not weighted, a third one has a weight, the weights
 *   sum to zero, or the record types have different percents
 */
export function readWeighted(router: Route53, records: readonly RecordSet[]): WeightedReading {
  requirePossibleTypes(router, records);
  const pairs = router.recordTypes.map((type) => readPair(router, type, records));
  const [first] = pairs;
  const odd = pairs.find((pair) => pair.percent !== first?.percent);
  if (first === undefined || odd !== undefined) {
    const found = pairs.map((pair) => `${pair.type} at ${round(pair.percent)} %`).join(', ');
    throw new RouteBrokenError(
      `${router.recordName}: the record types disagree: ${found}; give them the same weights`,
    );
  }
  const all = pairs.flatMap((pair) => [pair.old, pair.new]);
  return { percent: first.percent, version: recordsText(all) };
}

/**
 * The batch that moves a route from the version that was read to a percent. Each record is deleted as it was
 * read and created with another weight. Route 53 applies a batch as a whole or not at all, and refuses a
 * DELETE that does not match, so this is a compare-and-swap.
 */
export function shiftBatch(
  router: Route53,
  version: string,
  percent: number,
): { readonly changes: readonly RecordChange[]; readonly version: string } {
  const weights = weightsFor(percent);
  const before = JSON.parse(version) as RecordSet[];
  const after = before.map((record) => ({
    ...record,
    Weight: record.SetIdentifier === router.newSetIdentifier ? weights.new : weights.old,
  }));
  return {
    changes: [
      ...before.map((record) => ({ Action: 'DELETE' as const, ResourceRecordSet: record })),
      ...after.map((record) => ({ Action: 'CREATE' as const, ResourceRecordSet: record })),
    ],
    version: JSON.stringify(after),
  };
}

/** The version that a route of this version has once it is at `percent` and nothing else has changed. */
export function recordsAt(router: Route53, version: string, percent: number): string {
  return shiftBatch(router, version, percent).version;
}

/** What differs between two versions, for an operator: weights and fields, never whole records. */
export function recordDrift(expected: string, found: string): string {
  const wanted = JSON.parse(expected) as Record<string, unknown>[];
  const got = JSON.parse(found) as Record<string, unknown>[];
  const lines = wanted.flatMap((before, i) => {
    const after = got[i] ?? {};
    const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return fields
      .filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]))
      .map(
        (field) =>
          `${before.Type} "${before.SetIdentifier}" ${field} ` +
          `${JSON.stringify(before[field])} → ${JSON.stringify(after[field])}`,
      );
  });
  return lines.join('; ');
}

interface Pair {
  readonly type: string;
  readonly percent: number;
  readonly old: RecordSet;
  readonly new: RecordSet;
}

function readPair(router: Route53, type: string, records: readonly RecordSet[]): Pair {
  const here = `${router.recordName} ${type}`;
  const same = records.filter((record) => sameName(record.Name, router.recordName) && record.Type === type);
  if (same.length === 0) {
    const without = router.recordTypes.length > 1 ? `remove ${type} from router.recordTypes, or ` : '';
    const what =
      router.adopt === undefined ? 'the weighted pair' : 'the record of the old path, which is then adopted,';
    throw new RouteBrokenError(
      `${here}: there is no such record in zone ${router.hostedZoneId}; ${without}create ${what} first`,
    );
  }
  const plain = same.find((record) => record.Weight === undefined);
  if (plain !== undefined) {
    const policy = routingPolicy(plain);
    throw new RouteBrokenError(
      policy === null
        ? `${here}: the record is not weighted; ` +
            'let the cutover turn it into the pair (router.adopt), or create the pair yourself, at 100/0'
        : `${here}: the record is not weighted, it has ${policy}; ` +
            'a cutover splits by weights alone, so name a record that has a weighted pair',
    );
  }
  const find = (setIdentifier: string): RecordSet & { readonly Weight: number } => {
    const found = same.find((record) => record.SetIdentifier === setIdentifier);
    if (found?.Weight === undefined) {
      const known = same.map((record) => `"${record.SetIdentifier}"`).join(', ');
      throw new RouteBrokenError(
        `${here}: no weighted record has the set identifier "${setIdentifier}"; found ${known}`,
      );
    }
    return { ...found, Weight: found.Weight };
  };
  const old = find(router.oldSetIdentifier);
  const fresh = find(router.newSetIdentifier);
  const third = same.find(
    (record): record is RecordSet & { readonly Weight: number } =>
      record.Weight !== undefined &&
      record.Weight !== 0 &&
      record.SetIdentifier !== old.SetIdentifier &&
      record.SetIdentifier !== fresh.SetIdentifier,
  );
  if (third !== undefined) {
    const all = same.reduce((total, { Weight = 0 }) => total + Weight, 0);
    throw new RouteBrokenError(
      `${here}: a third record "${third.SetIdentifier}" has weight ${third.Weight} and is answered` +
        ` ${round((100 * third.Weight) / all)} % of the time,` +
        ` so a percent would not mean what the plan says; give it the targets of "${old.SetIdentifier}",` +
        ' so that its clients stay served, and then remove it',
    );
  }
  const sum = old.Weight + fresh.Weight;
  if (sum === 0) {
    throw new RouteBrokenError(
      `${here}: both weights are 0, which Route 53 answers with an even split; ` +
        'set them to 50/50, which moves nothing, and start from there',
    );
  }
  return { type, percent: (100 * fresh.Weight) / sum, old, new: fresh };
}

/** The records as text, which does not depend on the order of their fields. */
export function recordsText(records: readonly RecordSet[]): string {
  return JSON.stringify(records.map(canonical));
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
