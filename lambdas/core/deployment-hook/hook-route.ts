import { shorten } from '../health/verdict';
import type { DeploymentReading, ListenerReading, TargetReading } from '../shared/readings';

/** A value, or why there is none: `waiting` may resolve with time, `refused` does not. */
export type Found<T> =
  | { readonly state: 'ready'; readonly value: T }
  | { readonly state: 'waiting' | 'refused'; readonly reason: string };

const ready = <T>(value: T): Found<T> => ({ state: 'ready', value });
const waiting = (reason: string): Found<never> => ({ state: 'waiting', reason: shorten(reason) });
const refused = (reason: string): Found<never> => ({ state: 'refused', reason: shorten(reason) });

/** Where the checks are sent to. */
export interface TestPlace {
  readonly protocol: 'http' | 'https';
  readonly host: string;
  readonly port: number;
}

/** The ARN of the deployment's only test listener, or of its rule. */
export function testListenerOf({ testListeners }: DeploymentReading): Found<string> {
  const [listener, ...others] = testListeners;
  if (listener === undefined) {
    return refused(
      'the deployment has no test listener; must have one (CodeDeploy: testTrafficRoute, ECS:' +
        ' testListenerRule)',
    );
  }
  return others.length === 0
    ? ready(listener)
    : refused(`the deployment has ${testListeners.length} test listeners; must have one`);
}

/**
 * The target group of the new tasks: the group of the deployment that the test listener forwards to. If the
 * production listener forwards to it too, it is the group of the old tasks. A traffic shift may be in
 * progress, so every failure is `waiting`.
 * @param production the target groups of the production listener; empty if the deployment names the new group
 */
export function newTargetGroup(
  { targetGroups, oldTargetGroups = [] }: DeploymentReading,
  test: ListenerReading,
  production: readonly string[],
): Found<string> {
  const candidates = test.forwardsTo.filter((arn) => targetGroups.some((group) => isGroup(arn, group)));
  const [group, ...others] = candidates;
  const names = targetGroups.map(targetGroupName).join(' and ');
  const old = oldTargetGroups.filter((one) => test.forwardsTo.includes(one));
  if (group === undefined) {
    return waiting(`the test listener forwards to ${nonePhrase(targetGroups.length)} ${names}`);
  }
  if (others.length + old.length > 0) {
    const both = [...candidates, ...old].map(targetGroupName).join(' and ');
    return waiting(`the test listener forwards to both ${both}, so the old tasks may respond`);
  }
  return production.includes(group)
    ? waiting(
        `the test listener forwards to ${targetGroupName(group)}, as the production listener does:` +
          ' the old tasks would respond',
      )
    : ready(group);
}

/** The address of the listener, unless the hook's plan has an endpoint. */
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
        `the protocol of the test listener is ${listener.protocol}, which may be http or https;` +
          " set endpoint in the hook's plan",
      );
  }
}

/**
 * The number of targets if all are healthy and there is at least one. A target that is draining does not
 * count: it gets no new requests, so it says nothing of the new tasks. There is one after ECS has replaced a
 * task, or while tasks of an earlier deployment still leave the group (Elastic Load Balancing, "Target health
 * status").
 */
export function allHealthy(group: string, all: readonly TargetReading[] | null): Found<number> {
  const name = targetGroupName(group);
  if (all === null) {
    return refused(`the target group ${name} does not exist`);
  }
  const targets = all.filter(({ state }) => state !== 'draining');
  if (targets.length === 0) {
    const others = all.length === 0 ? '' : ` apart from ${all.length} that are draining`;
    return waiting(`the target group ${name} has no targets${others}`);
  }
  const unhealthy = targets.filter(({ state }) => state !== 'healthy');
  if (unhealthy.length === 0) {
    return ready(targets.length);
  }
  const shown = unhealthy
    .slice(0, 5)
    .map(({ id, state, reason }) => `${id} is ${state}${reason === '' ? '' : ` (${reason})`}`);
  return waiting(
    `${targets.length - unhealthy.length} of ${targets.length} targets of ${name} are healthy: ` +
      `${shown.join(', ')}${unhealthy.length > 5 ? ', …' : ''}`,
  );
}

/** ECS names a target group by its ARN, CodeDeploy by its name, which is unique in an account and Region. */
function isGroup(arn: string, group: string): boolean {
  return arn === group || targetGroupName(arn) === group;
}

/** The name in `arn:aws:elasticloadbalancing:…:targetgroup/name/id`; a name is returned unchanged. */
function targetGroupName(group: string): string {
  return group.match(/:targetgroup\/([^/]+)\//)?.[1] ?? group;
}

function nonePhrase(count: number): string {
  return count === 1 ? 'another target group than' : 'neither of';
}
