import { accessRemedy } from '../../../../lambdas/core/access/refused-call';
import type { Plan } from '../../../../lambdas/core/plan/plan';
import type { Policy } from '../../../../lambdas/core/policy/policy';
import { type Finding, stopFinding } from '../../../../lambdas/core/preflight/finding';
import { lockFindings } from '../../../../lambdas/core/preflight/lock-finding';
import { routeKey } from '../../../../lambdas/core/routers/route';
import type { Ledger } from '../../../../lambdas/ports';
import { type PreflightPorts, preflight } from '../../../../lambdas/steps/preflight';
import type { AwsError } from '../../../shared/aws-error';
import { awsFailure, type CallPlace } from '../../input/aws-failure';
import { refusalOf, watchCalls } from './watch-calls';

/** What the preflight reads in AWS. The ledger is apart: nothing is ever written to it. */
export interface LiveAccount extends CallPlace {
  readonly ports: Omit<PreflightPorts, 'ledger' | 'policy'>;
  /** Null without `--ledger`. */
  readonly ledger: Pick<Ledger, 'read'> | null;
}

/** What a preflight found from here. */
export interface CheckedNow {
  readonly findings: readonly Finding[];
  /** Calls that AWS refused this caller, each once. Their checks are findings as well. */
  readonly refused: readonly string[];
}

/** A route that no cutover has prepared, in a ledger that takes nothing. */
const unwritten: PreflightPorts['ledger'] = {
  read: async () => null,
  saveSnapshot: async () => undefined,
  record: async () => undefined,
};

/**
 * Runs the step of the preflight from here, as if its cutover had just begun: with a ledger that is not
 * written. The lock of the route is a finding where another cutover holds it.
 * @param policy what the first raise is held to; undefined: nothing
 * @throws AwsError when AWS could not be reached, or does not accept the caller's credentials
 */
export async function preflightNow(
  plan: Plan,
  policy: Policy | undefined,
  account: LiveAccount,
  progress: (line: string) => void,
): Promise<CheckedNow> {
  const { region, ports, ledger } = account;
  progress(`plan "${plan.name}": the preflight, from ${region}`);
  if (ledger === null) {
    progress('lock: not read; --ledger TABLE names the table that has it');
  }
  const refused = new Set<string>();
  const failures: AwsError[] = [];
  const watch = {
    answered: (port: string) => progress(`${port}: read`),
    failed: (port: string, error: unknown) => {
      const failure = awsFailure(error, account);
      const refusal = failure === null ? refusalOf(error) : null;
      failures.push(...(failure === null ? [] : [failure]));
      if (refusal !== null) {
        refused.add(refusal);
      }
      progress(`${port}: could not be read`);
    },
  };
  const { clock, ...calls } = ports;
  const route = routeKey(plan.router);
  try {
    const [lock, { findings }] = await Promise.all([
      ledger === null ? [] : heldBy(route, watchCalls({ lock: ledger }, watch).lock),
      preflight({ ...watchCalls(calls, watch), clock, policy, ledger: unwritten })({
        ...{ plan, route, fence: 0, waitingSince: null, iterations: 0 },
        // Nothing runs there: its Region is where alarms without an ARN are.
        execution: `arn:aws:states:${region}:000000000000:execution:cutover:check`,
      }),
    ]);
    throwFirst(failures);
    return { findings: [...lock, ...findings], refused: [...refused] };
  } catch (error) {
    throwFirst(failures);
    throw error;
  }
}

/** Credentials that AWS does not accept fail every check: they are one error, not a list of findings. */
function throwFirst([first]: readonly AwsError[]): void {
  if (first !== undefined) {
    throw first;
  }
}

async function heldBy(route: string, ledger: Pick<Ledger, 'read'>): Promise<Finding[]> {
  try {
    const entry = await ledger.read(route);
    return lockFindings(route, entry?.lock ?? null);
  } catch (error) {
    const { name, message } = error as Error;
    const remedy = accessRemedy(error) ?? 'correct --ledger: it names the table of the ledger';
    return [stopFinding('lock', `could not be checked: ${name}: ${message}`, remedy)];
  }
}
