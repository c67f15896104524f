import { shorten } from '../health/verdict';
import type { AutoScalingGroupReading, GroupInstance } from '../instances/readings';
import { type Finding, stopFinding, waitFinding, warnFinding } from './finding';
import { suspensionFindings } from './suspended-processes';

/** What a plan says of a group that must be able to serve. */
export interface GroupExpectation {
  /** As the plan names it. */
  readonly reference: string;
  /** Target groups of its path; empty: the plan names none. */
  readonly targetGroupArns: readonly string[];
  /** How long the cutover waits for instances and an instance refresh. */
  readonly waitSeconds: number;
}

/** Fewer zones stop serving together. */
const LEAST_ZONES = 2;

/**
 * Checks that an Auto Scaling group serves with its desired capacity, in two zones or more, behind the target
 * groups of its path, and that nothing keeps it from replacing and adding instances.
 */
export function instanceFindings(
  { reference, targetGroupArns, waitSeconds }: GroupExpectation,
  group: AutoScalingGroupReading | null,
): Finding[] {
  if (group === null) {
    return [missingGroup(reference)];
  }
  const name = groupLabel(group);
  if (group.isDeleting) {
    return [stop(`${name} is being deleted`, 'name the group that serves this path, or create it again')];
  }
  return [
    ...capacityFindings(group, waitSeconds),
    ...refreshFindings(group, waitSeconds),
    ...zoneFindings(group),
    ...suspensionFindings(group),
    ...attachmentFindings(group, targetGroupArns),
    ...healthCheckFindings(group),
  ];
}

/** The finding for a group that a plan names and that does not exist. */
export function missingGroup(reference: string): Finding {
  return stop(
    `Auto Scaling group "${reference}" does not exist`,
    'correct preflight.autoScalingGroups: the name of the group, or its ARN where it is in another Region' +
      ' or account than the workflow',
  );
}

/** How a finding names a group. */
export function groupLabel({ name }: Pick<AutoScalingGroupReading, 'name'>): string {
  return `Auto Scaling group "${name}"`;
}

function stop(reason: string, remedy: string): Finding {
  return stopFinding('instances', reason, remedy);
}

function serves({ lifecycleState, isHealthy }: GroupInstance): boolean {
  return lifecycleState === 'InService' && isHealthy;
}

/** The capacity that is in service and healthy, in the unit of the group's desired capacity. */
function servingCapacity({ instances }: AutoScalingGroupReading): number {
  return instances.filter(serves).reduce((sum, { weight }) => sum + weight, 0);
}

/**
 * Auto Scaling launches what is missing and replaces what is unhealthy, so that the cutover waits for both.
 * Where it cannot, a suspended process says so at once.
 */
function capacityFindings(group: AutoScalingGroupReading, waitSeconds: number): Finding[] {
  const { name, desired, instances } = group;
  const label = groupLabel(group);
  if (desired === 0) {
    return [
      stop(
        `${label} has a desired capacity of 0`,
        'set its minimum to what carries the traffic, so that no scaling lowers it again',
      ),
    ];
  }
  const serving = servingCapacity(group);
  if (serving >= desired) {
    return [];
  }
  const others = instances.filter((one) => !serves(one)).map(describeInstance);
  const which = others.length === 0 ? 'no other instance is being launched' : others.join(', ');
  return [
    waitFinding(
      'instances',
      `${label} has ${serving} of its desired capacity of ${desired} in service and healthy:` +
        ` ${shorten(which, 300)}`,
      'find out why instances do not become healthy: aws autoscaling describe-scaling-activities' +
        ` --auto-scaling-group-name ${name}`,
      waitSeconds,
    ),
  ];
}

function describeInstance({ id, lifecycleState, isHealthy }: GroupInstance): string {
  return `${id} is ${lifecycleState}${isHealthy ? '' : ' and unhealthy'}`;
}

function refreshFindings(group: AutoScalingGroupReading, waitSeconds: number): Finding[] {
  const { name, refresh } = group;
  return refresh === null
    ? []
    : [
        waitFinding(
          'instances',
          `an instance refresh of ${groupLabel(group)} is under way (${refresh}): it replaces the instances` +
            ' that have been tested',
          `wait until it has ended, or cancel it: aws autoscaling cancel-instance-refresh` +
            ` --auto-scaling-group-name ${name}`,
          waitSeconds,
        ),
      ];
}

function zoneFindings(group: AutoScalingGroupReading): Finding[] {
  const { zones, desired } = group;
  const label = groupLabel(group);
  const used = [...new Set(group.instances.filter(serves).map(({ zone }) => zone))];
  if (zones.length < LEAST_ZONES) {
    return [
      stop(
        `${label} may launch instances in ${zones.join(', ') || 'no zone'} alone: one failed zone would` +
          ' stop it',
        'add a subnet in another Availability Zone to the group, and enable that zone for its load balancer',
      ),
    ];
  }
  // While capacity is missing, the instances that are launched may be those of the other zone.
  if (used.length >= LEAST_ZONES || servingCapacity(group) < desired || desired === 0) {
    return [];
  }
  return [
    stop(
      `all instances of ${label} that are in service are in ${used.join(', ')}: one failed zone would` +
        ' stop it',
      group.instances.filter(serves).length < LEAST_ZONES
        ? `set its minimum to ${LEAST_ZONES} or more`
        : 'find out why the other zones have none: their scaling activities say whether capacity is missing',
    ),
  ];
}

function attachmentFindings(group: AutoScalingGroupReading, expected: readonly string[]): Finding[] {
  const { name, targetGroupArns } = group;
  if (
    expected.length === 0 ? targetGroupArns.length > 0 : targetGroupArns.some((arn) => expected.includes(arn))
  ) {
    return [];
  }
  const attached = targetGroupArns.map(targetGroupName).join(', ') || 'no target group';
  const wanted = expected.map(targetGroupName).join(' or ');
  return [
    stop(
      `${groupLabel(group)} is attached to ${attached}${wanted === '' ? '' : `, not to ${wanted}`}:` +
        ' instances that it adds would get no requests',
      `attach it: aws autoscaling attach-traffic-sources --auto-scaling-group-name ${name}` +
        ` --traffic-sources Identifier=${expected[0] ?? 'ARN'}`,
    ),
  ];
}

/** `targetgroup/name/id` of an ARN. */
function targetGroupName(arn: string): string {
  return arn.slice(arn.indexOf('targetgroup/'));
}

function healthCheckFindings(group: AutoScalingGroupReading): Finding[] {
  return group.healthCheckTypes.includes('ELB')
    ? []
    : [
        warnFinding(
          'instances',
          `${groupLabel(group)} does not use the health checks of its target groups: it replaces no` +
            ' instance whose application has failed',
          'add the health check type ELB to the group',
        ),
      ];
}
