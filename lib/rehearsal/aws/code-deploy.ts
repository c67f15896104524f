import type { DeploymentOrder, DeploymentProgress } from '../../../lambdas/core/deployments/deployment';
import type { VirtualClock } from '../kernel/virtual-clock';
import type { DeploymentEvent } from '../timeline/timeline-event';

/** From when the new tasks have the traffic until the old ones end, during which CodeDeploy says InProgress. */
const TERMINATION_WAIT_SECONDS = 300;

/** What goes wrong with deployments that are started while it lasts: they fail half-way, or never come to an end. */
export type Trouble = 'fail' | 'hang';

interface Deployment {
  readonly id: string;
  readonly order: Pick<DeploymentOrder, 'applicationName' | 'deploymentGroupName' | 'mark'>;
  readonly createdAt: number;
  status: 'InProgress' | 'Succeeded' | 'Failed' | 'Stopped';
  /** Epoch milliseconds since when its new tasks have the traffic; null until they have, and once they have no more. */
  servedAt: number | null;
  error: string | null;
}

/** CodeDeploy: a group has one deployment at a time, which takes its time and succeeds, fails or hangs. */
export class CodeDeploy {
  private readonly deployments: Deployment[] = [];
  private readonly troubles: Trouble[] = [];
  private isBusy = false;

  constructor(
    private readonly clock: VirtualClock,
    /** Until the new tasks have the traffic. */
    private readonly seconds: number,
    private readonly emit: (event: DeploymentEvent) => void,
  ) {}

  /** Deployments of this world's cutovers that have not ended and do not serve yet, by their mark. */
  underWay(): string[] {
    return this.deployments
      .filter(({ status, servedAt }) => status === 'InProgress' && servedAt === null)
      .map(({ order }) => order.mark);
  }

  /** Since when the new tasks of a deployment have the traffic, in epoch milliseconds, by how its mark ends; null when they have not. */
  servedAt(markEnd: string): number | null {
    return this.deployments.find(({ order }) => order.mark.endsWith(markEnd))?.servedAt ?? null;
  }

  /** Deployments begun while this lasts are in trouble. */
  disturb(trouble: Trouble): { end(): void } {
    this.troubles.push(trouble);
    return { end: () => void this.troubles.splice(this.troubles.indexOf(trouble), 1) };
  }

  /** Somebody else deploys to every group meanwhile. */
  occupy(): { end(): void } {
    this.isBusy = true;
    return {
      end: () => {
        this.isBusy = false;
      },
    };
  }

  create({ applicationName, deploymentGroupName, mark }: DeploymentOrder): string | null {
    const isSame = ({ order, status }: Deployment) =>
      status === 'InProgress' &&
      order.applicationName === applicationName &&
      order.deploymentGroupName === deploymentGroupName;
    if (this.isBusy || this.deployments.some(isSame)) {
      return null;
    }
    const id = `d-${String(this.deployments.length + 1).padStart(9, '0')}`;
    const order = { applicationName, deploymentGroupName, mark };
    const deployment: Deployment = {
      ...{ id, order, createdAt: this.clock.now() },
      ...{ status: 'InProgress', servedAt: null, error: null },
    };
    this.deployments.push(deployment);
    const group = `${applicationName}/${deploymentGroupName}`;
    this.emit({ kind: 'deployment', id, change: 'began', group });
    this.run(deployment);
    return id;
  }

  find(
    {
      applicationName,
      deploymentGroupName,
      mark,
    }: Pick<DeploymentOrder, 'applicationName' | 'deploymentGroupName' | 'mark'>,
    since: number,
  ): string | null {
    const found = this.deployments.find(
      ({ order, createdAt }) =>
        order.applicationName === applicationName &&
        order.deploymentGroupName === deploymentGroupName &&
        order.mark === mark &&
        createdAt >= since,
    );
    return found?.id ?? null;
  }

  read(id: string): DeploymentProgress | null {
    const found = this.deployments.find((one) => one.id === id);
    return found === undefined
      ? null
      : { status: found.status, serves: found.servedAt !== null, error: found.error };
  }

  stop(id: string): 'stopped' | 'ended' {
    const found = this.deployments.find((one) => one.id === id);
    if (found?.status !== 'InProgress') {
      return 'ended';
    }
    this.end(found, 'Stopped', 'MANUAL_STOP: the deployment was stopped');
    return 'stopped';
  }

  /** A lifecycle hook says Failed. */
  fail(id: string): void {
    const found = this.deployments.find((one) => one.id === id);
    if (found?.status === 'InProgress') {
      this.end(found, 'Failed', 'HOOK_EXECUTION_FAILURE: a lifecycle event hook said Failed');
    }
  }

  private run(deployment: Deployment): void {
    const [trouble] = this.troubles;
    if (trouble === 'fail') {
      this.after(this.seconds / 2, deployment, () => this.fail(deployment.id));
    } else if (trouble === undefined) {
      this.after(this.seconds, deployment, () => {
        deployment.servedAt = this.clock.now();
        this.emit({ kind: 'deployment', id: deployment.id, change: 'serves' });
        this.after(TERMINATION_WAIT_SECONDS, deployment, () => {
          deployment.status = 'Succeeded';
        });
      });
    }
  }

  private after(seconds: number, deployment: Deployment, event: () => void): void {
    this.clock.schedule(this.clock.now() + 1_000 * seconds, () => {
      if (deployment.status === 'InProgress') {
        event();
      }
    });
  }

  private end(deployment: Deployment, status: 'Failed' | 'Stopped', error: string): void {
    deployment.status = status;
    deployment.servedAt = null;
    deployment.error = error;
    const change = status === 'Stopped' ? 'stopped' : 'failed';
    this.emit({ kind: 'deployment', id: deployment.id, change, error });
  }
}
