import { median } from 'simple-statistics';
import { shareInterval } from '../comparison/boundary';
import { type Judgement, worst } from '../health/verdict';
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
 * Compares the responses of both paths, pair by pair: failures on one path only, and latency. It may be asked
 * after each pair: the chance of a false `fail` is at most `1 - confidence` in all, half of it for each
 * measure. A `pass` is evidence as well: that the new path is slow in less than half of the pairs, and that
 * it alone fails in no more of them than the plan tolerates. What is neither is `inconclusive`: more pairs
 * may decide.
 */
export function judgePairs(compare: PairedProbes, pairs: readonly ProbePair[]): Judgement {
  return worst([judgeFailures(compare, pairs), judgeLatencies(compare, pairs)]);
}

function judgeFailures(compare: PairedProbes, pairs: readonly ProbePair[]): Judgement {
  const { confidence, maxOnlyNewPercent } = compare;
  const onlyNew = pairs.filter((pair) => pair.old.passed && !pair.new.passed).length;
  const onlyOld = pairs.filter((pair) => pair.new.passed && !pair.old.passed).length;
  const most = 100 * shareInterval(onlyNew, pairs.length, 1 - confidence).high;
  // Where the paths are alike, each is as likely as the other to fail alone.
  const least = shareInterval(onlyNew, onlyNew + onlyOld, (1 - confidence) / 2).low;
  return {
    verdict: least > 0.5 ? 'fail' : most <= maxOnlyNewPercent ? 'pass' : 'inconclusive',
    reason:
      `only the new path failed in ${onlyNew} of ${plural(pairs.length, 'pair')} of requests` +
      ` (at most ${most.toFixed(0)} %, the limit is ${maxOnlyNewPercent}), only the old path in ${onlyOld}`,
  };
}

function judgeLatencies(compare: PairedProbes, pairs: readonly ProbePair[]): Judgement {
  const { confidence, maxLatencyRatio, ignoreBelowMs } = compare;
  const both = pairs.flatMap(({ old, new: other }) =>
    old.passed && other.passed ? [{ old: old.latencyMs ?? 0, new: other.latencyMs ?? 0 }] : [],
  );
  if (both.length === 0) {
    const reason = `both paths passed in none of ${plural(pairs.length, 'pair')} of requests`;
    return { verdict: 'inconclusive', reason };
  }
  const slow = both.filter(
    (pair) => pair.new > maxLatencyRatio * pair.old && pair.new - pair.old >= ignoreBelowMs,
  ).length;
  const middle = (path: 'old' | 'new') => Math.round(median(both.map((pair) => pair[path])));
  const { low } = shareInterval(slow, both.length, (1 - confidence) / 2);
  const { high } = shareInterval(slow, both.length, 1 - confidence);
  const percent = (share: number) => (100 * share).toFixed(0);
  return {
    verdict: low > 0.5 ? 'fail' : high < 0.5 ? 'pass' : 'inconclusive',
    reason:
      `median ${middle('new')} ms on the new path, ${middle('old')} ms on the old path, more than` +
      ` ${maxLatencyRatio} times as high in ${slow} of ${plural(both.length, 'pair')}` +
      ` (between ${percent(low)} and ${percent(high)} %, the limit is 50)`,
  };
}
