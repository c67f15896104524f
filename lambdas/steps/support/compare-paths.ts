import type { Judgement, Verdict } from '../../core/health/verdict';
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
import { secretValues } from './secret-values';
import { sendCheck } from './send-check';

/**
 * Sends the same requests to both paths, one at a time so that they do not slow each other down, and compares
 * the answers. The path that goes first alternates from pair to pair. Ends as soon as it fails, or passes
 * with the pairs that the plan demands, and at the latest with the most pairs, or at its deadline.
 */
export async function comparePaths(
  { probe, clock, secrets }: CheckPorts,
  test: SmokeTest,
  compare: PairedProbes,
): Promise<Judgement> {
  const deadline = startDeadline(clock, compare.deadlineSeconds);
  const { leftMs } = deadline;
  const values = secretValues(secrets);
  const oldPath = { baseUrl: compare.baseUrl, connectTo: undefined };
  const send = async (
    path: Pick<SmokeTest, 'baseUrl' | 'connectTo'>,
    check: SmokeCheck,
  ): Promise<PairedAnswer> => {
    const answer = await deadline.race(sendCheck({ probe, secrets: values, leftMs }, path, check));
    if (answer === 'late') {
      return { passed: false, latencyMs: null };
    }
    // The limit on latency is for the new path; the old one may exceed it.
    const { passed } = judgeAnswer({ ...check, maxLatencyMs: undefined }, answer);
    return { passed, latencyMs: 'failure' in answer ? null : answer.latencyMs };
  };
  const checks = probedChecks(test);
  const pairs: ProbePair[] = [];
  let judged = judgePairs(compare, pairs);
  while (pairs.length < compare.maxPairs && leftMs() > 0 && !isOver(judged.verdict, pairs, compare)) {
    const check = checks[pairs.length % checks.length] as SmokeCheck;
    if (pairs.length % 2 === 0) {
      const old = await send(oldPath, check);
      pairs.push({ old, new: await send(test, check) });
    } else {
      const answer = await send(test, check);
      pairs.push({ old: await send(oldPath, check), new: answer });
    }
    judged = judgePairs(compare, pairs);
  }
  return judged;
}

/** Whether more pairs would change nothing: it is known, or a path does not pass at all. */
function isOver(verdict: Verdict, pairs: readonly ProbePair[], { pairs: fewest }: PairedProbes): boolean {
  const isSilent = !pairs.some((pair) => pair.old.passed && pair.new.passed);
  return verdict === 'fail' || (pairs.length >= fewest && (verdict === 'pass' || isSilent));
}
