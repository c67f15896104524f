import { estimate } from '../../../lambdas/core/estimate/estimate';
import { overlapOf } from '../../../lambdas/core/estimate/overlap';
import { alarmEventWarnings } from '../../../lambdas/core/health/alarm-events';
import { requestMeasureFindings } from '../../../lambdas/core/measures/measure-findings';
import type { Plan } from '../../../lambdas/core/plan/plan';
import type { Policy } from '../../../lambdas/core/policy/policy';
import { firstStagePolicyProblems } from '../../../lambdas/core/policy/stage-problems';
import { credentialWarnings } from '../../../lambdas/core/secrets/credential-warnings';
import type { Problem } from '../../../lambdas/core/validation/problems';
import { readPlan } from '../input/read-plan';
import { readPolicy } from '../input/read-policy';
import { printPlan } from '../output/plan-text';
import type { Terminal } from '../output/terminal';

/** The options of `cutover plan`. */
export interface PlanOptions {
  readonly allowHost?: readonly string[];
  readonly policy?: string;
  readonly json?: boolean;
}

/**
 * Checks a plan and shows its stages, duration, revert time and cost.
 * @throws UsageError that lists every problem of the policy or the plan
 */
export function planCommand(file: string, options: PlanOptions, terminal: Terminal): void {
  const policy = readPolicy(options.policy);
  const plan = readPlan(file, options.allowHost, policy);
  const estimated = estimate(plan);
  const overlap = overlapOf(plan);
  const warnings = [
    ...credentialWarnings(plan.smokeTest.checks, 'smokeTest.checks'),
    ...alarmEventWarnings(plan),
    ...firstStageWarnings(plan, policy),
  ];
  const findings = requestMeasureFindings(plan, null);
  terminal.out(
    options.json === true
      ? `${JSON.stringify({ plan, estimate: estimated, overlap, warnings, findings }, null, 2)}\n`
      : printPlan(plan, { estimated, overlap, warnings, findings }, terminal.columns),
  );
}

/**
 * What the policy refuses of the first raise if the route is at 0 %. Where it is, only the preflight
 * reads.
 */
function firstStageWarnings(plan: Plan, policy: Policy | undefined): Problem[] {
  return firstStagePolicyProblems(plan, policy, 0).map(({ path, message }) => ({
    path,
    message: `${message}. This counts from 0 %; the preflight counts from the percent that is there`,
  }));
}
