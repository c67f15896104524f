import type { IHttpApi, IStage } from 'aws-cdk-lib/aws-apigatewayv2';
import type {
  IApplicationLoadBalancer,
  IApplicationTargetGroup,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { PropNames } from '../shared/known-props';
import { type MonitoredDatabase, monitoredDatabaseNames } from './database-alarms';
import { type MonitoredInstances, monitoredInstancesNames } from './instance-alarms';
import { type MonitoredLogs, monitoredLogsNames } from './log-alarms';

/** A load balancer, and the target group behind it that is monitored. */
export interface MonitoredLoadBalancer {
  /**
   * Whether other target groups are behind the same load balancer. Errors of the load balancer itself (502,
   * 503 and 504) are counted for all of it and name no target group, so with `true` no alarm counts them: an
   * outage of another service would count for this path. Then give `httpApi`, which counts them as the
   * clients of this path see them, or the alarms of whatever is in front of it.
   * @default false
   */
  readonly shared?: boolean;
  /** The load balancer, for its metrics. */
  readonly loadBalancer: Pick<IApplicationLoadBalancer, 'metrics'>;
  /** The target group of the path, for its metrics. */
  readonly targetGroup: Pick<IApplicationTargetGroup, 'metrics'>;
  /** The number of targets that must be healthy. Fewer for three minutes make the alarm fire. */
  readonly healthyHosts: number;
}

/** A stage of an HTTP API. An `AdditiveApiGateway` can be passed as it is. */
export interface MonitoredHttpApi {
  /** The HTTP API. */
  readonly api: Pick<IHttpApi, 'apiId'>;
  /**
   * The stage whose requests are counted.
   * @default - the stage `$default`
   */
  readonly stage?: Pick<IStage, 'stageName'>;
}

/** One stage of a REST API, by the names that its metrics have. */
export interface MonitoredRestApi {
  /** `restApiName` of the API. CloudWatch counts by the name, so that no other API may have it. */
  readonly apiName: string;
  /** The name of the stage whose requests are counted. */
  readonly stageName: string;
}

/** When a path counts as unhealthy. */
export interface AlarmThresholds {
  /**
   * The percentage of requests that may end in a 5XX.
   * @default 1
   */
  readonly errorPercent: number;
  /**
   * Requests per minute that make an error rate meaningful. In minutes with fewer, the number of 5XX is
   * monitored instead.
   * @default 100
   */
  readonly minRequestsPerMinute: number;
  /**
   * The number of 5XX that is acceptable in a minute with fewer requests than `minRequestsPerMinute`.
   * @default 5
   */
  readonly errorsPerMinute: number;
  /**
   * The maximum of the latency percentile, in seconds.
   * @default 1
   */
  readonly latencySeconds: number;
  /**
   * The percentile, from 50 to below 100. The alarm ignores periods with too few requests: p99 needs 1,000,
   * p90 needs 100.
   * @default 99
   */
  readonly latencyPercentile: number;
}

/** What the alarms monitor, and from which values on they fire. */
export interface CutoverAlarmsProps extends Partial<AlarmThresholds> {
  /**
   * The prefix of each alarm's name, such as `api-new`. Plans name the alarms, so their names must be fixed.
   */
  readonly prefix: string;
  /**
   * The load balancer of the new path, for its errors, its latency and its healthy targets.
   * @default - no load balancer is monitored; `httpApi` or `restApi` is then required
   */
  readonly loadBalancer?: MonitoredLoadBalancer;
  /**
   * The HTTP API of the new path, for its errors and its latency.
   * @default - no API is monitored; `loadBalancer` or `restApi` is then required
   */
  readonly httpApi?: MonitoredHttpApi;
  /**
   * The REST API of the new path, for its errors and its latency.
   * @default - no REST API is monitored
   */
  readonly restApi?: MonitoredRestApi;
  /**
   * The instances of the new path.
   * @default - CPU, memory and capacity of instances are not monitored
   */
  readonly instances?: MonitoredInstances;
  /**
   * The database that both paths use.
   * @default - no database is monitored
   */
  readonly database?: MonitoredDatabase;
  /**
   * The log group of the new path, whose error lines are counted.
   * @default - error lines are not counted
   */
  readonly logs?: MonitoredLogs;
  /**
   * Is notified by the composite alarm: once, however many alarms fire.
   * @default - no notification; add an action to `composite`
   */
  readonly topic?: ITopic;
  /**
   * The number of 5XX of the API in a minute at which Route 53 stops answering with the new path. Creates
   * `healthCheckAlarm`.
   * @default - no such alarm
   */
  readonly leaveAtErrorsPerMinute?: number;
}

export const cutoverAlarmsNames: PropNames<CutoverAlarmsProps> = {
  prefix: 'required',
  loadBalancer: {
    is: 'optional',
    props: {
      loadBalancer: 'required',
      targetGroup: 'required',
      healthyHosts: 'required',
      shared: 'optional',
    } satisfies PropNames<MonitoredLoadBalancer>,
  },
  // An AdditiveApiGateway, which has more than `api` and `stage`, can be passed as it is.
  httpApi: 'optional',
  restApi: {
    is: 'optional',
    props: { apiName: 'required', stageName: 'required' } satisfies PropNames<MonitoredRestApi>,
  },
  instances: { is: 'optional', props: monitoredInstancesNames },
  database: { is: 'optional', props: monitoredDatabaseNames },
  logs: { is: 'optional', props: monitoredLogsNames },
  topic: 'optional',
  leaveAtErrorsPerMinute: 'optional',
  errorPercent: 'optional',
  minRequestsPerMinute: 'optional',
  errorsPerMinute: 'optional',
  latencySeconds: 'optional',
  latencyPercentile: 'optional',
};
