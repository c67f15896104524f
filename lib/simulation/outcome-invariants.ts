import type { Plan } from '../../lambdas/core/plan/plan';
import { routeKey } from '../../lambdas/core/routers/route';
import type { Decision } from '../../lambdas/ports';
import { numberOf } from '../rehearsal/follow-up-cutover';
import type { CutoverOutcome } from '../rehearsal/outcome';
import type { RehearsalResult } from '../rehearsal/result';
import { FORWARD_EXECUTION } from '../rehearsal/world/cutovers';
import type { World } from '../rehearsal/world/world';
import { lastPercent } from './course';
import type { CutoverWatch } from './cutover-watch';
import { isDeploying } from './deployment-invariants';
import type { CorruptEntryWatch } from './oracle/corrupt-entry-watch';
import { revertsOf } from './oracle/reverts/reverts-of';
import { differenceFromStart } from './preparation-invariants';
import type { Violations } from './violations';

/** What the checker knows when a rehearsal has ended. */
export interface EndOfCutover {
  readonly world: World;
  readonly plan: Plan;
  readonly result: RehearsalResult;
  readonly cutovers: readonly CutoverWatch[];
  /** The execution that held the lock last; null when none did. */
  readonly lastOwner: string | null;
  /** Whether an operator has aborted an execution, or asked for its revert. */
  readonly isAborted: (execution: string) => boolean;
  /** Whether a fault has held up anything so far. */
  readonly isHeldUp: () => boolean;
  readonly corruptEntry: Pick<CorruptEntryWatch, 'isReported'>;
  readonly violations: Violations;
}

/** Checks what can only be checked at the end. */
export async function checkEnd(end: EndOfCutover): Promise<void> {
  const { world, plan, result, violations } = end;
  const route = routeKey(plan.router);
  const lock = (await world.ledger.read(route))?.lock;
  const isLocked = lock?.execution.startsWith(`${FORWARD_EXECUTION}rehearsal`) === true;
  if (lastOutcome(end).outcome === 'revert-failed') {
    checkFailedRevert(end, isLocked);
  } else {
    checkRoute(end, isLocked);
  }
  violations.require(
    !end.cutovers.some((one) => one.deploymentStopped && isDeploying(world, one.execution)),
    'ends-at-snapshot-or-fails-loudly',
    'a deployment that the revert had stopped is in progress',
  );
  for (const { execution } of end.cutovers) {
    const ended = world.stateMachines.execution(execution)?.end;
    const reverts = revertsOf(world, execution);
    const haveSucceeded = reverts.length > 0 && reverts.every((revert) => revert.end?.status === 'SUCCEEDED');
    violations.require(
      ended?.error !== 'RevertFailed' || !haveSucceeded || end.isHeldUp(),
      'ends-at-snapshot-or-fails-loudly',
      'an execution says that its revert has failed, and every revert of it has succeeded',
    );
    violations.require(
      ended?.error !== 'AbortedByOperator' || end.isAborted(execution) || asksForAnEnd(world),
      'reverts-for-a-reason',
      'an execution was stopped as aborted, and no operator has aborted it',
    );
    violations.require(
      ended?.error !== 'Reverted' || reverts.some((revert) => revert.end?.status === 'SUCCEEDED'),
      'ends-at-snapshot-or-fails-loudly',
      'an execution has ended as reverted, and no revert of it has succeeded',
    );
  }
  const decisions = await world.ledger.decisions(route);
  for (const cutover of end.cutovers) {
    const own = decisions.filter(({ execution }) => execution === cutover.execution);
    checkDecisions(outcomeOf(result, cutover.execution), cutover, violations, own);
  }
}

/** Whether an operator aborts a cutover, or asks for its revert; the ledger may be too busy to keep it. */
function asksForAnEnd({ scenario }: World): boolean {
  return scenario.faults.some(
    (fault) => fault.kind === 'operator' && (fault.says === 'abort' || fault.says === 'revert'),
  );
}

/** How a cutover ended: the first, or a follow-up cutover; null when it did not end. */
function outcomeOf({ outcome, reason, timeline }: RehearsalResult, execution: string): CutoverOutcome | null {
  const number = numberOf(execution);
  const ofFollowUp = timeline.findLast((one) => one.kind === 'outcome' && one.cutover === number);
  return number === 1 ? { outcome, reason } : ((ofFollowUp as CutoverOutcome | undefined) ?? null);
}

/** How the cutover ended that held the lock last. */
function lastOutcome({ result, lastOwner }: EndOfCutover): CutoverOutcome {
  return (lastOwner === null ? null : outcomeOf(result, lastOwner)) ?? result;
}

function checkFailedRevert(end: EndOfCutover, isLocked: boolean): void {
  const { world, violations, lastOwner, corruptEntry } = end;
  const id = 'ends-at-snapshot-or-fails-loudly';
  const isReported = lastOwner !== null && corruptEntry.isReported(lastOwner);
  const isBack = world.split.percent() === world.split.history[0]?.percent || changedByOthers(world);
  violations.require(
    isReported || isLoud(world),
    id,
    'the lock is still held, and neither an execution nor the reconciler says that the revert failed',
  );
  violations.require(isLocked || isBack, id, 'the revert failed and the lock is not kept');
  violations.require(lastOutcome(end).reason !== '', id, 'the revert failed without a reason');
}

function checkRoute(end: EndOfCutover, isLocked: boolean): void {
  const id = 'ends-at-snapshot-or-fails-loudly';
  const { world, plan, violations, cutovers } = end;
  const { outcome } = lastOutcome(end);
  const ttlRestoreFailed = cutovers.some((one) => one.ttlRestoreFailed);
  const hasSucceeded = cutovers.some(
    ({ execution }) => outcomeOf(end.result, execution)?.outcome === 'succeeded',
  );
  const percent = world.split.percent();
  const others = changedByOthers(world);
  violations.require(
    percent === (hasSucceeded ? lastPercent(plan) : world.split.history[0]?.percent) || others,
    id,
    `${outcome}, and the route is at ${percent} %`,
  );
  violations.require(!isLocked, id, `${outcome}, and the lock is still held`);
  const isLost = outcome === 'succeeded' && end.lastOwner !== null && end.isAborted(end.lastOwner);
  violations.require(!isLost, id, 'succeeded, although an abort was accepted');
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
  ended: CutoverOutcome | null,
  { raisedStages }: CutoverWatch,
  violations: Violations,
  decisions: readonly Decision[],
): void {
  const id = 'decisions-are-recorded';
  for (const stage of raisedStages) {
    const kept = decisions.find((decision) => decision.key === `shift-${stage}`);
    const isComplete = (kept?.reason ?? '') !== '' && kept?.by !== '';
    violations.require(isComplete, id, `no decision says why stage ${stage} began`);
  }
  if (ended?.outcome === 'reverted' && raisedStages.length > 0) {
    const kept = decisions.find((decision) => decision.key.startsWith('revert'));
    violations.require((kept?.reason ?? '') !== '', id, 'no decision says why the cutover was reverted');
  }
}
