import { shorten } from '../core/health/verdict';
import type { Plan } from '../core/plan/plan';
import type { NewRecord } from '../core/routers/route53/new-record';
import { hostProblems } from '../core/smoke-test/allowed-hosts';
import {
  baseUrlChecks,
  joinProductionName,
  type ProductionNameTest,
} from '../core/smoke-test/production-name';
import { joinComparison, reportSmokeTest, type SmokeTestReport } from '../core/smoke-test/smoke-report';
import { describeProblems } from '../core/validation/problems';
import { comparePaths } from './support/compare-paths';
import { checksOfTargets } from './support/probes/placed-checks';
import { type CheckPorts, runPlacedChecks } from './support/run-checks';

/** What the smoke test sends its requests through, and to which hosts. */
export interface SmokeTestPorts extends CheckPorts {
  /** Host patterns; see `defaultAllowedHosts`. */
  readonly allowedHosts: readonly string[];
  /** Whether the production name is asked. By the policy of the deployment. */
  readonly productionNameTest: ProductionNameTest;
}

interface Input {
  readonly plan: Plan;
  /** Where the new records lead, as the preflight read it for the snapshot; null for other routers. */
  readonly newRecord: NewRecord | null;
}

/**
 * Runs the plan's checks against the new path, before any traffic moves: at the base URL, and with the
 * production name at every target of the new record, so that what is tested is what will be served.
 */
export const smokeTest =
  ({ probe, clock, secrets, allowedHosts, productionNameTest }: SmokeTestPorts) =>
  async ({ plan, newRecord }: Input): Promise<SmokeTestReport> => {
    // ValidatePlan checked the plan against the same list. This keeps the plan's headers from any other host.
    const refused = hostProblems(plan, allowedHosts);
    if (refused.length > 0) {
      return { verdict: 'fail', reason: shorten(describeProblems(refused)), checks: [] };
    }
    const { smokeTest } = plan;
    const ofBaseUrl = baseUrlChecks(smokeTest).map((check) => ({ place: smokeTest, check }));
    const ofProduction = productionNameTest === 'waived' ? [] : checksOfTargets(smokeTest, newRecord);
    const runs = await runPlacedChecks({ probe, clock, secrets }, smokeTest, [
      ...ofBaseUrl,
      ...ofProduction.flatMap(({ checks }) => checks),
    ]);
    const base = reportSmokeTest(runs.slice(0, ofBaseUrl.length));
    let next = ofBaseUrl.length;
    const atTargets = ofProduction.map(({ target, checks }) => {
      next += checks.length;
      return { target, runs: runs.slice(next - checks.length, next) };
    });
    const report =
      newRecord === null ? base : joinProductionName(base, newRecord.name, productionNameTest, atTargets);
    const { compare } = smokeTest;
    return report.verdict === 'fail' || compare === undefined
      ? report
      : joinComparison(report, await comparePaths({ probe, clock, secrets }, smokeTest, compare));
  };
