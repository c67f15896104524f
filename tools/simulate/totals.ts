import type { HookViolation } from '../../lib/simulation/hooks/hook-invariants';
import type { SavedHookCase } from '../../lib/simulation/hooks/saved-hook-case';
import type { Violation } from '../../lib/simulation/invariants';
import type { SavedCase } from '../../lib/simulation/saved-case';

/** A case that took long. */
export interface SlowCase {
  readonly cpuMs: number;
  readonly slow: SavedCase;
}

/** A case that violates an invariant. */
export interface FoundCase {
  readonly found: SavedCase | SavedHookCase;
  readonly violations: readonly (Violation | HookViolation)[];
  /** The seed and the number of the run that found it, before it was reduced. */
  readonly seed: number;
  readonly run: number;
}

/** What some runs gave together. */
export interface RunTotals {
  readonly runs: number;
  readonly cpuMs: number;
  /** Changes of someone else that a load balancer could not protect. */
  readonly windows: number;
  /** Runs by outcome, by kind of router, of hooks, and, after `drawn `, by what they were about. */
  readonly counts: Readonly<Record<string, number>>;
  /** The slowest first. */
  readonly slowest: readonly SlowCase[];
  readonly found: readonly FoundCase[];
}

/** Before the names of the counts of what runs were about. */
export const DRAWN = 'drawn ';

export const NOTHING: RunTotals = { runs: 0, cpuMs: 0, windows: 0, counts: {}, slowest: [], found: [] };

/** @param slowest how many of the slowest cases are kept */
export function sumOf(one: RunTotals, other: RunTotals, slowest: number): RunTotals {
  const names = new Set([...Object.keys(one.counts), ...Object.keys(other.counts)]);
  return {
    runs: one.runs + other.runs,
    cpuMs: one.cpuMs + other.cpuMs,
    windows: one.windows + other.windows,
    counts: Object.fromEntries(
      [...names].sort().map((name) => [name, (one.counts[name] ?? 0) + (other.counts[name] ?? 0)]),
    ),
    slowest: [...one.slowest, ...other.slowest].sort((a, b) => b.cpuMs - a.cpuMs).slice(0, slowest),
    found: [...one.found, ...other.found],
  };
}
