import { Validations } from 'aws-cdk-lib';
import { Alarm, AlarmRule, AlarmState, CompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { alarmProblems } from './alarm-problems';
import type { AlarmDefinition, AlarmThresholds, WatchedHttpApi, WatchedLoadBalancer } from './alarm-settings';
import { httpApiAlarms, leavingAlarm } from './http-api-alarms';
import { loadBalancerAlarms } from './load-balancer-alarms';

export type { AlarmThresholds, WatchedHttpApi, WatchedLoadBalancer } from './alarm-settings';

export interface CutoverAlarmsProps extends Partial<AlarmThresholds> {
  /** Before each name, such as `api-new`: the plan names the alarms, so that they are known before they are deployed. */
  readonly prefix: string;
  /** @default - no load balancer is watched; then an API is */
  readonly loadBalancer?: WatchedLoadBalancer;
  /** @default - no API is watched; then a load balancer is */
  readonly httpApi?: WatchedHttpApi;
  /**
   * Told by the composite alarm, once for whatever is wrong.
   * @default - nobody; add an action to `composite`
   */
  readonly topic?: ITopic;
  /**
   * 5XX of the API in a minute at which Route 53 may leave the new path by itself. Makes `healthCheckAlarm`.
   * @default - no such alarm
   */
  readonly leaveAtErrorsPerMinute?: number;
}

const DEFAULTS: AlarmThresholds = {
  errorPercent: 1,
  minRequestsPerMinute: 100,
  errorsPerMinute: 5,
  latencySeconds: 1,
  latencyPercentile: 99,
};

/** Every alarm: 3 of 3 minutes, as "error rate > 1 % for 3 consecutive minutes → revert" has it. */
const PERIODS = 3;

/**
 * The alarms that a cutover watches on the new path, each telling in its description what missing data means to it and why.
 * @example
 * const alarms = new CutoverAlarms(this, 'Alarms', {
 *   prefix: 'api-new',
 *   loadBalancer: { loadBalancer: path.loadBalancer, targetGroup: path.targetGroup, healthyHosts: 2 },
 *   httpApi: path,
 * });
 */
export class CutoverAlarms extends Construct {
  /** For the plan's `health.alarms`: each alarm by itself. The composite is not among them, since it is OK while its alarms have no data. */
  readonly names: readonly string[];
  readonly alarms: readonly Alarm[];
  /** In alarm while any of the alarms is: for people. */
  readonly composite: CompositeAlarm;
  /** Of the kind that Route 53 can follow, for `NewPathHealthCheck`; null unless `leaveAtErrorsPerMinute` is given. */
  readonly healthCheckAlarm: Alarm | null;

  /** @throws Error when nothing is watched, or a threshold is none */
  constructor(scope: Construct, id: string, props: CutoverAlarmsProps) {
    super(scope, id);
    const { prefix, loadBalancer, httpApi, topic, leaveAtErrorsPerMinute: leaveAt } = props;
    const thresholds = { ...DEFAULTS, ...props };
    const problems = alarmProblems(thresholds);
    if (problems.length > 0) {
      throw new Error(`${this.node.path} is not right:\n${problems.join('\n')}`);
    }
    const add = (definition: AlarmDefinition) => addAlarm(this, prefix, definition);
    const watching = [
      ...(loadBalancer === undefined ? [] : loadBalancerAlarms(loadBalancer, thresholds)),
      ...(httpApi === undefined ? [] : httpApiAlarms(httpApi, thresholds)),
    ].map(add);
    this.healthCheckAlarm =
      httpApi === undefined || leaveAt === undefined ? null : add(leavingAlarm(httpApi, leaveAt));
    this.alarms = this.healthCheckAlarm === null ? watching : [...watching, this.healthCheckAlarm];
    this.names = this.alarms.map(({ node }) => `${prefix}-${node.id}`);
    this.composite = new CompositeAlarm(this, 'unhealthy', {
      compositeAlarmName: `${prefix}-unhealthy`,
      alarmDescription: `Any of ${this.names.join(', ')} is in alarm. It is no measure of health: without data it stays OK.`,
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
    reason: 'the cutover reads its state, and people are told by the composite alarm, once for all',
  });
  return alarm;
}
