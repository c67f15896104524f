import type { Judgement } from '../../core/health/verdict';
import type { PairedProbes } from '../../core/plan/compare';
import type { SmokeCheck, SmokeTest } from '../../core/plan/smoke-test';
import {
  judgePairs,
  type PairedAnswer,
  type ProbePair,
  probedChecks,
} from '../../core/smoke-test/paired-probes';
import { judgeAnswer } from '../../core/smoke-test/smoke-check';
import { startDeadline } from './deadline';
import type { CheckPorts } from './run-checks';
import { sendCheck } from './send-check';

/**
 * Asks both paths the same things in turn, one request at a time so that neither is in the other's way, and compares the answers. Who is asked first
 * changes from pair to pair. Ends with its deadline, whatever has been asked by then.
 */
export async function comparePaths(
  { probe, clock }: CheckPorts,
  test: SmokeTest,
  compare: PairedProbes,
): Promise<Judgement> {
  const deadline = startDeadline(clock, compare.deadlineSeconds);
  const { leftMs } = deadline;
  const oldPath = { baseUrl: compare.baseUrl, connectTo: undefined };
  const ask = async (
    path: Pick<SmokeTest, 'baseUrl' | 'connectTo'>,
    check: SmokeCheck,
  ): Promise<PairedAnswer> => {
    const answer = await deadline.race(sendCheck({ probe, leftMs }, path, check));
    if (answer === 'late') {
      return { passed: false, latencyMs: null };
    }
    // The old path's own latency may be above what is wanted of the new one.
    const { passed } = judgeAnswer({ ...check, maxLatencyMs: undefined }, answer);
    return { passed, latencyMs: 'failure' in answer ? null : answer.latencyMs };
  };
  const checks = probedChecks(test);
  const pairs: ProbePair[] = [];
  while (pairs.length < compare.pairs && leftMs() > 0) {
    const check = checks[pairs.length % checks.length] as SmokeCheck;
    if (pairs.length % 2 === 0) {
      const old = await ask(oldPath, check);
      pairs.push({ old, new: await ask(test, check) });
    } else {
      const answer = await ask(test, check);
      pairs.push({ old: await ask(oldPath, check), new: answer });
    }
  }
  return judgePairs(compare, pairs);
}
