import { usdFor } from '../../lambdas/core/estimate/prices';
import { drainedSince } from './drain';
import type { RevertResult } from './result';
import { TRACKED_USERS } from './traffic/tracked-users';
import { START, type World } from './world/world';

/** Null without a revert. @param share on the new path at the start, 0 to 1 */
export function revertOf(world: World, share: number, times: RevertResult): RevertResult | null {
  const { decidedAt, acceptedAt } = times;
  if (decidedAt === null) {
    return null;
  }
  const drained = drainedSince(world, share, acceptedAt === null ? null : START + 1_000 * acceptedAt);
  return { ...times, drainedAt: drained === null ? null : Math.round(drained - START) / 1_000 };
}

/** The requests and the tracked users, and how far the percent went. */
export function trafficOf(world: World, percents: readonly { readonly percent: number }[]) {
  return {
    ...world.traffic.totals,
    failedOnNewBy: Object.fromEntries(world.traffic.causes),
    users: TRACKED_USERS,
    usersOnBothSides: world.traffic.usersOnBothSides(),
    maxPercent: Math.max(...percents.map((one) => one.percent)),
    finalPercent: world.split.percent(),
  };
}

/** What the executions took, and what they would cost. */
export function executionOf(world: World) {
  const executions = world.stateMachines.executions();
  const transitions = executions.reduce((sum, one) => sum + one.transitions(), 0);
  const invocations = world.functions.invocations();
  const probeSeconds = world.functions.probeSeconds();
  return {
    transitions,
    historyEvents: Math.max(...executions.map((one) => one.historyEvents())),
    estimatedUsd: Math.round(usdFor({ transitions, invocations, probeSeconds }) * 1e6) / 1e6,
    awsCalls: world.calls.counts(),
  };
}
