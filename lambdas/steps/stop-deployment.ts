import { groupOf, isUnderWay, markOf, deploymentName, type OrderedDeployment } from '../core/deployments/deployment';
import type { Clock, Deployments, Ledger } from '../ports';
import { CLOCKS_APART_MS } from './start-deployment';
import { record } from './support/record-decision';

interface Input {
  /** The forward execution that is undone. */
  execution: string;
  route: string;
}

interface Output {
  /** `wait`: an order may still be on its way to CodeDeploy. */
  status: 'done' | 'wait';
  reason: string;
  waitSeconds: number;
}

/** What a stop talks to. */
export interface StopDeploymentPorts {
  readonly deployments: Deployments;
  readonly ledger: Ledger;
  readonly clock: Clock;
}

/**
 * Stops the deployment that a cutover has left under way, and has CodeDeploy roll it back. One that was ordered and never said its id is looked for by its
 * mark, until no order can arrive any more. One that is done stays: it is not traffic.
 */
export const stopDeployment =
  (ports: StopDeploymentPorts) =>
  async ({ execution, route }: Input): Promise<Output> => {
    const ordered = (await ports.ledger.read(route))?.deployment ?? null;
    if (ordered === null || !isUnderWay(ordered) || ordered.mark !== markOf(execution, ordered.stage)) {
      return done('no deployment of this cutover is under way');
    }
    const id = ordered.id ?? (await findIt(ports, ordered));
    if (id === null) {
      const left = Date.parse(ordered.orderingUntil) - ports.clock.now();
      return left > 0
        ? {
            ...done(`an order of ${groupOf(ordered)} may be on its way`),
            ...{ status: 'wait', waitSeconds: Math.ceil(left / 1_000) },
          }
        : done('its deployment was never started');
    }
    const how = await ports.deployments.stop(id);
    const name = deploymentName({ ...ordered, id });
    const reason = `its ${name} ${how === 'stopped' ? 'was stopped and is rolled back' : 'had ended'}`;
    const key = `stop-deployment-${ordered.stage}`;
    await record(ports, { route, execution }, { key, what: 'deployment stopped', reason });
    return done(reason);
  };

function findIt({ deployments }: StopDeploymentPorts, ordered: OrderedDeployment): Promise<string | null> {
  return deployments.find(ordered, Date.parse(ordered.orderedAt) - CLOCKS_APART_MS);
}

function done(reason: string): Output {
  return { status: 'done', reason, waitSeconds: 0 };
}
