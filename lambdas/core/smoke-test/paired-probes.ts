import { median } from 'simple-statistics';
import { fewestPairs, signTest } from '../health/significance';
import type { Judgement } from '../health/verdict';
import type { PairedProbes } from '../plan/compare';
import type { SmokeCheck, SmokeTest } from '../plan/smoke-test';

/** How a path answered one request of a pair. */
export interface PairedAnswer {
  readonly passed: boolean;
  /** Null without an answer. */
  readonly latencyMs: number | null;
}

/** The same request to both paths. */
export interface ProbePair {
  readonly old: PairedAnswer;
  readonly new: PairedAnswer;
}

/** The checks that both paths may be asked: sent twice, they change nothing. */
export function probedChecks({ checks }: Pick<SmokeTest, 'checks'>): readonly SmokeCheck[] {
  return checks.filter(({ method }) => method === 'GET' || method === 'HEAD');
}

/**
 * Compares the answers of both paths, pair by pair: who fails where the other does not (McNemar's test, exact), and who is slower (sign test).
 * Too few pairs in which both have answered, or a difference of which the test is not sure, is `inconclusive`.
 */
export function judgePairs(compare: PairedProbes, pairs: readonly ProbePair[]): Judgement {
  const { confidence, maxLatencyRatio, ignoreBelowMs } = compare;
  const onlyNew = pairs.filter((pair) => pair.old.passed && !pair.new.passed).length;
  const onlyOld = pairs.filter((pair) => pair.new.passed && !pair.old.passed).length;
  if (onlyNew > onlyOld) {
    const chance = signTest(onlyNew, onlyNew + onlyOld);
    const reason = `the new path alone failed in ${onlyNew} of ${pairs.length} pairs of requests, the old one alone in ${onlyOld} (p = ${chance.toFixed(4)})`;
    return { verdict: chance <= 1 - confidence ? 'fail' : 'inconclusive', reason };
  }
  const both = pairs.flatMap(({ old, new: other }) =>
    old.passed && other.passed ? [{ old: old.latencyMs ?? 0, new: other.latencyMs ?? 0 }] : [],
  );
  const wanted = fewestPairs(confidence);
  if (both.length < wanted) {
    const reason = `both paths answered as they should in only ${both.length} of ${pairs.length} pairs of requests, ${wanted} are needed to compare them`;
    return { verdict: 'inconclusive', reason };
  }
  const slow = both.filter(
    (pair) => pair.new > maxLatencyRatio * pair.old && pair.new - pair.old >= ignoreBelowMs,
  ).length;
  const chance = signTest(slow, both.length);
  const middle = (path: 'old' | 'new') => Math.round(median(both.map((pair) => pair[path])));
  const numbers = `median ${middle('new')} ms on the new path, ${middle('old')} ms on the old one in ${both.length} pairs`;
  if (2 * slow <= both.length) {
    return { verdict: 'pass', reason: numbers };
  }
  const reason = `${numbers}, over ${maxLatencyRatio} times as much in ${slow} of them (p = ${chance.toFixed(4)})`;
  return { verdict: chance <= 1 - confidence ? 'fail' : 'inconclusive', reason };
}
