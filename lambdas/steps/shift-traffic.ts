import { deploymentName, type OrderedDeployment } from '../core/deployments/deployment';
import { type Plan, stageOf } from '../core/plan/plan';
import { describeDrift, routeName, versionAt } from '../core/routers/route';
import { FencedError, RouteChangedError } from '../core/shared/errors';
import type { Clock, Ledger, RouteChange, TrafficRouter } from '../ports';
import { record } from './support/record-decision';

interface Input {
  plan: Plan;
  execution: string;
  route: string;
  fence: number;
  /** Index into the plan's stages. */
  stage: number;
  /** What the raise rests on: the smoke test, or the verdict of the stage before. */
  evidence: string;
}

/** A shift that was accepted by the router and has still to take effect. */
export interface Shift {
  percent: number;
  /** ISO 8601. */
  shiftedAt: string;
  change: RouteChange;
  ttlSeconds: number;
  stage: number;
}

/**
 * Longer than the function may run: once this has passed since it said so, no shift of it can be on its way to the router any more, whatever
 * became of the execution. The revert waits for that.
 */
export const SHIFT_LEASE_MS = 45_000;

/**
 * Raises the percent to that of a stage, against the route as the ledger expects it. Run again after a crash, it finds its own work
 * and writes the same once more, which gives a change to wait for.
 */
export const shiftTraffic =
  (ports: { readonly router: TrafficRouter; readonly ledger: Ledger; readonly clock: Clock }) =>
  async ({ plan, execution, route, fence, stage, evidence }: Input): Promise<Shift> => {
    const { percent, deploy } = stageOf(plan, stage);
    const entry = await ports.ledger.read(route);
    if (entry?.lock?.fence !== fence || entry.lock.reverting || entry.expected === null) {
      throw new FencedError(
        `the lock of ${route} is no longer held under fence ${fence}; nothing was shifted`,
      );
    }
    const { expected } = entry;
    const deployed = deploy === undefined ? '' : `; ${deployedBefore(entry.deployment, stage)}`;
    if (expected.percent > percent) {
      throw new FencedError(
        `${route} is already at ${expected.percent} %; a late try of the shift to ${percent} % does nothing`,
      );
    }
    const reading = await ports.router.read(plan.router);
    // Only a try that had said that it would write can have left the percent there.
    const isOwnWork =
      entry.shiftingUntil !== null && reading.version === versionAt(plan.router, expected.version, percent);
    if (reading.version !== expected.version && !isOwnWork) {
      throw new RouteChangedError(
        `${routeName(plan.router)} was changed by someone else: ${describeDrift(plan.router, expected.version, reading.version)}; nothing was shifted`,
      );
    }
    await ports.ledger.beginShift(route, fence, new Date(ports.clock.now() + SHIFT_LEASE_MS).toISOString());
    // The decision is in the ledger before it is carried out: whoever stops us in between finds why it moved.
    await record(
      ports,
      { route, execution },
      { key: `shift-${stage}`, what: `shift to ${percent} %`, reason: `${evidence}${deployed}` },
    );
    const change = await ports.router.write(plan.router, percent, reading.version);
    const shiftedAt = new Date(ports.clock.now()).toISOString();
    await ports.ledger.saveExpected(route, fence, { percent, version: change.version });
    return { percent, shiftedAt, change, ttlSeconds: reading.ttlSeconds, stage };
  };

/**
 * That what the stage deploys is there.
 * @throws RangeError when it is not: nothing may be shifted to tasks that do not serve yet
 */
function deployedBefore(deployment: OrderedDeployment | null, stage: number): string {
  if (deployment?.stage !== stage || deployment.doneAt === null) {
    throw new RangeError(`the deployment of stage ${stage} is not done; nothing was shifted`);
  }
  return `${deploymentName(deployment)} was done at ${deployment.doneAt}`;
}
