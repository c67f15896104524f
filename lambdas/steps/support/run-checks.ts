import pLimit from 'p-limit';
import { shorten } from '../../core/health/verdict';
import type { SmokeCheck, SmokeTest } from '../../core/plan/smoke-test';
import { CHECK_REASON_LENGTH } from '../../core/smoke-test/check-reason';
import { checkLabel, judgeAnswer } from '../../core/smoke-test/smoke-check';
import { type CheckRun, reportSmokeTest, type SmokeTestReport } from '../../core/smoke-test/smoke-report';
import type { Clock, HttpProbe, SecretSource } from '../../ports';
import { type Deadline, startDeadline } from './deadline';
import { type SecretValues, secretValues } from './secret-values';
import { type CheckTarget, sendCheck } from './send-check';

/** Checks, their limits, and where to send them. */
export type ChecksToRun = CheckTarget & Pick<SmokeTest, 'checks' | 'concurrency' | 'deadlineSeconds'>;

/** A check, and where to send it. */
export interface PlacedCheck {
  readonly place: CheckTarget;
  readonly check: SmokeCheck;
}

/** What checks run through. */
export interface CheckPorts {
  readonly probe: HttpProbe;
  readonly clock: Clock;
  /** Where the values are that checks refer to. */
  readonly secrets: SecretSource;
}

/** Runs every check at one place, and reports them. */
export async function runChecks(ports: CheckPorts, test: ChecksToRun): Promise<SmokeTestReport> {
  const placed = test.checks.map((check) => ({ place: test, check }));
  return reportSmokeTest(await runPlacedChecks(ports, test, placed));
}

/**
 * Runs every check, whatever becomes of the others. Returns by the deadline, even if a request still hangs.
 * @returns one run for each check, in their order
 */
export async function runPlacedChecks(
  { probe, clock, secrets }: CheckPorts,
  { concurrency, deadlineSeconds }: Pick<SmokeTest, 'concurrency' | 'deadlineSeconds'>,
  checks: readonly PlacedCheck[],
): Promise<CheckRun[]> {
  const deadline = startDeadline(clock, deadlineSeconds);
  const limit = pLimit(concurrency);
  const run: CheckRunTools = { probe, clock, deadline, secrets: secretValues(secrets) };
  return Promise.all(checks.map(({ place, check }) => limit(() => runCheck(run, place, check))));
}

interface CheckRunTools extends Omit<CheckPorts, 'secrets'> {
  readonly deadline: Deadline;
  readonly secrets: SecretValues;
}

/** One check with its retries. */
async function runCheck(
  { probe, clock, deadline, secrets }: CheckRunTools,
  target: CheckTarget,
  check: SmokeCheck,
): Promise<CheckRun> {
  const label = checkLabel(check);
  const end = (
    verdict: 'pass' | 'fail',
    reason: string,
    attempts: number,
    latencyMs: number | null,
    { unreachable = false, unsent = false }: { unreachable?: boolean; unsent?: boolean } = {},
  ): CheckRun => {
    const name = check.name ?? label;
    return {
      name,
      verdict,
      reason: shorten(reason, CHECK_REASON_LENGTH),
      attempts,
      latencyMs,
      unreachable,
      unsent,
    };
  };
  const limit = `the deadline of ${deadline.seconds} s`;
  const attempt = async (
    attempts: number,
    before: { readonly reason: string; readonly latencyMs: number | null },
  ): Promise<CheckRun> => {
    if (deadline.leftMs() === 0) {
      return end('fail', `${before.reason}; ${limit} has passed`, attempts - 1, before.latencyMs);
    }
    const answer = await deadline.race(sendCheck({ probe, secrets, leftMs: deadline.leftMs }, target, check));
    // Answers that came together are judged one after the other, and each may take a while.
    if (answer === 'late' || deadline.leftMs() === 0) {
      return end('fail', `${label}: no answer before ${limit}`, attempts, null);
    }
    const { passed, reason, retryable } = judgeAnswer(check, answer);
    const latencyMs = 'failure' in answer ? null : answer.latencyMs;
    if (passed || !retryable || attempts > check.retries) {
      return end(passed ? 'pass' : 'fail', reason, attempts, latencyMs, 'failure' in answer ? answer : {});
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
