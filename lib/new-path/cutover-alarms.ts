import { Validations } from 'aws-cdk-lib';
import { Alarm, AlarmRule, AlarmState, CompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Construct } from 'constructs';
import { topicProblems } from '../shared/alarm-topic';
import { namingProblems } from '../shared/known-props';
import { refuseProps } from '../shared/refuse-props';
import type { AlarmDefinition } from './alarm-definition';
import { cutoverAlarmProblems } from './alarm-problems';
import { type AlarmThresholds, type CutoverAlarmsProps, cutoverAlarmsNames } from './alarm-settings';
import { databaseAlarms } from './database-alarms';
import { httpApiAlarms, leaveNewPathAlarm } from './http-api-alarms';
import { instanceAlarms } from './instance-alarms';
import { loadBalancerAlarms } from './load-balancer-alarms';
import { logAlarms } from './log-alarms';
import { restApiAlarms } from './rest/rest-api-alarms';

export type {
  AlarmThresholds,
  CutoverAlarmsProps,
  MonitoredHttpApi,
  MonitoredLoadBalancer,
  MonitoredRestApi,
} from './alarm-settings';
export type { MonitoredDatabase } from './database-alarms';
export type { MonitoredInstances } from './instance-alarms';
export type { MonitoredLogs } from './log-alarms';

const DEFAULTS: AlarmThresholds = {
  errorPercent: 1,
  minRequestsPerMinute: 100,
  errorsPerMinute: 5,
  latencySeconds: 1,
  latencyPercentile: 99,
};

/** Every alarm evaluates 3 of 3 minutes: for example, more than 1 % errors in 3 consecutive minutes. */
const PERIODS = 3;

/**
 * The alarms on the new path that a cutover monitors. The description of each says what missing data means,
 * and why.
 * @example
 * const alarms = new CutoverAlarms(this, 'Alarms', {
 *   prefix: 'api-new',
 *   loadBalancer: { loadBalancer: path.loadBalancer, targetGroup: path.targetGroup, healthyHosts: 2 },
 *   httpApi: path,
 * });
 */
export class CutoverAlarms extends Construct {
  /**
   * The names of the alarms, for the plan's `health.alarms`. The composite alarm is not among them, because
   * it is OK while its alarms have no data.
   */
  readonly names: readonly string[];
  /** The alarms themselves, in the order of `names`. */
  readonly alarms: readonly Alarm[];
  /** In ALARM while any of the alarms is. For notifying operators. */
  readonly composite: CompositeAlarm;
  /**
   * An alarm that a Route 53 health check can use, for `NewPathHealthCheck`; null without
   * `leaveAtErrorsPerMinute`.
   */
  readonly healthCheckAlarm: Alarm | null;

  /** @throws Error at synth when nothing is monitored, or a threshold is not valid */
  constructor(scope: Construct, id: string, props: CutoverAlarmsProps) {
    super(scope, id);
    refuseProps(this, namingProblems(props, cutoverAlarmsNames));
    const { prefix, loadBalancer, httpApi, topic, leaveAtErrorsPerMinute: leaveAt } = props;
    const { instances, database, logs } = props;
    const thresholds = { ...DEFAULTS, ...props };
    refuseProps(this, [...cutoverAlarmProblems(thresholds), ...topicProblems(this, 'topic', topic)]);
    const add = (definition: AlarmDefinition) => addAlarm(this, prefix, definition);
    const monitoring = [
      ...(loadBalancer === undefined ? [] : loadBalancerAlarms(loadBalancer, thresholds)),
      ...(httpApi === undefined ? [] : httpApiAlarms(httpApi, thresholds)),
      ...(props.restApi === undefined ? [] : restApiAlarms(props.restApi, thresholds)),
      ...(instances === undefined ? [] : instanceAlarms(instances)),
      ...(logs === undefined ? [] : logAlarms(this, prefix, logs)),
      ...(database === undefined ? [] : databaseAlarms(database)),
    ].map(add);
    this.healthCheckAlarm =
      httpApi === undefined || leaveAt === undefined ? null : add(leaveNewPathAlarm(httpApi, leaveAt));
    this.alarms = this.healthCheckAlarm === null ? monitoring : [...monitoring, this.healthCheckAlarm];
    this.names = this.alarms.map(({ node }) => `${prefix}-${node.id}`);
    this.composite = new CompositeAlarm(this, 'unhealthy', {
      compositeAlarmName: `${prefix}-unhealthy`,
      alarmDescription:
        `Any of ${this.names.join(', ')} is in ALARM. Do not use it as a measure of health: without data ` +
        'it stays OK.',
      alarmRule: AlarmRule.anyOf(...this.alarms.map((alarm) => AlarmRule.fromAlarm(alarm, AlarmState.ALARM))),
    });
    if (topic !== undefined) {
      this.composite.addAlarmAction(new SnsAction(topic));
    }
  }
}

function addAlarm(
  scope: Construct,
  prefix: string,
  { name, metric, description, options }: AlarmDefinition,
): Alarm {
  const alarm = new Alarm(scope, name, {
    alarmName: `${prefix}-${name}`,
    alarmDescription: description,
    metric,
    evaluationPeriods: PERIODS,
    datapointsToAlarm: PERIODS,
    ...options,
  });
  Validations.of(alarm).acknowledge({
    id: 'cdk-validator-cfnguard::cloudwatch_alarm_action_check',
    reason: 'the cutover reads its state, and the composite alarm notifies operators once for all alarms',
  });
  return alarm;
}
