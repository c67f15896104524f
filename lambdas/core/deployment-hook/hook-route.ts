import { shorten } from '../health/verdict';
import type { DeploymentReading, ListenerReading, TargetReading } from '../shared/readings';

/** What was found: a value, something that time may heal, or something that it does not. */
export type Found<T> =
  | { readonly state: 'ready'; readonly value: T }
  | { readonly state: 'waiting' | 'refused'; readonly reason: string };

const ready = <T>(value: T): Found<T> => ({ state: 'ready', value });
const waiting = (reason: string): Found<never> => ({ state: 'waiting', reason: shorten(reason) });
const refused = (reason: string): Found<never> => ({ state: 'refused', reason: shorten(reason) });

/** Where the checks are sent. */
export interface TestPlace {
  readonly protocol: 'http' | 'https';
  readonly host: string;
  readonly port: number;
}

/** The one test listener of a deployment, or the ARN of its rule. */
export function testListenerOf({ testListeners }: DeploymentReading): Found<string> {
  const [listener, ...others] = testListeners;
  if (listener === undefined) {
    return refused(
      'the deployment has no test listener; must have one (CodeDeploy: testTrafficRoute, ECS: testListenerRule)',
    );
  }
  return others.length === 0
    ? ready(listener)
    : refused(`the deployment has ${testListeners.length} test listeners; must have one`);
}

/**
 * The target group of the new tasks: the one of the deployment's groups to which the test listener forwards. Where production goes to
 * it as well, it is that of the old ones. A shift may be under way, so all of this may heal.
 * @param production what production's listener forwards to; empty when the deployment itself says which group is new
 */
export function newTargetGroup(
  { targetGroups }: DeploymentReading,
  test: ListenerReading,
  production: readonly string[],
): Found<string> {
  const candidates = test.forwardsTo.filter((arn) => targetGroups.some((group) => isGroup(arn, group)));
  const [group, ...others] = candidates;
  const names = targetGroups.map(nameOf).join(' and ');
  if (group === undefined) {
    return waiting(`the test listener forwards to ${nonePhrase(targetGroups.length)} ${names}`);
  }
  if (others.length > 0) {
    return waiting(`the test listener forwards to both ${names}, so that old tasks may answer`);
  }
  return production.includes(group)
    ? waiting(
        `the test listener forwards to ${nameOf(group)}, as production does: the old tasks would answer`,
      )
    : ready(group);
}

/** Where a listener answers, unless it is said otherwise. */
export function placeOf(endpoint: string | undefined, listener: ListenerReading): Found<TestPlace> {
  if (endpoint !== undefined) {
    const { protocol, hostname, port } = new URL(endpoint);
    const isHttp = protocol === 'http:';
    const usual = isHttp ? 80 : 443;
    return ready({
      protocol: isHttp ? 'http' : 'https',
      host: hostname,
      port: port === '' ? usual : Number(port),
    });
  }
  const { dnsName: host, port } = listener;
  switch (listener.protocol) {
    case 'HTTP':
      return ready({ protocol: 'http', host, port });
    case 'HTTPS':
    case 'TLS':
      return ready({ protocol: 'https', host, port });
    default:
      return refused(
        `the test listener speaks ${listener.protocol}, which does not tell http from https; set endpoint in the hook's plan`,
      );
  }
}

/** Whether every target is healthy, and there is one. */
export function allHealthy(group: string, targets: readonly TargetReading[] | null): Found<number> {
  const name = nameOf(group);
  if (targets === null) {
    return refused(`the target group ${name} does not exist`);
  }
  if (targets.length === 0) {
    return waiting(`the target group ${name} has no targets`);
  }
  const ill = targets.filter(({ state }) => state !== 'healthy');
  if (ill.length === 0) {
    return ready(targets.length);
  }
  const told = ill
    .slice(0, 5)
    .map(({ id, state, reason }) => `${id} is ${state}${reason === '' ? '' : ` (${reason})`}`);
  return waiting(
    `${targets.length - ill.length} of ${targets.length} targets of ${name} are healthy: ${told.join(', ')}${ill.length > 5 ? ', …' : ''}`,
  );
}

/** A group of a deployment is known by its ARN to ECS and by its name, unique within account and region, to CodeDeploy. */
function isGroup(arn: string, group: string): boolean {
  return arn === group || nameOf(arn) === group;
}

/** The name in `arn:aws:elasticloadbalancing:…:targetgroup/name/id`, or what is a name already. */
function nameOf(group: string): string {
  return group.match(/:targetgroup\/([^/]+)\//)?.[1] ?? group;
}

function nonePhrase(count: number): string {
  return count === 1 ? 'another target group than' : 'neither of';
}
