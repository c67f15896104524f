import { ArnFormat, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IStateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';

/**
 * The role with which EventBridge Scheduler starts cutovers at their time: those of `schedules`, and those of
 * `cutover start --at`. Only schedules of this account, in the default group, may use it.
 * Source: EventBridge Scheduler User Guide, "Confused deputy prevention".
 */
export class SchedulerRole extends Role {
  constructor(scope: Construct, id: string, { cutover }: { readonly cutover: IStateMachine }) {
    const stack = Stack.of(scope);
    const group = stack.formatArn({
      service: 'scheduler',
      resource: 'schedule-group',
      resourceName: 'default',
      arnFormat: ArnFormat.SLASH_RESOURCE_NAME,
    });
    super(scope, id, {
      description: 'Starts cutovers at their scheduled time',
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': stack.account, 'aws:SourceArn': group } },
      }),
    });
    cutover.grantStartExecution(this);
  }
}
