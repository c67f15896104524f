import { isDeepStrictEqual } from 'node:util';
import type { Plan } from '../../lambdas/core/plan/plan';
import { recordRouteOf } from '../../lambdas/core/routers/route';
import type { RecordSet } from '../../lambdas/core/routers/route53/weighted-records';
import { ttlOf } from '../rehearsal/routers/route53/record-sets';
import type { SplitState } from '../rehearsal/routers/split';

/** Checks of prepared and restored records. They use nothing of the code that does the work. */

/** Whether each type has one record without a weight. */
function isSimple(records: readonly RecordSet[]): boolean {
  return records.every(({ SetIdentifier, Weight }) => SetIdentifier === undefined && Weight === undefined);
}

/**
 * What a change of more than weights changed that the plan does not ask for; null for nothing. Each type of
 * records is judged by itself: a revert leaves alone the types that someone else has changed.
 */
export function unplannedChange(
  { router, ttl }: Plan,
  history: readonly SplitState[],
  before: SplitState,
  after: SplitState,
): string | null {
  const route = recordRouteOf(router);
  if (route === null) {
    return 'the configuration of the paths';
  }
  const { oldSetIdentifier, newSetIdentifier, adopt } = route;
  const ofOld = (records: readonly RecordSet[]) =>
    records
      .filter(({ SetIdentifier: id }) => id === undefined || id === oldSetIdentifier)
      .map(({ SetIdentifier: _, Weight: __, TTL: ___, ...rest }) => rest);
  const ofNew = (records: readonly RecordSet[]) =>
    records
      .filter(({ SetIdentifier: id }) => id === newSetIdentifier)
      .map(({ Weight: _, TTL: __, ...rest }) => rest);
  const known = new Set(
    [...history.flatMap(recordsIn), { TTL: ttl?.seconds }, { TTL: adopt?.newTarget.ttlSeconds ?? 60 }].map(
      ({ TTL }) => TTL,
    ),
  );
  const types = route.recordTypes.map((type) =>
    [before, after].map((state) => recordsIn(state).filter(({ Type }) => Type === type)),
  ) as [RecordSet[], RecordSet[]][];
  if (types.some(([was, is]) => !isDeepStrictEqual(ofOld(was), ofOld(is)))) {
    return 'the answer of the old path';
  }
  const kept = types.filter(([was, is]) => isSimple(was) === isSimple(is));
  if (kept.length < types.length && adopt === undefined) {
    return 'a weighted pair that the plan does not ask for, or its removal';
  }
  if (kept.some(([was, is]) => !isDeepStrictEqual(ofNew(was), ofNew(is)))) {
    return 'the answer of the new path';
  }
  if (kept.length < types.length) {
    return null;
  }
  return ttl !== undefined && recordsIn(after).every(({ TTL }) => known.has(TTL)) ? null : 'the TTL';
}

/**
 * What differs from the route before the cutover; null for nothing. A cutover that succeeded leaves the
 * weighted pair that it made of a simple record, with the TTL of that record.
 */
export function differenceFromStart(
  { router }: Plan,
  history: readonly SplitState[],
  hasSucceeded: boolean,
): string | null {
  const [start, end] = [history[0], history.at(-1)] as [SplitState, SplitState];
  const route = recordRouteOf(router);
  if (route === null) {
    return null;
  }
  if (!hasSucceeded) {
    return start.all === end.all ? null : 'the records differ from those before';
  }
  const ttls = (state: SplitState, id: string) =>
    recordsIn(state).flatMap(({ SetIdentifier = route.oldSetIdentifier, TTL }) =>
      SetIdentifier === id ? [TTL] : [],
    );
  const { oldSetIdentifier: old, newSetIdentifier: fresh } = route;
  const isBack =
    isDeepStrictEqual(ttls(start, old), ttls(end, old)) &&
    (isSimple(recordsIn(start)) || isDeepStrictEqual(ttls(start, fresh), ttls(end, fresh)));
  return isBack ? null : 'the TTL differs from the one before';
}

/** Whether clients may cache an answer for less time than before. */
export function isLowered(before: SplitState, after: SplitState): boolean {
  return ttlOf(recordsIn(after)) < ttlOf(recordsIn(before));
}

/** The records of a state, sorted. */
export function recordsIn({ all }: SplitState): readonly RecordSet[] {
  return JSON.parse(all) as readonly RecordSet[];
}
