import { hostsIn } from '../shared/host-names';
import type { AlarmScope, ForwardReading, ServiceReading, TargetGroupReading } from '../shared/readings';
import type { FoundReferences, Reference } from './record-references';

/** The known parts of the old path. */
export interface OldPath {
  /** Host names and addresses, normalized by `normalHost`. */
  readonly hosts: readonly string[];
  readonly loadBalancerArns: readonly string[];
  readonly targetGroupArns: readonly string[];
  /** Names of the groups that the plan names; a scan finds none by itself. */
  readonly autoScalingGroups: readonly string[];
}

/**
 * Alarms on metrics of the load balancers and target groups of the old path, by their dimensions or by the
 * text of metric math and queries, and composite alarms that reference these alarms. Source: Elastic Load
 * Balancing User Guide for Application Load Balancers, "CloudWatch metrics", "Metric dimensions".
 */
export function alarmReferences(alarms: readonly AlarmScope[], old: OldPath): readonly Reference[] {
  const references = new Map<string, Reference>();
  for (const alarm of alarms) {
    const [metric] = metricsOf(alarm, old);
    if (metric !== undefined) {
      references.set(alarm.name, {
        kind: 'alarm',
        what: `alarm "${alarm.name}" on ${metric}`,
        remedy: 'delete it, or change it to metrics of the new path',
      });
    }
  }
  // The iteration includes the alarms that are added meanwhile, so that references of any depth are found.
  for (const name of references.keys()) {
    for (const alarm of alarms.filter((one) => one.alarms.includes(name) && !references.has(one.name))) {
      references.set(alarm.name, {
        kind: 'alarm',
        what: `alarm "${alarm.name}", which references alarm "${name}"`,
        remedy: `remove "${name}" from its rule`,
      });
    }
  }
  return [...references.values()];
}

/** The dimensions of the old path that an alarm uses, such as `LoadBalancer app/old/0123456789abcdef`. */
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

/** `targetgroup/name/0123456789abcdef` of an ARN. */
export function groupName(arn: string): string {
  return arn.replace(/^.*:(?=targetgroup\/)/, '');
}

/** An ECS service with its cluster. */
export interface ClusterService extends ServiceReading {
  readonly cluster: string;
}

/** Services that register tasks with a target group of the old path. */
export function serviceReferences(services: readonly ClusterService[], old: OldPath): readonly Reference[] {
  return services.flatMap(({ name, cluster, targetGroupArns }): Reference[] => {
    const group = targetGroupArns.find((arn) => old.targetGroupArns.includes(arn));
    return group === undefined
      ? []
      : [
          {
            kind: 'service',
            what:
              `ECS service ${lastPart(name)} in cluster ${lastPart(cluster)},` +
              ` which registers tasks with ${groupName(group)}`,
            remedy: 'update the service to remove the target group',
          },
        ];
  });
}

/** A listener or rule with its load balancer. */
export interface BalancerForward extends ForwardReading {
  readonly loadBalancerArn: string;
}

/**
 * Listeners and rules that forward to a target group of the old path, even with weight 0, or redirect to one
 * of its hosts. Not included are those of the old path's own load balancers, and the route's own forward at
 * weight 0. A load balancer that uses the target group is included even if none of its listeners was found to
 * forward to it.
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
    references: [...found.flatMap((one) => one.references), ...unlistedBalancers(others, groups, old)],
    removable: found.flatMap((one) => one.removable),
  };
}

function forwardFindings(forward: BalancerForward, old: OldPath, isOwn: boolean): FoundReferences {
  const where = `${forward.label} of load balancer ${balancerName(forward.loadBalancerArn)}`;
  const toOld = forward.forwardsTo
    .filter(({ targetGroupArn }) => old.targetGroupArns.includes(targetGroupArn))
    .map(({ targetGroupArn, weight }) => ({
      isExpected: isOwn && weight === 0,
      what:
        `${where}, which forwards to` +
        ` ${groupName(targetGroupArn)}${weight === null ? '' : ` (weight ${weight})`}`,
    }));
  const redirects = forward.redirectsTo
    .filter((host) => hostsIn(host).some((one) => old.hosts.includes(one)))
    .map((host) => `${where}, which redirects to ${host}`);
  const unexpected = toOld.filter(({ isExpected }) => !isExpected).map(({ what }) => what);
  return {
    references: [...unexpected, ...redirects].map(listenerReference),
    removable: toOld.filter(({ isExpected }) => isExpected).map(({ what }) => what),
  };
}

/** Load balancers that use an old target group without a listener or rule that was found to forward to it. */
function unlistedBalancers(
  forwards: readonly BalancerForward[],
  groups: readonly TargetGroupReading[],
  old: OldPath,
): readonly Reference[] {
  const known = new Set(
    forwards.flatMap((one) => one.forwardsTo.map((to) => `${one.loadBalancerArn} ${to.targetGroupArn}`)),
  );
  return groups
    .filter(({ arn }) => old.targetGroupArns.includes(arn))
    .flatMap(({ arn, loadBalancerArns }) =>
      loadBalancerArns
        .filter((balancer) => !old.loadBalancerArns.includes(balancer) && !known.has(`${balancer} ${arn}`))
        .map((balancer) =>
          listenerReference(`load balancer ${balancerName(balancer)}, which uses ${groupName(arn)}`),
        ),
    );
}

function listenerReference(what: string): Reference {
  return { kind: 'listener', what, remedy: 'remove it from the listener or rule, or delete that' };
}

/** `api` of `arn:aws:ecs:eu-west-1:111122223333:service/cluster/api`; a name is returned unchanged. */
function lastPart(arn: string): string {
  return arn.replace(/^.*\//, '');
}
