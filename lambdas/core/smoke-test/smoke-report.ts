import { type Judgement, shorten } from '../health/verdict';
import { plural } from '../shared/plural';

/** The result of one check of a smoke test. Can be serialized as JSON. */
export interface SmokeCheckResult {
  readonly name: string;
  readonly verdict: 'pass' | 'fail';
  readonly reason: string;
  /** Requests that were sent, without followed redirects; 0 if the deadline passed before the first. */
  readonly attempts: number;
  /** Milliseconds of the last attempt, followed redirects included; null without a response. */
  readonly latencyMs: number | null;
}

/** The result of a check at one place. */
export interface CheckRun extends SmokeCheckResult {
  /** No connection was made; see `ProbeFailure`. */
  readonly unreachable: boolean;
  /** Nothing was sent; see `ProbeFailure`. */
  readonly unsent: boolean;
}

/** The result of a smoke test. */
export interface SmokeTestReport {
  readonly verdict: 'pass' | 'fail';
  /** At most 1,000 characters. */
  readonly reason: string;
  readonly checks: readonly SmokeCheckResult[];
}

/**
 * Adds the comparison of the paths to a report whose checks have passed. Only the verdict `pass` keeps it a
 * pass.
 */
export function joinComparison(report: SmokeTestReport, { verdict, reason }: Judgement): SmokeTestReport {
  return verdict === 'pass'
    ? { ...report, reason: shorten(`${report.reason}; ${reason}`) }
    : {
        ...report,
        verdict: 'fail',
        reason: shorten(`${report.reason}; but ${verdict === 'fail' ? '' : `${verdict}: `}${reason}`),
      };
}

/** The report of all checks. It passes only if there is at least one check and every check passed. */
export function reportSmokeTest(runs: readonly (SmokeCheckResult | CheckRun)[]): SmokeTestReport {
  const checks = runs.map(({ name, verdict, reason, attempts, latencyMs }) => {
    return { name, verdict, reason, attempts, latencyMs };
  });
  const failed = checks.filter((check) => check.verdict === 'fail');
  if (checks.length > 0 && failed.length === 0) {
    const slowest = Math.round(Math.max(...checks.map((check) => check.latencyMs ?? 0)));
    const reason = `${checks.length} of ${checks.length} checks passed, slowest ${slowest} ms`;
    return { verdict: 'pass', reason, checks };
  }
  const reasons = failed.map(({ reason, attempts }) => `${reason} (${plural(attempts, 'attempt')})`);
  const reason = `${failed.length} of ${checks.length} checks failed: ${reasons.join('; ')}`;
  return { verdict: 'fail', reason: shorten(reason), checks };
}
