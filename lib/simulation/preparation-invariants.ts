import { isDeepStrictEqual } from 'node:util';
import type { Plan } from '../../lambdas/core/plan/plan';
import type { RecordSet } from '../../lambdas/core/routers/route53/weighted-records';
import { recordRouteOf } from '../rehearsal/routers/registry';
import { ttlOf } from '../rehearsal/routers/route53/record-sets';
import type { SplitState } from '../rehearsal/routers/split';

/** What the watchdog knows of records that are made ready and put back. It asks nothing of the code that does it. */

/** The record of each type answers alone, without a weight. */
function isSimple(state: SplitState): boolean {
  return recordsIn(state).every(
    ({ SetIdentifier, Weight }) => SetIdentifier === undefined && Weight === undefined,
  );
}

/** What is wrong with a change of more than weights; null when the plan asks for just that. */
export function isPreparation(
  { router, ttl }: Plan,
  history: readonly SplitState[],
  before: SplitState,
  after: SplitState,
): string | null {
  const route = recordRouteOf(router);
  if (route === null) {
    return 'what a router of this kind says of its paths';
  }
  const { oldSetIdentifier, newSetIdentifier, adopt } = route;
  const ofOld = (state: SplitState) =>
    recordsIn(state)
      .filter(({ SetIdentifier: id }) => id === undefined || id === oldSetIdentifier)
      .map(({ SetIdentifier: _, Weight: __, TTL: ___, ...rest }) => rest);
  const ofNew = (state: SplitState) =>
    recordsIn(state)
      .filter(({ SetIdentifier: id }) => id === newSetIdentifier)
      .map(({ Weight: _, TTL: __, ...rest }) => rest);
  const known = new Set(
    [...history.flatMap(recordsIn), { TTL: ttl?.seconds }, { TTL: adopt?.newTarget.ttlSeconds ?? 60 }].map(
      ({ TTL }) => TTL,
    ),
  );
  if (!isDeepStrictEqual(ofOld(before), ofOld(after))) {
    return 'what the old path answers';
  }
  if (isSimple(before) !== isSimple(after)) {
    return adopt === undefined ? 'a pair made or unmade that nobody asked for' : null;
  }
  if (!isDeepStrictEqual(ofNew(before), ofNew(after))) {
    return 'what the new path answers';
  }
  return ttl !== undefined && recordsIn(after).every(({ TTL }) => known.has(TTL)) ? null : 'the TTL';
}

/**
 * What is not as it was before the cutover; null when all is. One that has succeeded leaves the pair that it made of a simple record, and the
 * TTL that this had.
 */
export function asBefore(
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
    return start.all === end.all ? null : 'the records are not what they were';
  }
  const ttls = (state: SplitState, id: string) =>
    recordsIn(state).flatMap(({ SetIdentifier = route.oldSetIdentifier, TTL }) =>
      SetIdentifier === id ? [TTL] : [],
    );
  const { oldSetIdentifier: old, newSetIdentifier: fresh } = route;
  const isBack =
    isDeepStrictEqual(ttls(start, old), ttls(end, old)) &&
    (isSimple(start) || isDeepStrictEqual(ttls(start, fresh), ttls(end, fresh)));
  return isBack ? null : 'the TTL is not what it was';
}

/** Whether clients may keep an answer for less time than before. */
export function isLowered(before: SplitState, after: SplitState): boolean {
  return ttlOf(recordsIn(after)) < ttlOf(recordsIn(before));
}

/** The records of a state, in one order. */
export function recordsIn({ all }: SplitState): readonly RecordSet[] {
  return JSON.parse(all) as readonly RecordSet[];
}
