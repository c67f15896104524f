import {
  type DeploymentOrder,
  groupOf,
  markOf,
  deploymentName,
  type OrderedDeployment,
  orderOf,
} from '../core/deployments/deployment';
import { deployOf, type Plan } from '../core/plan/plan';
import { DeploymentRefusedError, FencedError } from '../core/shared/errors';
import type { Clock, Deployments, Ledger } from '../ports';
import { record } from './support/record-decision';

interface Input {
  plan: Plan;
  execution: string;
  route: string;
  fence: number;
  /** Index of the stage that deploys. */
  stage: number;
  /** What it rests on: the preflight, or the verdict of the stage before. */
  evidence: string;
}

/** What a start talks to. */
export interface StartDeploymentPorts {
  readonly deployments: Deployments;
  readonly ledger: Ledger;
  readonly clock: Clock;
}

/** A deployment that was started. */
export interface StartedDeployment {
  readonly deployment: OrderedDeployment;
  readonly reason: string;
  /** Seconds between two looks at it. */
  readonly waitSeconds: number;
}

/** Longer than the function may run: once this has passed since it said so, no order of it can be on its way to CodeDeploy any more. */
export const ORDER_LEASE_MS = 45_000;
/** By how much CodeDeploy's clock may be behind ours. */
export const CLOCKS_APART_MS = 300_000;

/**
 * Starts the deployment of a stage, once: the order is in the ledger before CodeDeploy hears of it, and a deployment that bears its mark is taken for its
 * own. Run again after a lost answer, it finds what it has started.
 * @throws DeploymentRefusedError when another deployment is under way in the group
 */
export const startDeployment =
  (ports: StartDeploymentPorts) =>
  async (input: Input): Promise<StartedDeployment> => {
    const { ledger, deployments } = ports;
    const { route, fence, plan, stage, execution } = input;
    const deploy = deployOf(plan, stage);
    const known = await orderedBefore(ports, input);
    const order = orderOf(deploy, markOf(execution, stage));
    const now = ports.clock.now();
    const ordered = orderedNow(order, stage, known, now);
    const find = () => deployments.find(order, Date.parse(ordered.orderedAt) - CLOCKS_APART_MS);
    const create = async () => {
      await ledger.saveDeployment(route, fence, ordered);
      const what = `deploy ${deploy.taskDefinitionArn} to ${groupOf(order)}`;
      await record(ports, input, { key: `deploy-${stage}`, what, reason: input.evidence });
      return deployments.create(order);
    };
    const before = known === null ? null : (known.id ?? (await find()));
    const id = before ?? (await create()) ?? (await find());
    if (id === null) {
      // Whoever comes after need not wait for an order that was answered.
      await ledger.saveDeployment(route, fence, { ...ordered, orderingUntil: iso(now) });
      throw new DeploymentRefusedError(
        `${groupOf(order)} has another deployment under way, or one that still waits for the end of its old tasks; nothing was deployed; wait for its end, then start a new cutover`,
      );
    }
    const deployment = { ...ordered, id };
    await ledger.saveDeployment(route, fence, deployment);
    return { deployment, reason: `${deploymentName(deployment)} was started`, waitSeconds: deploy.everySeconds };
  };

/** What goes into the ledger before CodeDeploy hears of it. */
function orderedNow(
  { applicationName, deploymentGroupName, mark }: DeploymentOrder,
  stage: number,
  known: OrderedDeployment | null,
  now: number,
): OrderedDeployment {
  return {
    ...{ stage, applicationName, deploymentGroupName, mark },
    orderedAt: known?.orderedAt ?? iso(now),
    orderingUntil: iso(now + ORDER_LEASE_MS),
    id: known?.id ?? null,
    doneAt: null,
  };
}

/** What an earlier try of the same step has ordered; null when this is the first. */
async function orderedBefore(
  { ledger }: StartDeploymentPorts,
  { route, fence, execution, stage }: Input,
): Promise<OrderedDeployment | null> {
  const entry = await ledger.read(route);
  if (entry?.lock?.fence !== fence || entry.lock.reverting) {
    throw new FencedError(
      `the lock of ${route} is no longer held under fence ${fence}; nothing was deployed`,
    );
  }
  const { deployment } = entry;
  return deployment?.mark === markOf(execution, stage) ? deployment : null;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
