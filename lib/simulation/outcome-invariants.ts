import type { Plan } from '../../lambdas/core/plan/plan';
import { routeKey } from '../../lambdas/core/routers/route';
import type { Decision } from '../../lambdas/ports';
import type { RehearsalResult } from '../rehearsal/result';
import { FORWARD_EXECUTION } from '../rehearsal/world/cutovers';
import type { World } from '../rehearsal/world/world';
import { isDeploying } from './deployment-invariants';
import { differenceFromStart } from './preparation-invariants';
import type { Violations } from './violations';

/** What the checker knows when a rehearsal has ended. */
export interface EndOfCutover {
  readonly world: World;
  readonly plan: Plan;
  readonly result: RehearsalResult;
  /** Indexes of the stages that the percent was raised to. */
  readonly raisedStages: readonly number[];
  /** Whether the revert reported that no deployment of the cutover is in progress. */
  readonly deploymentStopped: boolean;
  /** Whether a cutover that succeeded could not restore the TTL, which its reason says. */
  readonly ttlRestoreFailed: boolean;
  readonly violations: Violations;
}

/** Checks what can only be checked at the end. */
export async function checkEnd(end: EndOfCutover): Promise<void> {
  const { world, plan, result, violations } = end;
  const route = routeKey(plan.router);
  const lock = (await world.ledger.read(route))?.lock;
  const isLocked = lock?.execution.startsWith(`${FORWARD_EXECUTION}rehearsal`) === true;
  if (result.outcome === 'revert-failed') {
    checkFailedRevert(end, isLocked);
  } else {
    checkRoute(end, isLocked);
  }
  violations.require(
    !(end.deploymentStopped && isDeploying(world)),
    'ends-at-snapshot-or-fails-loudly',
    'a deployment that the revert had stopped is in progress',
  );
  checkDecisions(end, await world.ledger.decisions(route));
}

function checkFailedRevert({ world, result, violations }: EndOfCutover, isLocked: boolean): void {
  const id = 'ends-at-snapshot-or-fails-loudly';
  const isBack = world.split.percent() === 0 || changedByOthers(world);
  violations.require(
    isLoud(world),
    id,
    'the lock is still held, and no execution says that the revert failed',
  );
  violations.require(isLocked || isBack, id, 'the revert failed and the lock is not kept');
  violations.require(result.reason !== '', id, 'the revert failed without a reason');
}

function checkRoute(end: EndOfCutover, isLocked: boolean): void {
  const id = 'ends-at-snapshot-or-fails-loudly';
  const { world, plan, violations, ttlRestoreFailed } = end;
  const { outcome } = end.result;
  const hasSucceeded = outcome === 'succeeded';
  const percent = world.split.percent();
  const others = changedByOthers(world);
  violations.require(
    percent === (hasSucceeded ? 100 : 0) || others,
    id,
    `${outcome}, and the route is at ${percent} %`,
  );
  violations.require(!isLocked, id, `${outcome}, and the lock is still held`);
  const difference = differenceFromStart(plan, world.split.history, hasSucceeded);
  violations.require(difference === null || others || ttlRestoreFailed, id, `${outcome}, and ${difference}`);
}

/** Whether an execution says that a revert did not succeed. */
function isLoud({ stateMachines }: World): boolean {
  return stateMachines.executions().some(({ arn }) => {
    const end = stateMachines.execution(arn)?.end;
    const failed = end !== null && end !== undefined && end.status !== 'SUCCEEDED';
    return failed && (!arn.startsWith(FORWARD_EXECUTION) || end.error === 'RevertFailed');
  });
}

function changedByOthers({ split }: World): boolean {
  return split.history.some((state) => state.by === 'another');
}

function checkDecisions(
  { result, raisedStages, violations }: EndOfCutover,
  decisions: readonly Decision[],
): void {
  const id = 'decisions-are-recorded';
  for (const stage of raisedStages) {
    const kept = decisions.find((decision) => decision.key === `shift-${stage}`);
    const isComplete = (kept?.reason ?? '') !== '' && kept?.by !== '';
    violations.require(isComplete, id, `no decision says why stage ${stage} began`);
  }
  if (result.outcome === 'reverted' && raisedStages.length > 0) {
    const kept = decisions.find((decision) => decision.key.startsWith('revert'));
    violations.require((kept?.reason ?? '') !== '', id, 'no decision says why the cutover was reverted');
  }
}
