import type { Plan } from '../../../../lambdas/core/plan/plan';
import type { Finding } from '../../../../lambdas/core/preflight/finding';
import { readPlan } from '../../input/read-plan';
import { readPolicy } from '../../input/read-policy';
import { printFindings } from '../../output/findings-text';
import { EXIT, type Terminal } from '../../output/terminal';
import { type LiveAccount, preflightNow } from './preflight-now';

/** The options of `cutover check`. */
export interface CheckOptions {
  readonly region?: string;
  readonly ledger?: string;
  readonly role?: readonly string[];
  readonly allowHost?: readonly string[];
  readonly policy?: string;
  readonly json?: boolean;
}

/** What the command needs to read AWS. */
export interface CheckDependencies {
  /** @throws AwsError when there is no Region, or there are no credentials */
  readonly account: (plan: Plan, options: CheckOptions) => Promise<LiveAccount>;
}

/** What `--json` prints. */
interface CheckDocument {
  readonly ready: boolean;
  readonly findings: readonly Finding[];
}

/**
 * Runs the preflight of a plan now, with the credentials of the caller. Reads only.
 * @returns 0 when the plan is ready; 2 when a finding stops it, or a cutover would wait; 69 when AWS refused
 *   a call, so that not everything could be checked
 * @throws UsageError for a plan, a policy or an option that is not valid
 * @throws AwsError when AWS could not be reached, or does not accept the caller's credentials
 */
export async function checkCommand(
  file: string,
  options: CheckOptions,
  terminal: Terminal,
  dependencies: CheckDependencies,
): Promise<number> {
  const policy = readPolicy(options.policy);
  const plan = readPlan(file, options.allowHost, policy);
  const progress = (line: string) => terminal.err(`${line}\n`);
  const account = await dependencies.account(plan, options);
  const { findings, refused } = await preflightNow(plan, policy, account, progress);
  const ready = !findings.some(({ severity }) => severity !== 'warn');
  const document: CheckDocument = { ready, findings };
  terminal.out(
    options.json === true
      ? `${JSON.stringify(document, null, 2)}\n`
      : printFindings(plan.name, document, terminal.columns),
  );
  for (const line of refused) {
    progress(`AWS refused a call, so that not everything could be checked: ${line}`);
  }
  return refused.length > 0 ? EXIT.unavailable : ready ? EXIT.succeeded : EXIT.rejected;
}
