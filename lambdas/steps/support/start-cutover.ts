import { matchesAny } from '../../core/operate/arn-pattern';
import { type CommandCaller, personOf } from '../../core/operate/caller';
import { accepted, type OperateAnswer, refused } from '../../core/operate/operate-answer';
import type { StartRequest } from '../../core/operate/operate-request';
import { planText, type Starter } from '../../core/operate/starter';
import { routeKey } from '../../core/routers/route';
import { describeProblems } from '../../core/validation/problems';
import type { Clock, Digest, ForwardExecutions, Ledger } from '../../ports';
import { type AllowedByDeployment, checkAllowedPlan } from './allowed-plan';

/** What the start of a cutover reads and writes. */
export interface StartCutoverPorts extends AllowedByDeployment {
  readonly ledger: Pick<Ledger, 'saveStarter'>;
  readonly forwardExecutions: ForwardExecutions;
  readonly clock: Clock;
  readonly digest: Digest;
}

/**
 * Starts a cutover in the name of the caller, whom the ledger has before the execution exists. A second
 * request of the same person for the same plan and name starts nothing, and is accepted.
 */
export async function startCutover(
  ports: StartCutoverPorts,
  caller: CommandCaller,
  { plan, name, reason }: StartRequest,
): Promise<OperateAnswer> {
  const { ledger, forwardExecutions, clock, digest, policy } = ports;
  if (!matchesAny(caller.arn, policy?.starters ?? [])) {
    return refused(
      'forbidden',
      `${caller.arn} may not start cutovers: the deployment's policy names who may (starters)`,
    );
  }
  const checked = checkAllowedPlan(plan, ports);
  if (!checked.ok) {
    return refused('malformed', `the plan is not valid: ${describeProblems(checked.problems)}`);
  }
  const route = routeKey(checked.value.router);
  const at = new Date(clock.now()).toISOString();
  // At most 64 characters of the plan's name, and 16 of the time: 80, as Step Functions allows.
  const chosen = name ?? `${checked.value.name}-${at.replace(/[-:]|\.\d+Z$/g, '')}`;
  const execution = forwardExecutions.arnOf(chosen);
  const person = personOf(caller, policy?.approvals?.namedSessions);
  const starter: Starter = { by: caller.arn, person, at, reason, planDigest: digest(planText(plan)) };
  const recorded = await ledger.saveStarter(route, execution, starter);
  const isSame = recorded.person === person && recorded.planDigest === starter.planDigest;
  if (!isSame || !(await forwardExecutions.start(chosen, plan))) {
    return refused('conflict', `an execution has the name ${chosen} already; use another name`);
  }
  return accepted({
    ...{ kind: 'start', route, execution, by: caller.arn, at },
    next: 'the plan is validated, then the lock of the route is acquired',
  });
}
