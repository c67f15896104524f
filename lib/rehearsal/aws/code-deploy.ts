import type { DeploymentOrder, DeploymentProgress } from '../../../lambdas/core/deployments/deployment';
import { Overlays } from '../kernel/overlays';
import type { VirtualClock } from '../kernel/virtual-clock';
import type { DeploymentEvent } from '../timeline/timeline-event';

/**
 * From when the new tasks have the traffic until the old ones end. CodeDeploy says InProgress for that long.
 */
const TERMINATION_WAIT_SECONDS = 300;

/** What goes wrong with deployments that are created while it lasts: they fail half-way, or never end. */
export type DeploymentTrouble = 'fail' | 'hang';

/** What identifies a deployment. */
type Marked = Pick<DeploymentOrder, 'applicationName' | 'deploymentGroupName' | 'mark'>;

interface Deployment {
  readonly id: string;
  readonly order: Marked;
  readonly createdAt: number;
  status: 'InProgress' | 'Succeeded' | 'Failed' | 'Stopped';
  /** When its new tasks got the traffic, in epoch milliseconds; null before that, and after they lost it. */
  servedAt: number | null;
  error: string | null;
}

/** CodeDeploy: a group has one deployment at a time, which succeeds after some time, fails or hangs. */
export class CodeDeploy {
  private readonly deployments: Deployment[] = [];
  private readonly troubles: DeploymentTrouble[] = [];
  private isOccupied = false;
  private readonly occupations = new Overlays<true>((all) => {
    this.isOccupied = all.length > 0;
  });

  constructor(
    private readonly clock: VirtualClock,
    /** From the creation of a deployment until its new tasks have the traffic. */
    private readonly seconds: number,
    /** Called with what happens, for the timeline. */
    private readonly emit: (event: DeploymentEvent) => void,
  ) {}

  /** Marks of the deployments that have not ended and do not serve yet. */
  underWay(): string[] {
    return this.deployments
      .filter(({ status, servedAt }) => status === 'InProgress' && servedAt === null)
      .map(({ order }) => order.mark);
  }

  /**
   * When the new tasks of a deployment got the traffic, in epoch milliseconds; null when they have not.
   * @param markEnd the end of the deployment's mark
   */
  servedAt(markEnd: string): number | null {
    return this.deployments.find(({ order }) => order.mark.endsWith(markEnd))?.servedAt ?? null;
  }

  /** Deployments that are created before this is ended fail or hang. */
  disturb(trouble: DeploymentTrouble): { end(): void } {
    this.troubles.push(trouble);
    return { end: () => void this.troubles.splice(this.troubles.indexOf(trouble), 1) };
  }

  /** Someone else deploys to every group, until this is ended. */
  occupy(): { end(): void } {
    return this.occupations.begin(true);
  }

  /** CreateDeployment. @returns the id; null when the group has an active deployment */
  create({ applicationName, deploymentGroupName, mark }: DeploymentOrder): string | null {
    const isSame = ({ order, status }: Deployment) =>
      status === 'InProgress' &&
      order.applicationName === applicationName &&
      order.deploymentGroupName === deploymentGroupName;
    if (this.isOccupied || this.deployments.some(isSame)) {
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

  /**
   * ListDeployments: the id of the deployment with this mark, created at `since` (epoch milliseconds) or
   * later.
   */
  find({ applicationName, deploymentGroupName, mark }: Marked, since: number): string | null {
    const found = this.deployments.find(
      ({ order, createdAt }) =>
        order.applicationName === applicationName &&
        order.deploymentGroupName === deploymentGroupName &&
        order.mark === mark &&
        createdAt >= since,
    );
    return found?.id ?? null;
  }

  /** GetDeployment; null when there is no such deployment. */
  read(id: string): DeploymentProgress | null {
    const found = this.deployments.find((one) => one.id === id);
    return found === undefined
      ? null
      : { status: found.status, serves: found.servedAt !== null, error: found.error };
  }

  /** StopDeployment. */
  stop(id: string): 'stopped' | 'ended' {
    const found = this.deployments.find((one) => one.id === id);
    if (found?.status !== 'InProgress') {
      return 'ended';
    }
    this.end(found, 'Stopped', 'MANUAL_STOP: the deployment was stopped');
    return 'stopped';
  }

  /** A lifecycle hook of the deployment reports Failed. */
  fail(id: string): void {
    const found = this.deployments.find((one) => one.id === id);
    if (found?.status === 'InProgress') {
      this.end(found, 'Failed', 'HOOK_EXECUTION_FAILURE: a lifecycle event hook reported Failed');
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
