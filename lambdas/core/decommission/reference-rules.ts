import { hostsIn } from '../shared/host-names';
import type { AlarmScope, ForwardReading, ServiceReading, TargetGroupReading } from '../shared/readings';
import type { FoundReferences, Reference } from './record-references';

/** The old path, as far as it is known. */
export interface OldPath {
  /** Host names and addresses, as `normalHost` spells them. */
  readonly hosts: readonly string[];
  readonly loadBalancerArns: readonly string[];
  readonly targetGroupArns: readonly string[];
}

/**
 * Alarms on the metrics of the old path's load balancers and target groups, in their dimensions or in the text of metric math and queries,
 * and the alarms that refer to those.
 * Source: Elastic Load Balancing User Guide for Application Load Balancers, "CloudWatch metrics", "Metric dimensions".
 */
export function alarmReferences(alarms: readonly AlarmScope[], old: OldPath): readonly Reference[] {
  const told = new Map<string, Reference>();
  for (const alarm of alarms) {
    const [metric] = metricsOf(alarm, old);
    if (metric !== undefined) {
      told.set(alarm.name, {
        kind: 'alarm',
        what: `alarm "${alarm.name}" on ${metric}`,
        remedy: 'delete it, or set it on the new path',
      });
    }
  }
  // A map is walked to the end of what is added meanwhile, so that alarms of alarms of alarms are found too.
  for (const name of told.keys()) {
    for (const alarm of alarms.filter((one) => one.alarms.includes(name) && !told.has(one.name))) {
      told.set(alarm.name, {
        kind: 'alarm',
        what: `alarm "${alarm.name}", which refers to alarm "${name}"`,
        remedy: `take "${name}" out of its rule`,
      });
    }
  }
  return [...told.values()];
}

/** `app/old/0123456789abcdef` and `targetgroup/old/0123456789abcdef`, as CloudWatch names them. */
function metricsOf({ dimensions, expressions }: AlarmScope, old: OldPath): readonly string[] {
  const balancers = old.loadBalancerArns.map((arn) => ({ name: 'LoadBalancer', value: balancerName(arn) }));
  const groups = old.targetGroupArns.map((arn) => ({ name: 'TargetGroup', value: groupName(arn) }));
  return [...balancers, ...groups]
    .filter(
      ({ name, value }) =>
        dimensions.some((one) => one.name === name && one.value === value) ||
        expressions.some((text) => text.includes(value)),
    )
    .map(({ name, value }) => `${name} ${value}`);
}

/** `app/old/0123456789abcdef` of `arn:…:loadbalancer/app/old/0123456789abcdef`. */
function balancerName(arn: string): string {
  return arn.replace(/^.*:loadbalancer\//, '');
}

function groupName(arn: string): string {
  return arn.replace(/^.*:(?=targetgroup\/)/, '');
}

/** A service of a cluster. */
export interface ClusterService extends ServiceReading {
  readonly cluster: string;
}

/** Services that register their tasks with a target group of the old path. */
export function serviceReferences(services: readonly ClusterService[], old: OldPath): readonly Reference[] {
  return services.flatMap(({ name, cluster, targetGroupArns }): Reference[] => {
    const group = targetGroupArns.find((arn) => old.targetGroupArns.includes(arn));
    return group === undefined
      ? []
      : [
          {
            kind: 'service',
            what: `ECS service ${lastPart(name)} in cluster ${lastPart(cluster)}, registered with ${groupName(group)}`,
            remedy: 'update the service without that target group',
          },
        ];
  });
}

/** A listener or rule of a load balancer. */
export interface BalancerForward extends ForwardReading {
  readonly loadBalancerArn: string;
}

/**
 * Listeners and rules that forward to a target group of the old path, with a weight of 0 too, or redirect to one of its hosts. Those of the
 * old path's own load balancers go with it, and the route's own forward at weight 0 is expected. A load balancer that uses the group is told
 * even when no listener of it was seen to.
 */
export function listenerReferences(
  forwards: readonly BalancerForward[],
  groups: readonly TargetGroupReading[],
  old: OldPath,
  ownForward: string | null,
): FoundReferences {
  const others = forwards.filter(({ loadBalancerArn }) => !old.loadBalancerArns.includes(loadBalancerArn));
  const found = others.map((one) => forwardFindings(one, old, one.arn === ownForward));
  return {
    pointing: [...found.flatMap(({ pointing }) => pointing), ...unseenUsers(others, groups, old)],
    canGo: found.flatMap(({ canGo }) => canGo),
  };
}

function forwardFindings(forward: BalancerForward, old: OldPath, isOwn: boolean): FoundReferences {
  const where = `${forward.label} of load balancer ${balancerName(forward.loadBalancerArn)}`;
  const toOld = forward.forwardsTo
    .filter(({ targetGroupArn }) => old.targetGroupArns.includes(targetGroupArn))
    .map(({ targetGroupArn, weight }) => ({
      isExpected: isOwn && weight === 0,
      what: `${where}, which forwards to ${groupName(targetGroupArn)}${weight === null ? '' : ` (weight ${weight})`}`,
    }));
  const redirects = forward.redirectsTo
    .filter((host) => hostsIn(host).some((one) => old.hosts.includes(one)))
    .map((host) => `${where}, which redirects to ${host}`);
  const pointing = [...toOld.filter(({ isExpected }) => !isExpected).map(({ what }) => what), ...redirects];
  return {
    pointing: pointing.map(pointer),
    canGo: toOld.filter(({ isExpected }) => isExpected).map(({ what }) => what),
  };
}

/** Load balancers that use an old target group, though no listener of theirs was seen to. */
function unseenUsers(
  forwards: readonly BalancerForward[],
  groups: readonly TargetGroupReading[],
  old: OldPath,
): readonly Reference[] {
  const seen = new Set(
    forwards.flatMap((one) => one.forwardsTo.map((to) => `${one.loadBalancerArn} ${to.targetGroupArn}`)),
  );
  return groups
    .filter(({ arn }) => old.targetGroupArns.includes(arn))
    .flatMap(({ arn, loadBalancerArns }) =>
      loadBalancerArns
        .filter((balancer) => !old.loadBalancerArns.includes(balancer) && !seen.has(`${balancer} ${arn}`))
        .map((balancer) => pointer(`load balancer ${balancerName(balancer)}, which uses ${groupName(arn)}`)),
    );
}

function pointer(what: string): Reference {
  return { kind: 'listener', what, remedy: 'take it out of the listener or rule, or delete that' };
}

/** `api` of `arn:aws:ecs:eu-west-1:111122223333:service/cluster/api`; a name is its own. */
function lastPart(arn: string): string {
  return arn.replace(/^.*\//, '');
}
