import { type Judgement, shorten } from '../health/verdict';

/** How one check of a smoke test ended. Survives JSON. */
export interface SmokeCheckResult {
  readonly name: string;
  readonly verdict: 'pass' | 'fail';
  readonly reason: string;
  /** Requests that were begun, not counting followed redirects; 0 when its turn never came. */
  readonly attempts: number;
  /** Milliseconds of the last try, followed redirects included; null without an answer. */
  readonly latencyMs: number | null;
}

/** How a smoke test ended. */
export interface SmokeTestReport {
  readonly verdict: 'pass' | 'fail';
  /** At most 1,000 characters. */
  readonly reason: string;
  readonly checks: readonly SmokeCheckResult[];
}

/** The checks have passed; the comparison of the paths has the last word. What is not clear is no pass. */
export function joinComparison(report: SmokeTestReport, { verdict, reason }: Judgement): SmokeTestReport {
  return verdict === 'pass'
    ? { ...report, reason: shorten(`${report.reason}; ${reason}`) }
    : {
        ...report,
        verdict: 'fail',
        reason: shorten(`${report.reason}; but ${verdict === 'fail' ? '' : `${verdict}: `}${reason}`),
      };
}

/** Sums up: passed only when every check has, and at least one was made. */
export function reportSmokeTest(checks: readonly SmokeCheckResult[]): SmokeTestReport {
  const failed = checks.filter((check) => check.verdict === 'fail');
  if (checks.length > 0 && failed.length === 0) {
    const slowest = Math.round(Math.max(...checks.map((check) => check.latencyMs ?? 0)));
    const reason = `${checks.length} of ${checks.length} checks passed, slowest ${slowest} ms`;
    return { verdict: 'pass', reason, checks };
  }
  const reasons = failed.map(
    ({ reason, attempts }) => `${reason} (${attempts} ${attempts === 1 ? 'try' : 'tries'})`,
  );
  const reason = `${failed.length} of ${checks.length} checks failed: ${reasons.join('; ')}`;
  return { verdict: 'fail', reason: shorten(reason), checks };
}
