import pLimit from 'p-limit';
import { shorten } from '../../core/health/verdict';
import type { SmokeCheck, SmokeTest } from '../../core/plan/smoke-test';
import { CHECK_REASON_LENGTH, checkLabel, judgeAnswer } from '../../core/smoke-test/smoke-check';
import {
  reportSmokeTest,
  type SmokeCheckResult,
  type SmokeTestReport,
} from '../../core/smoke-test/smoke-report';
import type { Clock, HttpProbe } from '../../ports';
import { type Deadline, startDeadline } from './deadline';
import { type CheckTarget, sendCheck } from './send-check';

/** Checks, their limits, and where to send them. */
export type ChecksToRun = CheckTarget & Pick<SmokeTest, 'checks' | 'concurrency' | 'deadlineSeconds'>;

/** What checks run through. */
export interface CheckPorts {
  readonly probe: HttpProbe;
  readonly clock: Clock;
}

/**
 * Runs every check, whatever becomes of the others. Returns by the deadline, even if a request still hangs.
 */
export async function runChecks({ probe, clock }: CheckPorts, test: ChecksToRun): Promise<SmokeTestReport> {
  const deadline = startDeadline(clock, test.deadlineSeconds);
  const limit = pLimit(test.concurrency);
  const runs = test.checks.map((check) => limit(() => runCheck({ probe, clock, deadline }, test, check)));
  return reportSmokeTest(await Promise.all(runs));
}

interface TimedPorts extends CheckPorts {
  readonly deadline: Deadline;
}

/** One check with its retries. */
async function runCheck(
  { probe, clock, deadline }: TimedPorts,
  target: CheckTarget,
  check: SmokeCheck,
): Promise<SmokeCheckResult> {
  const label = checkLabel(check);
  const end = (
    verdict: 'pass' | 'fail',
    reason: string,
    attempts: number,
    latencyMs: number | null,
  ): SmokeCheckResult => {
    const name = check.name ?? label;
    return { name, verdict, reason: shorten(reason, CHECK_REASON_LENGTH), attempts, latencyMs };
  };
  const limit = `the deadline of ${deadline.seconds} s`;
  const attempt = async (
    attempts: number,
    before: { readonly reason: string; readonly latencyMs: number | null },
  ): Promise<SmokeCheckResult> => {
    if (deadline.leftMs() === 0) {
      return end('fail', `${before.reason}; ${limit} has passed`, attempts - 1, before.latencyMs);
    }
    const answer = await deadline.race(sendCheck({ probe, leftMs: deadline.leftMs }, target, check));
    // Answers that came together are judged one after the other, and each may take a while.
    if (answer === 'late' || deadline.leftMs() === 0) {
      return end('fail', `${label}: no answer before ${limit}`, attempts, null);
    }
    const { passed, reason, retryable } = judgeAnswer(check, answer);
    const latencyMs = 'failure' in answer ? null : answer.latencyMs;
    if (passed || !retryable || attempts > check.retries) {
      return end(passed ? 'pass' : 'fail', reason, attempts, latencyMs);
    }
    const pauseMs = check.backoffMs * 2 ** (attempts - 1);
    if (pauseMs >= deadline.leftMs()) {
      return end('fail', `${reason}; ${limit} leaves no time for another try`, attempts, latencyMs);
    }
    await deadline.race(clock.sleep(pauseMs));
    return attempt(attempts + 1, { reason, latencyMs });
  };
  return attempt(1, { reason: `${label}: not started`, latencyMs: null });
}
