import type { OrderedDeployment } from '../../../lambdas/core/deployments/deployment';
import { markOf } from '../../../lambdas/core/deployments/deployment';
import type { Deployments } from '../../../lambdas/ports';
import { ORDER_LEASE_MS } from '../../../lambdas/steps/start-deployment';
import { CodeDeploy } from '../../../lib/rehearsal/aws/code-deploy';
import { VirtualClock } from '../../../lib/rehearsal/kernel/virtual-clock';
import type { PlanInput } from '../plans/plans';
import { began, execution } from '../world/cutover';

type Stage = NonNullable<PlanInput['stages']>[number];

/** What the stages of the tests deploy. */
export const deploy: NonNullable<Stage['deploy']> = {
  applicationName: 'shop',
  deploymentGroupName: 'api',
  taskDefinitionArn: 'arn:aws:ecs:eu-west-1:111122223333:task-definition/web:7',
  containerName: 'web',
  containerPort: 8080,
};

/** Two stages, of which both deploy, or one of them. */
export const deployingStages = (...which: readonly number[]): Stage[] =>
  [10, 100].map((percent, i) => ({
    percent,
    soakSeconds: 600,
    ...(which.includes(i) ? { deploy } : {}),
  }));

/** A deployment as the ledger stores it once its id is known. */
export const orderedDeployment = (over: Partial<OrderedDeployment> = {}): OrderedDeployment => {
  const { applicationName, deploymentGroupName } = deploy;
  const stage = over.stage ?? 0;
  return {
    ...{ stage, applicationName, deploymentGroupName, mark: markOf(execution, stage) },
    orderedAt: began,
    orderingUntil: new Date(Date.parse(began) + ORDER_LEASE_MS).toISOString(),
    ...{ id: 'd-000000001', doneAt: null },
    ...over,
  };
};

/** The simulated CodeDeploy in the test's own time, and the calls that it received. */
export function fakeCodeDeploy(seconds = 180) {
  const time = new VirtualClock(Date.parse(began));
  const service = new CodeDeploy(time, seconds, () => undefined);
  const asked: string[] = [];
  const ask = <T>(what: string, answer: () => T): Promise<T> => {
    asked.push(what);
    return new Promise((resolve) => resolve(answer()));
  };
  const deployments: Deployments = {
    create: (order) => ask('create', () => service.create(order)),
    find: (order, since) => ask('find', () => service.find(order, since)),
    read: (id) => ask('read', () => service.read(id)),
    stop: (id) => ask('stop', () => service.stop(id)),
  };
  return {
    deployments,
    service,
    asked,
    /** Lets time pass for CodeDeploy. */
    pass: (seconds: number) => time.runUntil(time.sleep(1_000 * seconds)),
  };
}
