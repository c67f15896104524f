import { estimate } from '../../../lambdas/core/estimate/estimate';
import { overlapOf } from '../../../lambdas/core/estimate/overlap';
import { requestMeasureFindings } from '../../../lambdas/core/measures/measure-findings';
import { credentialWarnings } from '../../../lambdas/core/secrets/credential-warnings';
import { readPlan } from '../input/read-plan';
import { readPolicy } from '../input/read-policy';
import { printPlan } from '../output/plan-text';
import type { Terminal } from '../output/terminal';

/**
 * Checks a plan and shows its stages, duration, revert time and cost.
 * @throws UsageError that lists every problem of the policy or the plan
 */
export function planCommand(
  file: string,
  options: { readonly allowHost?: readonly string[]; readonly policy?: string; readonly json?: boolean },
  terminal: Terminal,
): void {
  const plan = readPlan(file, options.allowHost, readPolicy(options.policy));
  const estimated = estimate(plan);
  const overlap = overlapOf(plan);
  const warnings = credentialWarnings(plan.smokeTest.checks, 'smokeTest.checks');
  const findings = requestMeasureFindings(plan, null);
  terminal.out(
    options.json === true
      ? `${JSON.stringify({ plan, estimate: estimated, overlap, warnings, findings }, null, 2)}\n`
      : printPlan(plan, { estimated, overlap, warnings, findings }, terminal.columns),
  );
}
