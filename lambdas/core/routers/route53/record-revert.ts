import type { RevertReading, RevertTarget } from '../route-revert';
import { describeThirdShare } from '../third-share';
import { longestTtl } from './alias-chain';
import { sameName } from './record-names';
import { routingPolicy } from './routing-policy';
import type { Route53 } from './schema';
import { type RecordSet, recordDrift, recordsText } from './weighted-records';

/** A record of the pair, as it is and as it is to be. */
export interface RecordMove {
  readonly before: RecordSet;
  readonly after: RecordSet;
}

/**
 * Reads a route for its revert, type by type: what stands of the pair, what someone else has made of it, and
 * what is missing.
 * @param records every record set of the route's name, and those of the zone that aliases among them lead to;
 *   those of other types are ignored
 */
export function readRecordsForRevert(
  router: Route53,
  target: RevertTarget,
  records: readonly RecordSet[],
): RevertReading {
  const ours = ofRoute(router, records);
  const types = router.recordTypes.map((type) => revertType(router, target, type, ours));
  const percents = types.flatMap(({ percent }) => percent ?? []);
  return {
    percent: percents.length === 0 ? null : Math.max(...percents),
    isBack: types.every(({ isBack }) => isBack),
    isWritable: types.some(({ moves }) => moves.length > 0),
    version: recordsText(ours),
    ttlSeconds: ours.length === 0 ? 0 : longestTtl(ours, records, router.hostedZoneId).seconds,
    leftAlone: types.flatMap(({ leftAlone }) => leftAlone),
    unrestored: types.flatMap(({ unrestored }) => unrestored),
  };
}

/** What a revert writes to a route that was read in this version. It changes weights, and nothing else. */
export function recordMoves(router: Route53, target: RevertTarget, version: string): readonly RecordMove[] {
  const records = JSON.parse(version) as RecordSet[];
  return router.recordTypes.flatMap((type) => revertType(router, target, type, records).moves);
}

/**
 * Smaller batches for one that was refused: each type by itself, then each record, those first whose weight
 * rises. One record that cannot be changed must not keep the others from going back. Empty when it is one
 * record.
 */
export function smallerBatches(moves: readonly RecordMove[]): readonly (readonly RecordMove[])[] {
  const types = [...new Set(moves.map(({ before }) => before.Type))];
  if (types.length > 1) {
    return types.map((type) => moves.filter(({ before }) => before.Type === type));
  }
  return moves.length < 2 ? [] : [...moves].sort((a, b) => rise(b) - rise(a)).map((move) => [move]);
}

/**
 * Why a record must not be changed by itself: all weights of the type would be 0, which Route 53 answers with
 * an even split. Null when it may.
 * @param records the records of the route as they are before the change
 */
export function evenSplitOf(records: readonly RecordSet[], { before, after }: RecordMove): string | null {
  const others = records.filter(
    ({ Type, SetIdentifier }) => Type === before.Type && SetIdentifier !== before.SetIdentifier,
  );
  return sumOf([...others, after]) > 0
    ? null
    : `${labelOf(before)} stays at weight ${before.Weight}, because all weights would be 0`;
}

/** The records once some of them were moved. */
export function afterMoves(records: readonly RecordSet[], moves: readonly RecordMove[]): RecordSet[] {
  return records.map(
    (record) => moves.find(({ before }) => recordsText([before]) === recordsText([record]))?.after ?? record,
  );
}

/** The version that a read returns for these records, where both records of each type are there. */
export function versionOfRecords(router: Route53, records: readonly RecordSet[]): string {
  const { recordTypes, oldSetIdentifier, newSetIdentifier } = router;
  const pairs = recordTypes.flatMap((type) =>
    [oldSetIdentifier, newSetIdentifier].flatMap(
      (id) => records.find(({ Type, SetIdentifier }) => Type === type && SetIdentifier === id) ?? [],
    ),
  );
  return recordsText(pairs);
}

interface TypeRevert {
  readonly percent: number | null;
  readonly isBack: boolean;
  readonly moves: readonly RecordMove[];
  readonly leftAlone: readonly string[];
  readonly unrestored: readonly string[];
}

function revertType(
  router: Route53,
  target: RevertTarget,
  type: string,
  records: readonly RecordSet[],
): TypeRevert {
  const same = records.filter(({ Type }) => Type === type);
  if (isOriginal(target, type, same)) {
    return { percent: 0, isBack: true, moves: [], leftAlone: [], unrestored: [] };
  }
  const wanted = (JSON.parse(target.version) as RecordSet[]).filter(({ Type }) => Type === type);
  const moves = wanted.flatMap((snapshot) => {
    const before = same.find((one) => one.SetIdentifier === snapshot.SetIdentifier && isWeighted(one));
    return before === undefined ? [] : [{ before, after: { ...before, Weight: snapshot.Weight } }];
  });
  const others = same.filter((one) => !moves.some(({ before }) => before === one));
  const after = moves.map((move) => move.after);
  const sum = sumOf([...others, ...after]);
  const carriesTraffic = sum > 0;
  const percent = percentOf(
    router,
    moves.map(({ before }) => before),
  );
  const missing = wanted.filter(({ SetIdentifier: id }) => !after.some((one) => one.SetIdentifier === id));
  const here = `${router.recordName} ${type}`;
  return {
    percent,
    // By weights, not by percent: 255/0 and 100/0 answer alike, and the snapshot is what was there.
    isBack: !carriesTraffic || moves.every(({ before, after }) => before.Weight === after.Weight),
    moves: carriesTraffic ? moves : [],
    leftAlone: [
      ...others.flatMap((one) => describeThird(here, one, sum)),
      ...moves.flatMap((move) => describeDrift(wanted, move)),
    ],
    unrestored: missing.map((one) => describeMissing(here, one, same)),
  };
}

/** Whether the records of a type stand as they did before their preparation. */
function isOriginal({ original }: RevertTarget, type: string, same: readonly RecordSet[]): boolean {
  const before = (JSON.parse(original ?? '[]') as RecordSet[]).filter(({ Type }) => Type === type);
  const isSimple = before.length > 0 && before.every((one) => !isWeighted(one));
  return isSimple && recordsText(before) === recordsText(same);
}

/** Null when the weights sum to zero, so that Route 53 splits evenly; 0 and 100 where one record is alone. */
function percentOf(router: Route53, pair: readonly RecordSet[]): number | null {
  const fresh = pair.filter(({ SetIdentifier }) => SetIdentifier === router.newSetIdentifier);
  const sum = sumOf(pair);
  return sum === 0 ? null : (100 * sumOf(fresh)) / sum;
}

/** @param sum of the weights after the revert */
function describeThird(here: string, { SetIdentifier: id, Weight }: RecordSet, sum: number): string[] {
  return Weight === undefined || Weight === 0
    ? []
    : [`${here}: a third record "${id}" keeps its weight ${Weight}, ${describeThirdShare(Weight, sum)}`];
}

/** Fields that someone else has changed since the snapshot, weights aside. */
function describeDrift(wanted: readonly RecordSet[], { after }: RecordMove): string[] {
  const snapshot = wanted.filter(({ SetIdentifier }) => SetIdentifier === after.SetIdentifier);
  const drift = recordDrift(recordsText(snapshot), recordsText([after]));
  return drift === '' ? [] : [drift];
}

function describeMissing(here: string, { SetIdentifier: id, Weight }: RecordSet, same: readonly RecordSet[]) {
  const other = same.find((one) => !isWeighted(one));
  const policy = other === undefined ? null : routingPolicy(other);
  const instead =
    other === undefined ? '' : `, and the name has ${policy ?? 'a simple record'} that is not ours`;
  return `${here}: the record "${id}" is missing${instead}; create it with weight ${Weight}`;
}

function ofRoute({ recordName, recordTypes }: Route53, records: readonly RecordSet[]): RecordSet[] {
  return records.filter(
    ({ Name, Type }) => sameName(Name, recordName) && recordTypes.some((type) => type === Type),
  );
}

function isWeighted({ Weight }: RecordSet): boolean {
  return Weight !== undefined;
}

function rise({ before, after }: RecordMove): number {
  return (after.Weight ?? 0) - (before.Weight ?? 0);
}

function sumOf(records: readonly RecordSet[]): number {
  return records.reduce((sum, { Weight }) => sum + (Weight ?? 0), 0);
}

function labelOf({ Type, SetIdentifier }: RecordSet): string {
  return `${Type} "${SetIdentifier}"`;
}
