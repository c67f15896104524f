import type { RouteRequest } from '../../../../lambdas/core/operate/operate-request';
import type {
  NamedService,
  ServiceDeployment,
  ServiceDeployments,
} from '../../../operator/service-deployment';
import { UsageError } from '../../../shared/usage-error';
import { EXIT, type Terminal } from '../../output/terminal';
import type { SendOptions } from './send';

/** What the commands need of AWS. */
export interface ServiceDependencies {
  /**
   * @param reason is recorded with each call that changes something
   * @throws AwsError when there is no Region, or there are no credentials
   */
  readonly deployments: (region: string | undefined, reason: string) => Promise<ServiceDeployments>;
}

/** How a command to a service deployment ended. The document of `--json` has the same fields. */
interface ServiceAnswer {
  readonly accepted: boolean;
  readonly service: string;
  /** Null when no deployment is under way. */
  readonly deployment: string | null;
  /** What happens next, or why nothing was done. */
  readonly reason: string;
}

const PREFIX = 'ecs/';
const NAME = /^ecs\/([A-Za-z0-9_-]{1,255})\/([A-Za-z0-9_-]{1,255})$/;

/** Whether a service is meant, and no route of a deployment of Cutover. */
export const isService = (given: string) => given.startsWith(PREFIX);

/**
 * Approves or aborts the deployment of a service that ECS itself deploys: `ecs/CLUSTER/SERVICE`.
 * @returns 0 when ECS accepted it; 2 when nothing was done, with the reason
 * @throws UsageError for a name that is not valid, and for what a deployment of ECS cannot do
 */
export async function sendToService(
  kind: RouteRequest['kind'],
  given: string,
  options: SendOptions,
  terminal: Terminal,
  { deployments: connect }: ServiceDependencies,
): Promise<number> {
  const named = serviceNamed(given);
  refuse(kind, options);
  const deployments = await connect(options.region, options.reason);
  const found = await deployments.underWay(named);
  const answer =
    found === null
      ? nothing(given, null, 'no deployment is under way')
      : await (kind === 'approve' ? approve : abort)(given, found, deployments);
  if (options.json === true) {
    terminal.out(`${JSON.stringify(answer, null, 2)}\n`);
  } else if (answer.accepted) {
    terminal.out(`${given}: ${kind} was accepted; ${answer.reason}\n`);
  } else {
    terminal.err(`cutover: ${kind} was refused, and nothing was done: ${answer.reason}\n`);
  }
  return answer.accepted ? EXIT.succeeded : EXIT.rejected;
}

function serviceNamed(given: string): NamedService {
  const [, cluster, service] = NAME.exec(given) ?? [];
  if (cluster === undefined || service === undefined) {
    throw new UsageError(
      `"${given}" is not a service; must be ecs/CLUSTER/SERVICE, with the names that the stack puts out as ` +
        '…ClusterName and …ServiceName',
    );
  }
  return { cluster, service };
}

/** What ECS has no call for. */
function refuse(kind: RouteRequest['kind'], { at, stack }: SendOptions): void {
  if (kind !== 'approve' && kind !== 'abort') {
    throw new UsageError(
      `a deployment of ECS does not take ${kind}: it takes approve and abort alone; its pause and its ` +
        'times are those of the stack',
    );
  }
  if (at !== undefined) {
    throw new UsageError('--at is the percent of a route, and a deployment of ECS has one pause; remove it');
  }
  if (stack !== undefined) {
    throw new UsageError(
      '--stack names a deployment of Cutover, and ecs/CLUSTER/SERVICE names the service; remove it',
    );
  }
}

type Command = (
  given: string,
  found: ServiceDeployment,
  deployments: ServiceDeployments,
) => Promise<ServiceAnswer>;

const approve: Command = async (service, { arn, lifecycleStage, waiting }, deployments) => {
  const [hook, ...others] = waiting;
  if (hook === undefined) {
    const reason = `the deployment is at ${lifecycleStage}, and waits for nobody; see the console of ECS`;
    return nothing(service, arn, reason);
  }
  if (others.length > 0) {
    const ids = waiting.map(({ hookId }) => hookId).join(', ');
    const reason = `${waiting.length} pause hooks wait (${ids}), and an approval is for one; use ECS itself`;
    return nothing(service, arn, reason);
  }
  const refused = await deployments.answer(arn, hook.hookId, 'CONTINUE');
  return refused === null
    ? done(service, arn, `production traffic moves to the new tasks once the test hook has passed too`)
    : nothing(service, arn, refused);
};

const abort: Command = async (service, { arn, waiting }, deployments) => {
  const [hook] = waiting;
  const refused =
    hook === undefined
      ? await deployments.rollBack(arn)
      : await deployments.answer(arn, hook.hookId, 'ROLLBACK');
  return refused === null
    ? done(service, arn, 'ECS rolls back to the tasks before, and the update of the stack fails')
    : nothing(service, arn, refused);
};

const done = (service: string, deployment: string, reason: string): ServiceAnswer => ({
  ...{ accepted: true, service, deployment, reason },
});

const nothing = (service: string, deployment: string | null, reason: string): ServiceAnswer => ({
  ...{ accepted: false, service, deployment, reason },
});
