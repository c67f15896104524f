import { shorten } from '../core/health/verdict';
import type { Plan } from '../core/plan/plan';
import { hostProblems } from '../core/smoke-test/allowed-hosts';
import { joinComparison, type SmokeTestReport } from '../core/smoke-test/smoke-report';
import { describeProblems } from '../core/validation/problems';
import { comparePaths } from './support/compare-paths';
import { type CheckPorts, runChecks } from './support/run-checks';

/** What the smoke test sends its requests through, and to which hosts. */
export interface SmokeTestPorts extends CheckPorts {
  /** Host patterns; see `defaultAllowedHosts`. */
  readonly allowedHosts: readonly string[];
}

/** Runs the plan's checks against the new path, before any traffic moves. */
export const smokeTest =
  ({ probe, clock, allowedHosts }: SmokeTestPorts) =>
  async ({ plan }: { readonly plan: Plan }): Promise<SmokeTestReport> => {
    // ValidatePlan checked the plan against the same list. This keeps the plan's headers from any other host.
    const refused = hostProblems(plan, allowedHosts);
    if (refused.length > 0) {
      return { verdict: 'fail', reason: shorten(describeProblems(refused)), checks: [] };
    }
    const report = await runChecks({ probe, clock }, plan.smokeTest);
    const { compare } = plan.smokeTest;
    return report.verdict === 'fail' || compare === undefined
      ? report
      : joinComparison(report, await comparePaths({ probe, clock }, plan.smokeTest, compare));
  };
