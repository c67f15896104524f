import type { AutoScalingGroupReading } from '../instances/readings';
import { type Finding, stopFinding, warnFinding } from './finding';

/** What a suspended process means for traffic, and what it leaves to do once it is resumed. */
interface Suspension {
  readonly effect: string;
  readonly afterwards?: string;
}

/**
 * Processes without which the group does not carry traffic that rises. Source: Amazon EC2 Auto Scaling User
 * Guide, "Suspend and resume processes", "How suspensions affect".
 */
const STOPPING: ReadonlyMap<string, Suspension> = new Map(
  Object.entries({
    Launch: { effect: 'no instance is added or replaced' },
    Terminate: { effect: 'an instance that has failed is not removed, and goes on getting requests' },
    HealthCheck: { effect: 'nothing notices an instance that has failed' },
    ReplaceUnhealthy: { effect: 'an instance that has failed is not replaced' },
    AlarmNotification: { effect: 'no scaling policy adds instances' },
    AddToLoadBalancer: {
      effect: 'instances that are added get no requests',
      afterwards: '; then register the instances that were launched meanwhile with the target group',
    },
  }),
);

/** Processes that a cutover can do without, for a while. */
const NOTED: ReadonlyMap<string, Suspension> = new Map(
  Object.entries({
    AZRebalance: { effect: 'instances may gather in one zone, above all after another one has failed' },
    ScheduledActions: { effect: 'the capacity does not follow its schedule' },
  }),
);

/** The suspended processes of a group that matter for a cutover. `InstanceRefresh` does not. */
export function suspensionFindings(group: AutoScalingGroupReading): Finding[] {
  return group.suspended.flatMap(({ process, reason }): Finding[] => {
    const stopping = STOPPING.get(process);
    const suspension = stopping ?? NOTED.get(process);
    if (suspension === undefined) {
      return [];
    }
    const { effect, afterwards = '' } = suspension;
    const what =
      `the process ${process} of Auto Scaling group "${group.name}" is suspended` +
      `${reason === '' ? '' : ` (${reason})`}: ${effect}`;
    const remedy =
      `resume it: aws autoscaling resume-processes --auto-scaling-group-name ${group.name}` +
      ` --scaling-processes ${process}${afterwards}`;
    return [(stopping === undefined ? warnFinding : stopFinding)('instances', what, remedy)];
  });
}
