import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { PlanSchedule } from './cutover-schedule';
import type { CutoverWorkflowProps } from './cutover-workflow-props';
import { readDefinition } from './definition';
import { environmentOf } from './functions/task-environment';
import { TaskFunction, type TaskNetwork } from './functions/task-function';
import { GuardRules } from './guards/guard-rules';
import { GuardsFailedAlarm } from './guards/guards-failed-alarm';
import { RevertFailedAlarm } from './guards/revert-failed-alarm';
import { type EventDelivery, UndeliveredEvents } from './guards/undelivered-events';
import { checkedGroups } from './iam/deployment-statements';
import type { TaskResources } from './iam/task-statements';
import { type LedgerLike, LedgerTable } from './ledger-table';
import { Machine } from './machine';
import { normalizeRoutes, zoneNamesOf } from './routers/routes';
import { type FunctionName, guardNames, taskNames } from './tasks';

export type { CutoverWorkflowProps } from './cutover-workflow-props';

/**
 * The workflow that moves traffic in stages and back.
 * @example
 * new CutoverWorkflow(this, 'Cutover', {
 *   routes: [{ hostedZoneId: zone.hostedZoneId, zoneName: 'example.com', recordNames: ['api.example.com'] }],
 *   alarmTopic: onCall,
 * });
 */
export class CutoverWorkflow extends Construct {
  /** Start an execution of it with a plan as the input. */
  readonly cutover: StateMachine;
  /** Moves traffic back. The cutover starts it, or a guard; a person may as well. */
  readonly revert: StateMachine;
  readonly ledger: LedgerLike;
  readonly revertFailedAlarm: RevertFailedAlarm;
  readonly guardsFailedAlarm: GuardsFailedAlarm;

  /** @throws Error when the routes, a schedule's plan or the network are not right */
  constructor(scope: Construct, id: string, props: CutoverWorkflowProps) {
    super(scope, id);
    const routes = normalizeRoutes(props.routes);
    const allowedHosts = props.allowedHosts ?? zoneNamesOf(routes).map((zone) => `gw-*.${zone}`);
    const { allowPrivateAddresses = false, removalPolicy = RemovalPolicy.RETAIN } = props;
    const { logRetention = RetentionDays.THREE_MONTHS } = props;
    if (allowedHosts.length === 0) {
      throw new Error(
        'allowedHosts is empty, so that no smoke test could pass; name hosts, or leave it out for gw-* in each zone of the routes',
      );
    }
    const network = networkOf(props);
    this.ledger = props.ledger ?? new LedgerTable(this, 'Ledger', { removalPolicy });
    const deploymentGroups = checkedGroups(props.deploymentGroups ?? []);
    const resources = { routes, ledger: this.ledger, deploymentGroups, decommission: props.decommission };

    const functionsOf = <Name extends FunctionName>(
      names: readonly Name[],
      resources: TaskResources,
      delivery?: EventDelivery,
    ) => {
      const made = names.map((task) => {
        const environment = environmentOf(this, task, resources, { allowedHosts, allowPrivateAddresses });
        const common = { task, resources, environment, logRetention, removalPolicy };
        return new TaskFunction(this, task, {
          ...common,
          ...(task === 'SmokeTest' && network !== null ? { network } : {}),
          ...(delivery === undefined ? {} : { delivery }),
        });
      });
      return Object.fromEntries(names.map((task, i) => [task, made[i]])) as Record<Name, TaskFunction>;
    };
    const functions = functionsOf(taskNames, resources);
    const common = { functions, logRetention, removalPolicy };
    const back = new Machine(this, 'Revert', { ...common, definition: readDefinition('revert') });
    this.revert = back.stateMachine;
    const forward = { ...common, definition: readDefinition('cutover'), revert: this.revert };
    this.cutover = new Machine(this, 'Cutover', forward).stateMachine;

    const machines = { cutover: this.cutover, revert: this.revert };
    const undelivered = new UndeliveredEvents(this, 'UndeliveredEvents');
    const { delivery } = undelivered;
    const guards = functionsOf(guardNames, { ...resources, machines }, delivery);
    new GuardRules(this, 'Rules', { cutover: this.cutover, guards, delivery });

    this.revertFailedAlarm = new RevertFailedAlarm(this, 'RevertFailed', {
      revert: this.revert,
      recordFailure: functions.RecordFailure.lambda,
    });
    this.guardsFailedAlarm = new GuardsFailedAlarm(this, 'GuardsFailed', { guards, undelivered });
    for (const alarm of [this.revertFailedAlarm, this.guardsFailedAlarm]) {
      tell(props.alarmTopic, alarm);
    }
    for (const schedule of props.schedules ?? []) {
      const limits = { routes, allowedHosts, deploymentGroups };
      new PlanSchedule(this, { ...schedule, ...limits, cutover: this.cutover });
    }
  }
}

function tell(topic: ITopic | undefined, alarm: Alarm): void {
  if (topic !== undefined) {
    alarm.addAlarmAction(new SnsAction(topic));
    return;
  }
  Validations.of(alarm).acknowledge({
    id: 'cdk-validator-cfnguard::cloudwatch_alarm_action_check',
    reason:
      'whom to tell is for the one who deploys to say, with `alarmTopic` or an action added to this alarm',
  });
}

function networkOf({ vpc, vpcSubnets, securityGroups }: CutoverWorkflowProps): TaskNetwork | null {
  if (vpc === undefined) {
    if (vpcSubnets !== undefined || securityGroups !== undefined) {
      throw new Error('vpcSubnets and securityGroups are of a vpc, which is missing');
    }
    return null;
  }
  return {
    vpc,
    ...(vpcSubnets === undefined ? {} : { vpcSubnets }),
    ...(securityGroups === undefined ? {} : { securityGroups: [...securityGroups] }),
  };
}
