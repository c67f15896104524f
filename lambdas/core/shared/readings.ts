import type { RouteFinding } from '../preflight/finding';
import type { StackChange } from '../stack-changes/stack-change';

/** A route as its router has it. */
export interface RouteReading {
  /** Share of traffic on the new path, 0 to 100. Not a whole number for some weights. */
  readonly percent: number;
  /** Everything that was read, as text. A write is refused when the route has changed since. */
  readonly version: string;
  /** Seconds for which clients may use an old answer after a change. */
  readonly ttlSeconds: number;
  /** False for an alias that leads out of the zone, which has the TTL of its target: none can be lowered. */
  readonly ttlIsOurs: boolean;
  /** The record of another name in the zone whose TTL it is, because an alias leads there. Absent: none. */
  readonly ttlFrom?: string;
  /** What else was read that decides where clients go, or could. Absent: nothing. */
  readonly findings?: readonly RouteFinding[];
}

/** A hosted zone of Route 53. */
export interface ZoneReading {
  readonly id: string;
  /** Without a trailing dot. */
  readonly name: string;
  /** Whether it answers in its VPCs alone. */
  readonly isPrivate: boolean;
}

/** What is around a route and answers clients of its name. */
export interface RouteSurroundings {
  /** The zone of the route; null where the account does not list it. */
  readonly zone: ZoneReading | null;
  readonly findings: readonly RouteFinding[];
}

/** The state of a CloudWatch alarm. */
export interface AlarmReading {
  readonly name: string;
  readonly kind: 'metric' | 'composite';
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  /** CloudWatch's reason for the state. */
  readonly reason: string;
  /** Seconds after which the state no longer rests on any older data point. */
  readonly evaluationRangeSeconds: number;
  /**
   * Whether it is OK when no data arrives: `TreatMissingData` is `notBreaching` or `ignore`, math fills in
   * what is missing, or it is a composite alarm, whose rule is false while the alarms in it have no data.
   * Absent: it is not.
   */
  readonly staysOkWithoutData?: true;
  /** Why CloudWatch could not evaluate all of its data, such as `PARTIAL_DATA`; absent: it could. */
  readonly evaluationState?: string;
}

/** The requests, errors and latency of a path in one minute, or in one hour. */
export interface PathMinute {
  /** The beginning of the minute, or of the hour, in epoch milliseconds. */
  readonly at: number;
  readonly requests: number;
  /** Answers with a status of 500 or above, including those of the load balancer or gateway itself. */
  readonly errors: number;
  /** The requested percentile; null without a measurement. */
  readonly latencyMs: number | null;
}

/** A change calendar of AWS Systems Manager. */
export interface CalendarReading {
  readonly isOpen: boolean;
  /** ISO 8601: when it opens, or closes, next; null when nothing is planned. */
  readonly changesAt: string | null;
}

/** A target with its state as ELB returns it. Only `healthy` is healthy. */
export interface TargetReading {
  readonly id: string;
  readonly state: string;
  readonly reason: string;
  /** The group has no health checks, as Lambda groups by default, so that it is never called healthy. */
  readonly unchecked?: true;
}

/** What a load balancer counted of all that it received, whatever the target group. */
export interface BalancerCount {
  readonly requests: number;
  /** Answers of 500 and above that the load balancer gave itself. They belong to no target group. */
  readonly ownErrors: number;
}

/** A Route 53 health check. */
export interface HealthCheckReading {
  /** `CLOUDWATCH_METRIC`, `HTTPS`, … */
  readonly kind: string;
  /** The name of the alarm that it follows; null when its kind follows none. */
  readonly alarm: string | null;
  /** The Region of that alarm; null without one. */
  readonly alarmRegion: string | null;
  /** A disabled health check always counts as healthy; when it is inverted as well, as unhealthy. */
  readonly disabled: boolean;
  /** Whether healthy counts as unhealthy, and the other way round. */
  readonly inverted: boolean;
  /**
   * Its status while the alarm has no data: `Healthy`, `Unhealthy` or `LastKnownStatus`; null without an
   * alarm.
   */
  readonly withoutData: string | null;
}

/** An ACM certificate. */
export interface CertificateReading {
  /** `ISSUED`, `PENDING_VALIDATION`, … */
  readonly status: string;
  /** The domain names that it covers, wildcards included. */
  readonly names: readonly string[];
  /** Epoch milliseconds; null until it is issued. */
  readonly notAfter: number | null;
}

/** How a blue/green deployment to ECS routes its traffic. */
export interface DeploymentReading {
  /** The deployment service's name of the stage in progress; null when it does not return one. */
  readonly stage: string | null;
  /**
   * Names or ARNs of target groups, one of which has the new tasks. A single one when the service returns
   * which.
   */
  readonly targetGroups: readonly string[];
  /** The other target groups of the deployment, where the service returns which has the new tasks. */
  readonly oldTargetGroups?: readonly string[];
  /** ARNs of the listeners, or their rules, for test traffic. */
  readonly testListeners: readonly string[];
  /** The same for production traffic; empty when the target group of the new tasks is known. */
  readonly productionListeners: readonly string[];
}

/** A listener of a load balancer. */
export interface ListenerReading {
  /** `HTTP`, `HTTPS`, `TCP`, `TLS`, … */
  readonly protocol: string;
  readonly port: number;
  /** DNS name of the load balancer. */
  readonly dnsName: string;
  /** ARNs of the target groups that receive a share of the traffic, each once. */
  readonly forwardsTo: readonly string[];
}

/** A CloudFormation change set, with those of its nested stacks. */
export interface ChangeSetReading {
  /** `CREATE_COMPLETE`, `CREATE_IN_PROGRESS`, `FAILED`, … */
  readonly status: string;
  /** CloudFormation's reason for the status. */
  readonly reason: string;
  /** `AVAILABLE`, `UNAVAILABLE`, `EXECUTE_COMPLETE`, `OBSOLETE`, … */
  readonly executionStatus: string;
  /** Every change, nested change sets included; none unless the status is `CREATE_COMPLETE`. */
  readonly changes: readonly StackChange[];
}

/** A record set of a hosted zone, with what it refers to. */
export interface DnsRecord {
  /** As Route 53 returns it. */
  readonly name: string;
  readonly type: string;
  readonly setIdentifier: string | null;
  /** Null when it is not weighted. */
  readonly weight: number | null;
  /** The target of an alias, as Route 53 returns it. */
  readonly aliasOf: string | null;
  readonly values: readonly string[];
}

/** What an alarm refers to. */
export interface AlarmScope {
  readonly name: string;
  /** Dimensions of every metric, those in metric math included. */
  readonly dimensions: readonly { readonly name: string; readonly value: string }[];
  /** Metric math expressions and queries, as text. */
  readonly expressions: readonly string[];
  /** Names of the alarms in its rule, and of the alarm that suppresses its actions. */
  readonly alarms: readonly string[];
}

/** A load balancer. */
export interface BalancerReading {
  readonly arn: string;
  readonly dnsName: string;
}

/** A target group. */
export interface TargetGroupReading {
  readonly arn: string;
  /** The load balancers with a forward to it, of any weight. */
  readonly loadBalancerArns: readonly string[];
}

/** A listener with its default actions, or one of its rules. */
export interface ForwardReading {
  readonly arn: string;
  /** `HTTPS 443`, or `rule 10`. */
  readonly label: string;
  /** Every target group that it forwards to, those of weight 0 included. */
  readonly forwardsTo: readonly { readonly targetGroupArn: string; readonly weight: number | null }[];
  /** Hosts that it redirects to, as configured. */
  readonly redirectsTo: readonly string[];
}

/** An ECS service. */
export interface ServiceReading {
  readonly name: string;
  /** Target groups that its tasks or task sets register with, and the alternate groups of its deployments. */
  readonly targetGroupArns: readonly string[];
}
