import {
  deploymentName,
  groupOf,
  isUnderWay,
  markOf,
  type OrderedDeployment,
} from '../core/deployments/deployment';
import { leaseLeftMs } from '../core/shared/lease';
import type { Clock, Deployments, Ledger } from '../ports';
import { CLOCK_SKEW_MS } from './start-deployment';
import { readTime } from './support/read-time';
import { recordDecision } from './support/record-decision';

interface Input {
  /** The forward execution that is being reverted. */
  execution: string;
  route: string;
}

interface Output {
  /** `wait`: an order may still reach CodeDeploy; run the step again after `waitSeconds`. */
  status: 'done' | 'wait';
  reason: string;
  waitSeconds: number;
}

/** What the stop of a deployment reads and writes. */
export interface StopDeploymentPorts {
  readonly deployments: Deployments;
  readonly ledger: Ledger;
  readonly clock: Clock;
}

/**
 * Stops the deployment that a cutover has left under way, and has CodeDeploy roll it back. A deployment whose
 * id is not known is searched by its mark, until no order can arrive any more. One that is done stays: it is
 * not traffic.
 */
export const stopDeployment =
  (ports: StopDeploymentPorts) =>
  async ({ execution, route }: Input): Promise<Output> => {
    const ordered = (await ports.ledger.read(route))?.deployment ?? null;
    if (ordered === null || !isUnderWay(ordered) || ordered.mark !== markOf(execution, ordered.stage)) {
      return done('no deployment of this cutover is under way');
    }
    const id = ordered.id ?? (await findByMark(ports, ordered));
    if (id === null) {
      const left = leaseLeftMs(ordered.orderingUntil, readTime(ports));
      return left > 0
        ? {
            ...done(`an order for ${groupOf(ordered)} may still reach CodeDeploy; waiting for it`),
            ...{ status: 'wait', waitSeconds: Math.ceil(left / 1_000) },
          }
        : done('the deployment of this cutover was never started');
    }
    const how = await ports.deployments.stop(id);
    const name = deploymentName({ ...ordered, id });
    const outcome = how === 'stopped' ? 'was stopped and is being rolled back' : 'had already ended';
    const reason = `${name} ${outcome}`;
    const key = `stop-deployment-${ordered.stage}`;
    await recordDecision(
      ports,
      { route, execution },
      {
        ...{ key, kind: 'deployment-stopped', what: 'deployment stopped', reason },
        stage: ordered.stage,
      },
    );
    return done(reason);
  };

function findByMark(
  { deployments }: StopDeploymentPorts,
  ordered: OrderedDeployment,
): Promise<string | null> {
  return deployments.find(ordered, Date.parse(ordered.orderedAt) - CLOCK_SKEW_MS);
}

function done(reason: string): Output {
  return { status: 'done', reason, waitSeconds: 0 };
}
