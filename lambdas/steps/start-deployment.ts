import {
  type DeploymentOrder,
  deploymentName,
  groupOf,
  markOf,
  type OrderedDeployment,
  orderOf,
} from '../core/deployments/deployment';
import type { Plan } from '../core/plan/plan';
import { deployOf } from '../core/plan/stage-of';
import { DeploymentRefusedError } from '../core/shared/errors';
import { requireClock } from '../core/shared/lease';
import { requireLock } from '../core/shared/lock';
import type { Clock, Deployments, Ledger, RouteEntry } from '../ports';
import { readTime } from './support/read-time';
import { recordDecision } from './support/record-decision';
import { takeLease } from './support/take-lease';

interface Input {
  plan: Plan;
  execution: string;
  route: string;
  fence: number;
  /** Index of the stage that deploys. */
  stage: number;
  /** The reason of the preflight, or of the last evaluation of the stage before. */
  evidence: string;
  /** Iterations of all loops so far. */
  iterations: number;
}

/** What the start of a deployment reads and writes. */
export interface StartDeploymentPorts {
  readonly deployments: Deployments;
  readonly ledger: Ledger;
  readonly clock: Clock;
}

/** A deployment that was started. */
export interface StartedDeployment {
  readonly deployment: OrderedDeployment;
  readonly reason: string;
  /** Seconds between two checks of it. */
  readonly waitSeconds: number;
}

/**
 * How long an order may be on its way to CodeDeploy, counted from its announcement in the ledger: longer than
 * the function may run.
 */
export const ORDER_LEASE_MS = 45_000;
/** How far CodeDeploy's clock may be behind ours. */
export const CLOCK_SKEW_MS = 300_000;

const NOTHING_DEPLOYED = 'nothing was deployed';

/**
 * Starts the deployment of a stage, exactly once: the ledger has the order before CodeDeploy gets it, and the
 * deployment carries a mark. Run again after a lost answer, the step finds by the mark what it has started.
 * @throws DeploymentRefusedError when another deployment is under way in the group
 */
export const startDeployment =
  (ports: StartDeploymentPorts) =>
  async (input: Input): Promise<StartedDeployment> => {
    const { ledger, deployments } = ports;
    const { route, fence, plan, stage, execution } = input;
    const deploy = deployOf(plan, stage);
    const entry = requireLock(await ledger.read(route), input, NOTHING_DEPLOYED);
    const known = orderedBefore(entry, input);
    const order = orderOf(deploy, markOf(execution, stage));
    const time = readTime(ports);
    requireClock(time, NOTHING_DEPLOYED);
    const { now } = time;
    const ordered = orderedNow(order, stage, known, now);
    const find = () => deployments.find(order, Date.parse(ordered.orderedAt) - CLOCK_SKEW_MS);
    const create = async () => {
      await takeLease(ports, input, {
        entry,
        notDone: NOTHING_DEPLOYED,
        isUnderWay: known !== null && Date.parse(known.orderingUntil) > now,
        take: (commands) => ledger.saveDeployment(route, fence, ordered, commands),
      });
      const what = `deploy ${deploy.taskDefinitionArn} to ${groupOf(order)}`;
      await recordDecision(ports, input, {
        ...{ key: `deploy-${stage}`, kind: 'deploying', what, reason: input.evidence },
        stage,
      });
      return deployments.create(order);
    };
    const before = known === null ? null : (known.id ?? (await find()));
    const id = before ?? (await create()) ?? (await find());
    if (id === null) {
      // The order was answered, so that nobody need wait for it any more.
      await ledger.saveDeployment(route, fence, { ...ordered, orderingUntil: iso(now) }, null);
      throw new DeploymentRefusedError(
        `${groupOf(order)} has another deployment under way, or one whose old tasks have not ended;` +
          ' nothing was deployed; wait until it has ended, then start a new cutover',
      );
    }
    const deployment = { ...ordered, id };
    await ledger.saveDeployment(route, fence, deployment, null);
    return {
      deployment,
      reason: `${deploymentName(deployment)} was started`,
      waitSeconds: deploy.everySeconds,
    };
  };

/** The order as the ledger has it before CodeDeploy gets it. */
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

/** The order of an earlier try of this step; null when this is the first. */
function orderedBefore({ deployment }: RouteEntry, { execution, stage }: Input): OrderedDeployment | null {
  return deployment?.mark === markOf(execution, stage) ? deployment : null;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
