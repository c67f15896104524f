import { median } from 'simple-statistics';
import { fewestPairs, signTest } from '../health/significance';
import type { Judgement } from '../health/verdict';
import type { PairedProbes } from '../plan/compare';
import type { SmokeCheck, SmokeTest } from '../plan/smoke-test';
import { plural } from '../shared/plural';
import { baseUrlChecks } from './production-name';

/** The response of one path to a request of a pair. */
export interface PairedAnswer {
  readonly passed: boolean;
  /** Null without a response. */
  readonly latencyMs: number | null;
}

/** The responses of both paths to the same request. */
export interface ProbePair {
  readonly old: PairedAnswer;
  readonly new: PairedAnswer;
}

/** The checks of the base URL that may be sent to both paths: GET and HEAD change nothing. */
export function probedChecks(smokeTest: Pick<SmokeTest, 'checks'>): readonly SmokeCheck[] {
  return baseUrlChecks(smokeTest).filter(({ method }) => method === 'GET' || method === 'HEAD');
}

/**
 * Compares the responses of both paths, pair by pair: failures on one path only (exact McNemar's test) and
 * latency (sign test). The verdict is `inconclusive` if too few pairs have a response of both paths, or if a
 * difference is not significant.
 */
export function judgePairs(compare: PairedProbes, pairs: readonly ProbePair[]): Judgement {
  const { confidence, maxLatencyRatio, ignoreBelowMs } = compare;
  const onlyNew = pairs.filter((pair) => pair.old.passed && !pair.new.passed).length;
  const onlyOld = pairs.filter((pair) => pair.new.passed && !pair.old.passed).length;
  if (onlyNew > onlyOld) {
    const chance = signTest(onlyNew, onlyNew + onlyOld);
    const reason =
      `only the new path failed in ${onlyNew} of ${plural(pairs.length, 'pair')} of requests,` +
      ` only the old path in ${onlyOld} (p = ${chance.toFixed(4)})`;
    return { verdict: chance <= 1 - confidence ? 'fail' : 'inconclusive', reason };
  }
  const both = pairs.flatMap(({ old, new: other }) =>
    old.passed && other.passed ? [{ old: old.latencyMs ?? 0, new: other.latencyMs ?? 0 }] : [],
  );
  const wanted = fewestPairs(confidence);
  if (both.length < wanted) {
    const reason =
      `both paths passed in ${both.length} of ${plural(pairs.length, 'pair')} of requests` +
      ` (minimum ${wanted} to compare them)`;
    return { verdict: 'inconclusive', reason };
  }
  const slow = both.filter(
    (pair) => pair.new > maxLatencyRatio * pair.old && pair.new - pair.old >= ignoreBelowMs,
  ).length;
  const chance = signTest(slow, both.length);
  const middle = (path: 'old' | 'new') => Math.round(median(both.map((pair) => pair[path])));
  const numbers =
    `median ${middle('new')} ms on the new path, ${middle('old')} ms on the old path` +
    ` in ${plural(both.length, 'pair')}`;
  if (2 * slow <= both.length) {
    return { verdict: 'pass', reason: numbers };
  }
  const reason =
    `${numbers}, more than ${maxLatencyRatio} times as high in ${slow} of them` +
    ` (p = ${chance.toFixed(4)})`;
  return { verdict: chance <= 1 - confidence ? 'fail' : 'inconclusive', reason };
}
