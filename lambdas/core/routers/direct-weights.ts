import type { PathNames } from './router-definition';

/** The weights of the two paths of a route, as the service has them. */
export interface PathWeights {
  readonly old: number;
  readonly new: number;
}

/** Something at a route that can have a weight, as it stands. */
export interface StandingWeight {
  /** What it splits: a record type, or the action of a listener. */
  readonly group: string;
  /** The set identifier, or the ARN; null for a simple record. */
  readonly id: string | null;
  /** Null when it has none; `invalid` when it has one that the router cannot read but can replace. */
  readonly weight: number | 'invalid' | null;
}

/** A route as it stands, whether or not it can carry a percent. */
export interface DirectReading {
  readonly standing: readonly StandingWeight[];
  /** What a write compares with, as text. */
  readonly version: string;
  /** Seconds for which clients may use an old answer after a change. */
  readonly ttlSeconds: number;
}

/** One pair of weights that a write sets. `before` has null for a weight that cannot be read. */
export interface WeightPair {
  readonly group: string;
  readonly before: { readonly old: number | null; readonly new: number | null };
}

/** What a write of weights changes at a route as it stands, and what not. */
export interface DirectChange {
  readonly pairs: readonly WeightPair[];
  /** What is ours and cannot be written, a sentence each. */
  readonly leftAlone: readonly string[];
  /** What is not ours and has a share of the traffic, or a record type without the pair. */
  readonly notices: readonly string[];
}

/**
 * What can be written where. A group with both paths is a pair, whatever its weights: both may be 0, and
 * groups may disagree. One with half of the pair is left alone, because a single weight moves no traffic.
 */
export function planDirect(paths: PathNames, standing: readonly StandingWeight[]): DirectChange {
  const groups = [...new Set(standing.map(({ group }) => group))].map((group) => ({
    group,
    members: standing.filter((one) => one.group === group),
  }));
  const parts = groups.map(({ group, members }) => partOf(paths, group, members));
  return {
    pairs: parts.flatMap(({ pair }) => (pair === undefined ? [] : [pair])),
    leftAlone: parts.flatMap(({ leftAlone }) => leftAlone ?? []),
    notices: parts.flatMap(({ notices }) => notices ?? []),
  };
}

interface Part {
  readonly pair?: WeightPair;
  readonly leftAlone?: readonly string[];
  readonly notices?: readonly string[];
}

function partOf(paths: PathNames, group: string, members: readonly StandingWeight[]): Part {
  const find = (id: string) => members.find((one) => one.id === id && one.weight !== null);
  const [old, fresh] = [find(paths.old), find(paths.new)];
  if (old === undefined && fresh === undefined) {
    return { notices: [`${group}: has neither path of the pair and is left alone; ${foundIn(members)}`] };
  }
  if (old === undefined || fresh === undefined) {
    const missing = old === undefined ? paths.old : paths.new;
    return {
      leftAlone: [`${group}: nothing with a weight is called "${missing}", so its traffic stays where it is`],
    };
  }
  const others = members.filter((one) => one !== old && one !== fresh && one.weight !== 0);
  return {
    pair: { group, before: { old: numberIn(old), new: numberIn(fresh) } },
    notices: others.map((one) => `${group}: a third, ${nameOf(one)}, keeps its share`),
  };
}

/** Whether every pair has these weights already. */
export function standsAt({ pairs }: DirectChange, weights: PathWeights): boolean {
  return pairs.every(({ before }) => before.old === weights.old && before.new === weights.new);
}

/** What stands in a group, for an operator who must say which is which. */
export function foundIn(members: readonly StandingWeight[]): string {
  return `found ${members.map(nameOf).join(', ')}`;
}

function nameOf({ id, weight }: StandingWeight): string {
  const name = id === null ? 'a simple record' : `"${id}"`;
  return weight === null ? `${name} without a weight` : `${name} with weight ${weight}`;
}

function numberIn({ weight }: StandingWeight): number | null {
  return weight === 'invalid' ? null : weight;
}
