import { deploymentName, type OrderedDeployment } from '../core/deployments/deployment';
import { isFurther } from '../core/plan/direction';
import type { Plan } from '../core/plan/plan';
import { stageOf } from '../core/plan/stage-of';
import { findingsForPlan, stops } from '../core/preflight/finding';
import { describeDrift, routeName, versionAt } from '../core/routers/route';
import { FencedError, RouteChangedError } from '../core/shared/errors';
import { leaseFrom, leaseLeftMs } from '../core/shared/lease';
import { requireSnapshot, requireSoundEntry } from '../core/shared/ledger-entry';
import { lockLostError, requireLock } from '../core/shared/lock';
import type { Clock, Ledger, RouteChange, RouteReading, TrafficRouter } from '../ports';
import { currentTime, readTime } from './support/read-time';
import { recordDecision } from './support/record-decision';
import { takeLease } from './support/take-lease';

interface Input {
  plan: Plan;
  execution: string;
  route: string;
  fence: number;
  /** Index into the plan's stages. */
  stage: number;
  /** The reason of the smoke test, or of the last evaluation of the stage before. */
  evidence: string;
  /** Iterations of all loops so far. */
  iterations: number;
}

/** A shift that the router has accepted and that has not propagated yet. */
export interface Shift {
  percent: number;
  /** ISO 8601. */
  shiftedAt: string;
  change: RouteChange;
  ttlSeconds: number;
  stage: number;
}

const NOTHING_SHIFTED = 'nothing was shifted';

/**
 * Sets the percent to that of a stage, if the route is as the ledger expects it and no operator has paused
 * or aborted the cutover. Run again after a crash, the step finds its own work and writes it once more, so
 * that there is a change to wait for.
 */
export const shiftTraffic =
  (ports: { readonly router: TrafficRouter; readonly ledger: Ledger; readonly clock: Clock }) =>
  async (input: Input): Promise<Shift> => {
    const { plan, execution, route, fence, stage, evidence } = input;
    const { percent, deploy } = stageOf(plan, stage);
    const entry = requireLock(await ports.ledger.read(route), { route, fence }, NOTHING_SHIFTED);
    requireSoundEntry(route, entry);
    const { expected } = entry;
    if (expected === null) {
      throw lockLostError(route, fence, NOTHING_SHIFTED);
    }
    requireSnapshot(route, entry);
    const deployed = deploy === undefined ? '' : `; ${assertDeployed(entry.deployment, stage)}`;
    if (isFurther(plan, expected.percent, percent)) {
      throw new FencedError(
        `${route} is already at ${expected.percent} %; ` +
          `a late retry of the shift to ${percent} % changes nothing`,
      );
    }
    const reading = await ports.router.read(plan.router);
    // Only an earlier try that announced its write in the ledger can have left the percent there.
    const isOwnWork =
      entry.shiftingUntil !== null && reading.version === versionAt(plan.router, expected.version, percent);
    if (reading.version !== expected.version && !isOwnWork) {
      throw new RouteChangedError(
        `${routeName(plan.router)} was changed by someone else:` +
          ` ${describeDrift(plan.router, expected.version, reading.version)}; ${NOTHING_SHIFTED}`,
      );
    }
    // An earlier try has recorded its write, and ended before it could say so: the soak before is over.
    const isRecorded = expected.percent === percent && expected.version !== entry.snapshot?.version;
    refuseElsewhere(plan, reading);
    const time = readTime(ports);
    const until = leaseFrom(time, NOTHING_SHIFTED);
    await takeLease(ports, input, {
      entry,
      notDone: NOTHING_SHIFTED,
      isUnderWay: isOwnWork || isRecorded || leaseLeftMs(entry.shiftingUntil, time) > 0,
      take: (commands) => ports.ledger.beginShift(route, fence, { until, percent }, commands),
    });
    // The ledger has the decision before the shift, so that the reason is known if this ends in between.
    await recordDecision(
      ports,
      { route, execution },
      {
        key: `shift-${stage}`,
        kind: 'shifted',
        what: `shift to ${percent} %`,
        reason: `${evidence}${deployed}`,
        ...{ stage, percent },
      },
    );
    const change = await ports.router.write(plan.router, percent, reading.version);
    const shiftedAt = new Date(currentTime(ports)).toISOString();
    await ports.ledger.saveExpected(route, fence, { percent, version: change.version });
    return { percent, shiftedAt, change, ttlSeconds: reading.ttlSeconds, stage };
  };

/**
 * Clients must go where the plan says once more of them move.
 * @throws RouteChangedError for a record beside the route that leads them elsewhere, and that the plan does
 * not accept. The preflight found none, so that somebody has created it since
 */
function refuseElsewhere(plan: Plan, { percent, findings }: RouteReading): void {
  const [found] = findingsForPlan(plan, percent, findings).filter(stops);
  if (found !== undefined) {
    throw new RouteChangedError(`${found.reason}; ${NOTHING_SHIFTED}`);
  }
}

/**
 * Asserts that the stage's deployment has completed.
 * @returns the fact in words
 * @throws RangeError when it has not: no traffic may shift to tasks that do not serve yet
 */
function assertDeployed(deployment: OrderedDeployment | null, stage: number): string {
  if (deployment?.stage !== stage || deployment.doneAt === null) {
    throw new RangeError(`the deployment of stage ${stage} is not done; ${NOTHING_SHIFTED}`);
  }
  return `${deploymentName(deployment)} was done at ${deployment.doneAt}`;
}
