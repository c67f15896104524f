import type { HttpApi, IStage } from 'aws-cdk-lib/aws-apigatewayv2';
import type { CreateAlarmOptions, IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type {
  IApplicationLoadBalancer,
  IApplicationTargetGroup,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';

/** A load balancer, and the one group behind it that is watched. */
export interface WatchedLoadBalancer {
  readonly loadBalancer: Pick<IApplicationLoadBalancer, 'metrics'>;
  readonly targetGroup: Pick<IApplicationTargetGroup, 'metrics'>;
  /** Targets that must be healthy; one less for three minutes is an alarm. */
  readonly healthyHosts: number;
}

/** A stage of an HTTP API; an `AdditiveApiGateway` is one. */
export interface WatchedHttpApi {
  readonly api: Pick<HttpApi, 'apiId'>;
  /** @default - the stage `$default` */
  readonly stage?: Pick<IStage, 'stageName'>;
}

/** When a path counts as ill. */
export interface AlarmThresholds {
  /**
   * Percent of the requests that may end in a 5XX.
   * @default 1
   */
  readonly errorPercent: number;
  /**
   * Requests in a minute from which on a percent of them means something. Below, 5XX are counted.
   * @default 100
   */
  readonly minRequestsPerMinute: number;
  /**
   * 5XX in a minute that may be, while there are fewer requests than that.
   * @default 5
   */
  readonly errorsPerMinute: number;
  /**
   * Seconds that the percentile may take.
   * @default 1
   */
  readonly latencySeconds: number;
  /**
   * Which percentile: 99 needs 1,000 requests, 90 needs 100, before its alarm says anything.
   * @default 99
   */
  readonly latencyPercentile: number;
}

/** One alarm: its name after the prefix, its metric, and why it takes missing data as it does. */
export interface AlarmDefinition {
  readonly name: string;
  readonly metric: IMetric;
  readonly description: string;
  readonly options: Pick<
    CreateAlarmOptions,
    'threshold' | 'comparisonOperator' | 'treatMissingData' | 'evaluateLowSampleCountPercentile'
  >;
}
