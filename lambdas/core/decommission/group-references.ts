import type { GroupAttachment, ScheduledActionReading } from '../instances/readings';
import type { FoundReferences, Reference } from './record-references';
import { groupName, type OldPath } from './reference-rules';

/** The Auto Scaling groups of the region, and their scheduled actions. */
export interface ScannedGroups {
  readonly autoScalingGroups: readonly GroupAttachment[];
  readonly scheduledActions: readonly ScheduledActionReading[];
}

/**
 * Auto Scaling groups that are attached to a target group of the old path: their instances stay behind it,
 * and new ones come. A group that the plan names as one of the old path is removed with it, unless it is
 * attached to target groups of others as well.
 */
export function groupReferences(
  { autoScalingGroups, scheduledActions }: ScannedGroups,
  old: OldPath,
): FoundReferences {
  const isOld = (arn: string) => old.targetGroupArns.includes(arn);
  const attached = autoScalingGroups.filter(({ targetGroupArns }) => targetGroupArns.some(isOld));
  const isRemoved = ({ name, targetGroupArns }: GroupAttachment) =>
    old.autoScalingGroups.includes(name) && targetGroupArns.every(isOld);
  const describe = (group: GroupAttachment) => describeGroup(group, scheduledActions);
  return {
    references: attached.filter((one) => !isRemoved(one)).map((one) => referenceOf(one, describe(one), old)),
    removable: attached.filter(isRemoved).map(describe),
  };
}

/** A group with what raises its capacity again, should somebody have lowered it. */
function describeGroup(
  { name, desired }: GroupAttachment,
  actions: readonly ScheduledActionReading[],
): string {
  const raises = actions
    .filter(({ group, capacity }) => group === name && capacity !== null && capacity > desired)
    .map((one) => `, which its scheduled action "${one.name}" raises to ${one.capacity}`);
  return `Auto Scaling group ${name} (desired capacity ${desired}${raises.join('')})`;
}

function referenceOf({ name, targetGroupArns }: GroupAttachment, label: string, old: OldPath): Reference {
  const [group = '', others] = [
    targetGroupArns.find((arn) => old.targetGroupArns.includes(arn)),
    targetGroupArns.filter((arn) => !old.targetGroupArns.includes(arn)),
  ];
  const detach =
    `detach it: aws autoscaling detach-traffic-sources --auto-scaling-group-name ${name} --traffic-sources` +
    ` Identifier=${group}`;
  return {
    kind: 'auto-scaling-group',
    what:
      `${label}, which is attached to ${groupName(group)}` +
      (others.length === 0 ? '' : `, and to ${others.map(groupName).join(', ')} as well`),
    remedy:
      others.length === 0
        ? `${detach}; or, if it is removed with the old path, name it in` +
          ' decommission.oldPath.autoScalingGroups'
        : detach,
  };
}
