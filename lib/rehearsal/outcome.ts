import { routeKey } from '../../lambdas/core/routers/route';
import type { Ended, Execution } from './asl/execution';
import type { Outcome } from './result';
import { START, type World } from './world/world';

/** Errors under which the guards stop a cutover: their cause says it all. */
const OWN_STOPS = new Set(['AlarmFired', 'RouteChanged']);
/** The guards get this long after a forward execution that did not end in order. */
const GUARD_LIMIT_MS = 5_400_000;

/** How a cutover ended, in the words of the plan's user. */
export interface Ending {
  readonly outcome: Outcome;
  readonly reason: string;
}

/**
 * Waits for the end of a cutover and of all that follows from it.
 * @param hasMoved whether any of its shifts was accepted; asked at the end
 */
export async function outcomeOfCutover(
  world: World,
  cutover: Execution,
  hasMoved: () => boolean,
): Promise<Ending> {
  let ended = await cutover.ended;
  await settle(world, cutover, ended);
  for (let due = redriveDue(world, cutover, ended); due !== null; due = redriveDue(world, cutover, ended)) {
    await world.clock.sleep(due - world.clock.now());
    ended = await cutover.ended;
    await settle(world, cutover, ended);
  }
  const free = !(await isHeld(world, cutover));
  return outcomeOf(ended, { free, moved: hasMoved(), revert: lastRevert(world, cutover) });
}

/**
 * Lets the guards do their work: until every execution of this cutover has ended and the route is free, or an hour and a half after a forward
 * execution that nobody reverted. A revert that failed in its own words has nothing left to wait for.
 */
async function settle(world: World, cutover: Execution, ended: Ended): Promise<void> {
  const until = world.clock.now() + (ended.error === 'RevertFailed' ? 0 : GUARD_LIMIT_MS);
  for (;;) {
    await Promise.all(revertsOf(world, cutover).map((one) => one.ended));
    const gaveUp = (lastRevert(world, cutover)?.status ?? 'SUCCEEDED') !== 'SUCCEEDED';
    const redriven = world.stateMachines.execution(cutover.arn)?.end !== ended;
    if (redriven || gaveUp || !(await isHeld(world, cutover)) || world.clock.now() >= until) {
      return;
    }
    await world.clock.sleep(10_000);
  }
}

/** When a cutover that has ended like this runs again, in epoch milliseconds: now, when it was redriven meanwhile. Null: it does not. */
function redriveDue(
  { clock, scenario, stateMachines }: World,
  { arn }: Execution,
  ended: Ended,
): number | null {
  if (stateMachines.execution(arn)?.end !== ended) {
    return clock.now();
  }
  const times = scenario.faults.flatMap(({ kind, at }) =>
    kind === 'redrive' && at !== undefined && START + 1_000 * at >= clock.now()
      ? [START + 1_000 * at + 1]
      : [],
  );
  return ended.status === 'SUCCEEDED' || times.length === 0 ? null : Math.min(...times);
}

/** Whether a cutover still holds its route. */
async function isHeld({ ledger, plan }: World, cutover: Execution): Promise<boolean> {
  return (await ledger.read(routeKey(plan.router)))?.lock?.execution === cutover.arn;
}

/** The reverts that were started for a cutover, by whomever. */
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

/** What a rehearsal finds at the end of a cutover. */
interface Found {
  /** Whether the route is free of this cutover. */
  readonly free: boolean;
  /** Whether any shift was accepted. */
  readonly moved: boolean;
  /** How the last revert ended, if there was one. */
  readonly revert: Ended | null;
}

/** One that was stopped is judged by what the guards made of it. */
function outcomeOf(ended: Ended, found: Found): Ending {
  if (ended.status === 'SUCCEEDED') {
    return { outcome: 'succeeded', reason: (ended.output as { reason: string }).reason };
  }
  const reason = ended.cause ?? '';
  if (!found.free) {
    return { outcome: 'revert-failed', reason: found.revert?.cause ?? `nobody reverted it: ${reason}` };
  }
  switch (ended.error) {
    case 'Rejected':
      return { outcome: 'rejected', reason };
    case 'Reverted':
      return { outcome: 'reverted', reason };
    case 'RevertFailed':
      return { outcome: 'revert-failed', reason };
    default:
      return stopped(
        found,
        OWN_STOPS.has(ended.error ?? '') ? reason : `${ended.error ?? ended.status}: ${reason}`,
      );
  }
}

function stopped({ moved }: Found, reason: string): Ending {
  return { outcome: moved ? 'reverted' : 'rejected', reason };
}
