import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import type { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { EventBus } from 'aws-cdk-lib/aws-events';
import type { Grant, IGrantable, IRole } from 'aws-cdk-lib/aws-iam';
import { type ILogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import type { RouteMetricName } from '../../lambdas/core/events/evaluation-metrics';
import type { Problem } from '../../lambdas/core/validation/problems';
import { namingProblems } from '../shared/known-props';
import { tokenListProblems } from '../shared/lookups';
import { problemsAt, refuseProps } from '../shared/refuse-props';
import { mayBeScheduled, PlanSchedule, scheduleProblems } from './cutover-schedule';
import { type CutoverWorkflowProps, cutoverWorkflowNames } from './cutover-workflow-props';
import { type RouteMetricOptions, routeMetric } from './dashboard/route-metrics';
import { routeProblems } from './dashboard/route-prop';
import { FORMER_TASKS, readDefinition } from './definition';
import { allowServices } from './encryption';
import { EventPublishing } from './events/event-publishing';
import { Notifications, notificationsProblems } from './events/notifications';
import { revertConcurrencyProblems, revertFunctions } from './functions/revert-concurrency';
import { environmentOf } from './functions/task-environment';
import { TaskFunction, type TaskNetwork } from './functions/task-function';
import { gatesPropProblems } from './gates-prop';
import { alarmPlacesProblems } from './guards/alarm-places';
import { GuardRules } from './guards/guard-rules';
import { GuardsFailedAlarm } from './guards/guards-failed-alarm';
import { LockedUnattendedAlarm } from './guards/locked-unattended-alarm';
import { RevertFailedAlarm } from './guards/revert-failed-alarm';
import { type EventDelivery, GUARDED_EVENT_AGE, UndeliveredEvents } from './guards/undelivered-events';
import { deploymentGroupProblems } from './iam/deployment-statements';
import type { EventBusLike } from './iam/event-statements';
import { grantRead, type Readable } from './iam/grant-read';
import { rolesPropProblems } from './iam/role-statements';
import type { TaskResources } from './iam/task-statements';
import { type LedgerLike, LedgerTable } from './ledger-table';
import { networksPropProblems, REPLACED_PROPS } from './networks-prop';
import { CommandEndpoint, commandEndpointProblems, defaultEndpointKind } from './operate/command-endpoint';
import { policyPropProblems } from './policy-prop';
import { normalizeRoutes, orToken, routesVariable, zoneNamesOf } from './routers/routes';
import { SchedulerRole } from './scheduler-role';
import { secretsPropProblems } from './secrets-prop';
import { type FunctionName, guardNames, operationNames, taskNames } from './tasks';
import { WorkflowMachine } from './workflow-machine';
import { workflowPlaceProblems } from './workflow-places';

export type { CutoverWorkflowProps } from './cutover-workflow-props';

/** The functions that send checks to the new path, from the VPC that the props name. */
const SENDS_CHECKS: readonly FunctionName[] = ['SmokeTest', 'ProbeNewPath'];

/** The functions whose results are the decisions of a route, in the order of a cutover. */
const DECIDES = [
  'AcquireLock',
  'Preflight',
  'StartDeployment',
  'ShiftTraffic',
  'EvaluateHealth',
  'RevertTraffic',
  'RecordFailure',
  'VerifyDecommission',
  'ReleaseLock',
] as const;

/**
 * The workflow that moves traffic in monitored stages, and rolls back automatically when something looks
 * wrong.
 * @example
 * const workflow = new CutoverWorkflow(this, 'Cutover', {
 *   routes: [{ hostedZoneId: zone.hostedZoneId, zoneName: 'example.com', recordNames: ['api.example.com'] }],
 *   alarmTopic: onCall,
 * });
 * workflow.grantStart(pipelineRole);
 * workflow.grantCommands(operatorRole);
 * workflow.metricRevertSeconds().createAlarm(this, 'SlowRevert', { threshold: 600, evaluationPeriods: 1 });
 */
export class CutoverWorkflow extends Construct {
  /** To start a cutover, start an execution of this state machine with a plan as its input. */
  readonly cutover: StateMachine;
  /** Moves traffic back. A cutover or a guard starts it; an operator may too. */
  readonly revert: StateMachine;
  /** The table with locks, snapshots, decisions and commands: that which was given, or the new one. */
  readonly ledger: LedgerLike;
  /**
   * Goes to ALARM when a revert failed, timed out, was stopped or could not be started: traffic may not be
   * back.
   */
  readonly revertFailedAlarm: Alarm;
  /** Goes to ALARM when a guard could not handle an event: a revert may not have been started. */
  readonly guardsFailedAlarm: Alarm;
  /** Goes to ALARM while a route is locked and no execution works on it. */
  readonly lockedUnattendedAlarm: Alarm;
  /** Goes to ALARM when decisions were not published as events, or late. */
  readonly eventsFailedAlarm: Alarm;
  /** All of these alarms. */
  readonly alarms: readonly Alarm[];
  /** What notifies topics: allow it to use the key of a topic that is not created in CDK. */
  readonly notifier: IGrantable;
  /** Where decisions become events. */
  readonly eventBus: EventBusLike;
  /** Where operators send commands to. `grantCommands` allows a principal to do so. */
  readonly commands: CommandEndpoint;
  /** The ledger's key of each route, such as `route53/ZONE/NAME`, as a list in JSON. */
  readonly routeKeys: string;
  /** The same as a list. What is known only at deployment is a token. */
  readonly routes: readonly string[];
  /** The logs of the functions that decide, each of which logs what it decided, and why. */
  readonly decisionLogs: readonly ILogGroup[];
  /**
   * With which EventBridge Scheduler starts cutovers. Null where the policy keeps the starter from approving,
   * because nobody would be known to have started a scheduled cutover.
   */
  readonly schedulerRole: IRole | null;
  private readonly readable: Readable;

  /** @throws Error at synth that lists every problem of the props */
  constructor(scope: Construct, id: string, props: CutoverWorkflowProps) {
    super(scope, id);
    refuseProps(this, namingProblems(props, cutoverWorkflowNames, REPLACED_PROPS));
    const routes = normalizeRoutes(props.routes);
    const allowedHosts = props.allowedHosts ?? zoneNamesOf(routes).map((zone) => `gw-*.${zone}`);
    const { allowedPrivateNetworks: networks = [], removalPolicy = RemovalPolicy.RETAIN } = props;
    const { logRetention = RetentionDays.THREE_MONTHS } = props;
    const { deploymentGroups = [], schedules = [], secrets = [], policy, encryptionKey } = props;
    const { roles = [], gates = {}, alarmPlaces = [], notifications = [] } = props;
    const limits = { routes, allowedHosts, deploymentGroups, secrets, gates };
    const ofPolicy = policyPropProblems(policy, limits);
    const planLimits = { ...limits, policy: ofPolicy.length === 0 ? policy : undefined };
    refuseProps(this, [
      ...(allowedHosts.length === 0 ? [noHosts] : []),
      ...networkProblems(props),
      ...tokenListProblems('allowedHosts', props.allowedHosts),
      ...networksPropProblems(networks),
      ...workflowPlaceProblems(this, props),
      ...commandEndpointProblems(props.commandEndpoint, Stack.of(this).region),
      ...deploymentGroupProblems(deploymentGroups),
      ...secretsPropProblems(secrets),
      ...gatesPropProblems(gates),
      ...rolesPropProblems(roles, orToken),
      ...alarmPlacesProblems(alarmPlaces),
      ...notificationsProblems(notifications),
      ...ofPolicy,
      ...revertConcurrencyProblems(props.revertConcurrency),
      ...schedules.flatMap((one, i) => problemsAt(`schedules[${i}]`, scheduleProblems(one, planLimits))),
    ]);
    if (encryptionKey !== undefined) {
      allowServices(this, encryptionKey);
    }
    const network = networkOf(props);
    this.ledger = props.ledger ?? new LedgerTable(this, 'Ledger', { removalPolicy, encryptionKey });
    this.eventBus = props.eventBus ?? EventBus.fromEventBusName(this, 'EventBus', 'default');
    this.readable = { routes, ledger: this.ledger, encryptionKey };
    this.routes = routesVariable(routes);
    this.routeKeys = Stack.of(this).toJsonString(this.routes);
    const { ledger } = this;
    const { decommission } = props;
    const resources = { routes, ledger, deploymentGroups, secrets, gates, roles, decommission };

    const reach = { allowedHosts, networks, policy };
    const functionsOf = <Name extends FunctionName>(
      names: readonly Name[],
      resources: TaskResources,
      delivery?: EventDelivery,
    ) => {
      const made = names.map((task) => {
        const environment = environmentOf(this, task, resources, reach);
        const common = { task, resources, environment, logRetention, removalPolicy, encryptionKey };
        return new TaskFunction(this, task, {
          ...common,
          ...(SENDS_CHECKS.includes(task) && network !== null ? { network } : {}),
          ...(delivery === undefined ? {} : { delivery }),
          reservedConcurrency: revertFunctions().includes(task) ? props.revertConcurrency : undefined,
        });
      });
      return Object.fromEntries(names.map((task, i) => [task, made[i]])) as Record<Name, TaskFunction>;
    };
    const early = functionsOf(
      taskNames.filter((task) => task !== 'CheckRevert'),
      resources,
    );
    const common = { logRetention, removalPolicy, encryptionKey };
    this.revert = new WorkflowMachine(this, 'Revert', {
      ...common,
      functions: early,
      definition: readDefinition('revert'),
      formerTasks: FORMER_TASKS.revert,
    }).stateMachine;
    const late = functionsOf(['CheckRevert'], { ...resources, revert: this.revert });
    const functions = { ...early, ...late };
    this.cutover = new WorkflowMachine(this, 'Cutover', {
      ...common,
      functions,
      definition: readDefinition('cutover'),
      formerTasks: FORMER_TASKS.cutover,
      revert: this.revert,
    }).stateMachine;

    this.decisionLogs = DECIDES.map((task) => functions[task].logGroup);
    const machines = { cutover: this.cutover, revert: this.revert };
    const undelivered = new UndeliveredEvents(this, 'UndeliveredEvents', {
      encryptionKey,
      maxEventAge: GUARDED_EVENT_AGE,
    });
    const { delivery } = undelivered;
    const guards = functionsOf(guardNames, { ...resources, machines }, delivery);
    new GuardRules(this, 'Rules', { cutover: this.cutover, guards, delivery, alarmPlaces });
    const { eventBus } = this;
    const unpublished = new UndeliveredEvents(this, 'UnpublishedEvents', {
      encryptionKey,
      // The most that Lambda keeps an event of an asynchronous invocation.
      maxEventAge: Duration.hours(6),
    });
    const topics = notifications.map(({ topic }) => topic);
    const { PublishEvents } = functionsOf(['PublishEvents'], { ...resources, eventBus });
    const { NotifyPeople } = functionsOf(['NotifyPeople'], { ...resources, topics }, unpublished.delivery);
    const publish = { ledger, publish: PublishEvents, queue: unpublished };
    this.eventsFailedAlarm = new EventPublishing(this, 'Events', publish).alarm;
    new Notifications(this, 'Notifications', {
      ...{ notifications, eventBus, cutover: this.cutover },
      notify: NotifyPeople,
      delivery: unpublished.delivery,
    });
    this.notifier = NotifyPeople.lambda;
    const operations = functionsOf(operationNames, { ...resources, machines });
    this.commands = new CommandEndpoint(this, 'Commands', {
      ...common,
      kind: props.commandEndpoint ?? defaultEndpointKind(Stack.of(this).region),
      operate: operations.Operate.lambda,
    });

    this.revertFailedAlarm = new RevertFailedAlarm(this, 'RevertFailed', {
      revert: this.revert,
      recordFailure: functions.RecordFailure.lambda,
    });
    this.guardsFailedAlarm = new GuardsFailedAlarm(this, 'GuardsFailed', { guards, undelivered });
    this.lockedUnattendedAlarm = new LockedUnattendedAlarm(this, 'LockedUnattended', { ledger: this.ledger });
    const { revertFailedAlarm, guardsFailedAlarm, lockedUnattendedAlarm, eventsFailedAlarm } = this;
    this.alarms = [revertFailedAlarm, guardsFailedAlarm, lockedUnattendedAlarm, eventsFailedAlarm];
    for (const alarm of this.alarms) {
      notify(props.alarmTopic, alarm);
    }
    this.schedulerRole = mayBeScheduled(policy) ? new SchedulerRole(this, 'SchedulerRole', this) : null;
    for (const schedule of schedules) {
      // Where nothing may be scheduled, the props were refused above.
      new PlanSchedule(this, { ...schedule, cutover: this.cutover, role: this.schedulerRole as IRole });
    }
  }

  /**
   * Allows a principal to send commands to cutovers, and nothing else. Starting cutovers through the function
   * Operate is for those alone that the policy names in `starters`.
   */
  grantCommands(principal: IGrantable): Grant {
    return this.commands.grant(principal);
  }

  /**
   * Allows to start cutovers, and nothing else. What a plan may do is limited by the props `routes` and
   * `policy`, not by who starts it.
   */
  grantStart(grantee: IGrantable): Grant {
    return this.cutover.grantStartExecution(grantee);
  }

  /** Allows to follow cutovers and reverts, and to read the ledger of the routes. It allows no change. */
  grantRead(grantee: IGrantable): Grant {
    return grantRead(grantee, this, this.readable);
  }

  /**
   * A metric of one route, for alarms and dashboards. It has data only while a cutover of the route runs.
   * @param options the period is 5 minutes by default; the statistic is the sum of what is counted, and the
   *   maximum of the rest
   * @throws Error at synth when the workflow has no such route
   */
  metric(metricName: RouteMetricName, options: RouteMetricOptions = {}): Metric {
    const { route, ...metric } = options;
    refuseProps(this, routeProblems(this.routes, route));
    return routeMetric(this.ledger, route ?? (this.routes[0] as string), metricName, metric).attachTo(this);
  }

  /** The percent that the last evaluation found written at the new path, as `metric` returns it. */
  metricPercent(options: RouteMetricOptions = {}): Metric {
    return this.metric('Percent', options);
  }

  /** How many seconds each revert took, with the wait for its propagation, as `metric` returns it. */
  metricRevertSeconds(options: RouteMetricOptions = {}): Metric {
    return this.metric('RevertSeconds', options);
  }
}

function notify(topic: ITopic | undefined, alarm: Alarm): void {
  if (topic !== undefined) {
    alarm.addAlarmAction(new SnsAction(topic));
    return;
  }
  Validations.of(alarm).acknowledge({
    id: 'cdk-validator-cfnguard::cloudwatch_alarm_action_check',
    reason:
      'the action of this alarm is an option of the deployment: set `alarmTopic`, or add an action to it',
  });
}

const noHosts: Problem = {
  path: 'allowedHosts',
  message:
    'is an empty list, so no smoke test could pass; name hosts, or leave it out to allow gw-* in each ' +
    'zone of the routes',
};

function networkProblems({ vpc, vpcSubnets, securityGroups }: CutoverWorkflowProps): Problem[] {
  const ofVpc = Object.entries({ vpcSubnets, securityGroups }).filter(([, value]) => value !== undefined);
  const message = 'is given without vpc; give vpc too, or leave it out';
  return vpc === undefined ? ofVpc.map(([path]) => ({ path, message })) : [];
}

function networkOf({ vpc, vpcSubnets, securityGroups }: CutoverWorkflowProps): TaskNetwork | null {
  if (vpc === undefined) {
    return null;
  }
  return {
    vpc,
    ...(vpcSubnets === undefined ? {} : { vpcSubnets }),
    ...(securityGroups === undefined ? {} : { securityGroups: [...securityGroups] }),
  };
}
