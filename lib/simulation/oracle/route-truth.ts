import type { Plan } from '../../../lambdas/core/plan/plan';
import { recordRouteOf } from '../../../lambdas/core/routers/route';
import type { SplitState } from '../../rehearsal/routers/split';
import type { World } from '../../rehearsal/world/world';
import type { CutoverWatch } from '../cutover-watch';
import type { Disturbances } from './disturbances';

/** Whether the route is as a cutover last left it, or as its preflight read it. */
export function isAsLeft({ split }: World, cutover: CutoverWatch): boolean {
  const { history } = split;
  return !cutover.isForeign(history.at(-1) as SplitState, history);
}

/**
 * Whether someone else changed the route directly before the last write of the cutover, which may have kept
 * what it had not read, such as a third record.
 */
export function mayHaveKeptAnother({ split: { history } }: World): boolean {
  const own = history.findLastIndex(({ by }) => by === 'cutover');
  return own > 0 && history[own - 1]?.by === 'another';
}

/**
 * Whether a cutover can know when its write of `at` (epoch milliseconds) is in effect. Only Route 53 says it.
 * Elsewhere, a change that was held back looks like any other.
 */
export function canKnowEffect({ router }: Plan, disturbances: Disturbances, at: number): boolean {
  return recordRouteOf(router) !== null || !disturbances.hasBeenActiveSince('stuck-pending', at);
}

/** When the last write of the route by a cutover was effective in the world; 0 when there was none. */
export function effectiveAt({ split }: World): number {
  const own = split.history.findLast(({ by }) => by === 'cutover');
  if (own === undefined) {
    return 0;
  }
  const ttlSeconds = split.answerHolds().findLast(({ at }) => at <= own.at)?.seconds ?? 0;
  return split.insyncAfter(own.at) + 1_000 * ttlSeconds;
}

/**
 * Whether a write has overwritten a change by someone else that came after its last read: the router has no
 * compare-and-swap (decision 41).
 * @param place of `before` in the history of the route
 */
export function isUnseen(before: SplitState, { restsOn }: SplitState, place: number): boolean {
  return before.by === 'another' && restsOn !== undefined && place >= restsOn.last;
}

/**
 * The state that a cutover knew before others added records to it, which its write has kept; undefined where
 * the last changes before the write were others. A change of Route 53 names the records that it replaces, so
 * that one which was added since the cutover read them is not seen until the next evaluation.
 * @param history until before the write
 * @param isKnown whether the cutover knew a state
 */
export function beforeAdditions(
  { router }: Plan,
  history: readonly SplitState[],
  after: SplitState,
  isKnown: (state: SplitState) => boolean,
): SplitState | undefined {
  const before = history.at(-1);
  if (recordRouteOf(router) === null || before?.by !== 'another') {
    return undefined;
  }
  const are = recordsIn(before.all);
  const remain = recordsIn(after.all);
  const own = history.findLastIndex(({ by }) => by !== 'another');
  return history.slice(Math.max(0, own), -1).findLast((earlier) => {
    const were = recordsIn(earlier.all);
    const added = [...are].filter((record) => !were.has(record));
    const isAddition = added.length > 0 && [...were].every((record) => are.has(record));
    return isAddition && added.every((record) => remain.has(record)) && isKnown(earlier);
  });
}

function recordsIn(all: string): Set<string> {
  return new Set((JSON.parse(all) as unknown[]).map((record) => JSON.stringify(record)));
}

/**
 * The percent of a route's own pairs, whatever stands beside them: a record that someone else has added takes
 * a share that depends on how high the weights of the pair are. Null where the pairs differ.
 */
export function percentOfPairs({ router }: Plan, { all }: SplitState): number | null {
  const { oldSetIdentifier, newSetIdentifier, recordTypes = [] } = recordRouteOf(router) ?? {};
  const records = JSON.parse(all) as readonly Record<'Type' | 'SetIdentifier' | 'Weight', unknown>[];
  const weightOf = (type: string, name: unknown) =>
    Number(records.find(({ Type, SetIdentifier }) => Type === type && SetIdentifier === name)?.Weight ?? 0);
  const percents = recordTypes.map((type) => {
    const moved = weightOf(type, newSetIdentifier);
    return (100 * moved) / (weightOf(type, oldSetIdentifier) + moved);
  });
  return new Set(percents).size === 1 ? (percents[0] as number) : null;
}
