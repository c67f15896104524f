import { routeKey } from '../../lambdas/core/routers/route';
import type { Ended, Execution } from './asl/execution';
import type { Fault } from './faults/table';
import type { Outcome } from './timeline/timeline-event';
import { START, type World } from './world/world';

/** Errors with which guards and operators stop a cutover. Their cause is the whole reason. */
const GUARD_STOPS = new Set(['AlarmFired', 'RouteChanged', 'AbortedByOperator']);
/** The guards get this long after a forward execution that failed or was stopped. */
const GUARD_LIMIT_MS = 5_400_000;

/** How a cutover ended, and why. */
export interface CutoverOutcome {
  readonly outcome: Outcome;
  readonly reason: string;
}

/**
 * Waits for the end of a cutover, and of its reverts and redrives, also of reverts that an operator starts
 * after one that has failed. A function in flight goes on after its execution is stopped: where it releases
 * the lock of a cutover that has succeeded, nothing is reverted.
 * @param hasMoved whether the router accepted any of its shifts; called at the end
 */
export async function outcomeOfCutover(
  world: World,
  cutover: Execution,
  hasMoved: () => boolean,
): Promise<CutoverOutcome> {
  let ended = await cutover.ended;
  await awaitGuards(world, cutover, ended);
  const own = revertsOf(world, cutover).length;
  let due = await nextStart(world, cutover, ended);
  while (due !== null) {
    await world.clock.sleep(due - world.clock.now());
    ended = await cutover.ended;
    await awaitGuards(world, cutover, ended);
    due = await nextStart(world, cutover, ended);
  }
  const free = !(await isHeld(world, cutover));
  const end = await world.ledger.decision(routeKey(world.plan.router), cutover.arn, 'end');
  if (free && ended.status !== 'SUCCEEDED' && end?.kind === 'succeeded') {
    return { outcome: 'succeeded', reason: `${end.reason}; then it was stopped: ${ended.cause ?? ''}` };
  }
  const restarted = revertsOf(world, cutover).length > own;
  return outcomeOf(ended, { free, moved: hasMoved(), revert: lastRevert(world, cutover), restarted });
}

/**
 * Waits until every execution of this cutover has ended and the route is free, or for an hour and a half
 * after a forward execution that was not reverted. After `RevertFailed` there is nothing to wait for but the
 * answer to an operator.
 */
async function awaitGuards(world: World, cutover: Execution, ended: Ended): Promise<void> {
  const until = world.clock.now() + (ended.error === 'RevertFailed' ? 0 : GUARD_LIMIT_MS);
  for (;;) {
    await Promise.all(revertsOf(world, cutover).map((one) => one.ended));
    const gaveUp = (lastRevert(world, cutover)?.status ?? 'SUCCEEDED') !== 'SUCCEEDED';
    const redriven = world.stateMachines.execution(cutover.arn)?.end !== ended;
    const isOver = gaveUp || world.clock.now() >= until || !(await isHeld(world, cutover));
    if (redriven || (isOver && !world.operators.areWaiting())) {
      return;
    }
    await world.clock.sleep(10_000);
  }
}

/**
 * When somebody next starts a cutover that has ended again, or the revert of one that still holds its route,
 * in epoch milliseconds: now if it was redriven since; null where no such start is due.
 */
async function nextStart(world: World, cutover: Execution, ended: Ended): Promise<number | null> {
  const { clock, scenario, stateMachines } = world;
  if (stateMachines.execution(cutover.arn)?.end !== ended) {
    return clock.now();
  }
  if (ended.status === 'SUCCEEDED') {
    return null;
  }
  const isReverted = !(await isHeld(world, cutover));
  const times = scenario.faults.flatMap((fault) =>
    (fault.kind === 'redrive' || (!isReverted && startsRevert(fault))) && fault.at !== undefined
      ? [START + 1_000 * fault.at + 1]
      : [],
  );
  const later = times.filter((time) => time > clock.now());
  return later.length === 0 ? null : Math.min(...later);
}

/** Whether an operator starts the revert machine. */
function startsRevert(fault: Fault): boolean {
  return fault.kind === 'revert-started' || (fault.kind === 'operator' && fault.says === 'revert');
}

/** Whether a cutover still holds its route, or may get it: stopping it does not stop its functions. */
async function isHeld({ ledger, plan, functions }: World, cutover: Execution): Promise<boolean> {
  return (
    functions.isRunning('AcquireLock') ||
    (await ledger.read(routeKey(plan.router)))?.lock?.execution === cutover.arn
  );
}

/** The reverts of a cutover: by its machine, the guards or an operator. */
function revertsOf({ stateMachines }: World, cutover: Execution): readonly Execution[] {
  return stateMachines.executions().filter(({ arn }) => {
    const input = stateMachines.execution(arn)?.input as { readonly execution?: unknown };
    return input.execution === cutover.arn;
  });
}

/** The end of the last revert that was started; null without any. */
function lastRevert(world: World, cutover: Execution): Ended | null {
  const last = revertsOf(world, cutover).at(-1);
  return last === undefined ? null : (world.stateMachines.execution(last.arn)?.end ?? null);
}

/** The state at the end of a cutover. */
interface EndState {
  /** Whether the cutover does not hold the lock. */
  readonly free: boolean;
  /** Whether the router accepted any shift. */
  readonly moved: boolean;
  /** How the last revert ended, if there was one. */
  readonly revert: Ended | null;
  /** Whether an operator started that revert once the cutover had ended. */
  readonly restarted: boolean;
}

/** The outcome of a cutover that was stopped depends on what the guards did. */
function outcomeOf(ended: Ended, state: EndState): CutoverOutcome {
  if (ended.status === 'SUCCEEDED') {
    return { outcome: 'succeeded', reason: (ended.output as { reason: string }).reason };
  }
  const reason = ended.cause ?? '';
  if (!state.free) {
    return { outcome: 'revert-failed', reason: state.revert?.cause ?? `it was not reverted: ${reason}` };
  }
  switch (ended.error) {
    case 'Rejected':
      return { outcome: 'rejected', reason };
    case 'Reverted':
      return { outcome: 'reverted', reason };
    case 'RevertFailed':
      return state.restarted
        ? { outcome: 'reverted', reason: `${reason}; then a revert succeeded that an operator started` }
        : { outcome: 'revert-failed', reason };
    default:
      return stopped(
        state,
        GUARD_STOPS.has(ended.error ?? '') ? reason : `${ended.error ?? ended.status}: ${reason}`,
      );
  }
}

function stopped({ moved }: EndState, reason: string): CutoverOutcome {
  return { outcome: moved ? 'reverted' : 'rejected', reason };
}
