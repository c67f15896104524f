import type { StackChange } from '../stack-changes/stack-change';

/** What a router says of a route. */
export interface RouteReading {
  /** Share of traffic on the new path, 0 to 100; not whole when somebody chose odd weights. */
  readonly percent: number;
  /** Everything that was read, as text. A write against a route that has changed since is refused. */
  readonly version: string;
  /** Seconds that clients may go on using an answer after a change. */
  readonly ttlSeconds: number;
  /** False where the TTL is the target's own (an alias) and cannot be lowered on the record. */
  readonly ttlIsOurs: boolean;
}

/** A CloudWatch alarm as it stands. */
export interface AlarmReading {
  readonly name: string;
  readonly kind: 'metric' | 'composite';
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';
  /** CloudWatch's own words for the state. */
  readonly reason: string;
  /** Seconds from a data point's time until the alarm's state no longer depends on anything before it. */
  readonly evaluationRangeSeconds: number;
}

/** What a path did in one minute. */
export interface PathMinute {
  /** Epoch milliseconds of the minute's beginning. */
  readonly at: number;
  readonly requests: number;
  /** Answers with a status of 500 or above, those of the load balancer or gateway itself included. */
  readonly errors: number;
  /** Of the statistic that was asked for; null without a measurement. */
  readonly latencyMs: number | null;
}

/** A target and its state in the words of ELB: only `healthy` is healthy. */
export interface TargetReading {
  readonly id: string;
  readonly state: string;
  readonly reason: string;
}

/** A Route 53 health check. */
export interface HealthCheckReading {
  /** `CLOUDWATCH_METRIC`, `HTTPS`, … */
  readonly kind: string;
  /** The alarm that it watches, by name; null when its kind watches none. */
  readonly alarm: string | null;
  /** A disabled one always counts as healthy, or as unhealthy when it is inverted as well. */
  readonly disabled: boolean;
  /** Healthy counts as unhealthy, and the other way round. */
  readonly inverted: boolean;
  /** What it is while the alarm has no data: `Healthy`, `Unhealthy` or `LastKnownStatus`; null when its kind has no alarm. */
  readonly withoutData: string | null;
}

/** An ACM certificate. */
export interface CertificateReading {
  /** `ISSUED`, `PENDING_VALIDATION`, … */
  readonly status: string;
  /** Domain names it covers, wildcards included. */
  readonly names: readonly string[];
  /** Epoch milliseconds; null until it is issued. */
  readonly notAfter: number | null;
}

/** How a blue/green deployment of ECS routes its traffic. */
export interface DeploymentReading {
  /** The stage that is in progress, by the service's own name; null when the service does not say. */
  readonly stage: string | null;
  /** Target groups of which one has the new tasks, by name or ARN; one alone when the service says which it is. */
  readonly targetGroups: readonly string[];
  /** ARNs of listeners, or of rules of theirs, for test traffic. */
  readonly testListeners: readonly string[];
  /** The same for production; empty when the target group alone tells the new tasks. */
  readonly productionListeners: readonly string[];
}

/** A listener of a load balancer. */
export interface ListenerReading {
  /** `HTTP`, `HTTPS`, `TCP`, `TLS`, … */
  readonly protocol: string;
  readonly port: number;
  /** Name of the load balancer in the DNS. */
  readonly dnsName: string;
  /** ARNs of the target groups that get a share of the traffic, each once. */
  readonly forwardsTo: readonly string[];
}

/** A change set of CloudFormation, and those of its nested stacks. */
export interface ChangeSetReading {
  /** `CREATE_COMPLETE`, `CREATE_IN_PROGRESS`, `FAILED`, … */
  readonly status: string;
  /** CloudFormation's own words for the status. */
  readonly reason: string;
  /** `AVAILABLE`, `UNAVAILABLE`, `EXECUTE_COMPLETE`, `OBSOLETE`, … */
  readonly executionStatus: string;
  /** Every change, those in nested change sets included; none unless the status is `CREATE_COMPLETE`. */
  readonly changes: readonly StackChange[];
}

/** A record set of a hosted zone, as far as it leads somewhere. */
export interface DnsRecord {
  /** As Route 53 spells it. */
  readonly name: string;
  readonly type: string;
  readonly setIdentifier: string | null;
  /** Null when it is not weighted. */
  readonly weight: number | null;
  /** The target of an alias, as Route 53 spells it. */
  readonly aliasOf: string | null;
  readonly values: readonly string[];
}

/** What an alarm looks at. */
export interface AlarmScope {
  readonly name: string;
  /** Dimensions of every metric, those of metric math included. */
  readonly dimensions: readonly { readonly name: string; readonly value: string }[];
  /** Metric math and queries, as text. */
  readonly expressions: readonly string[];
  /** Names of the alarms that its rule refers to, or that suppress its actions. */
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
  /** The load balancers that send it traffic, or could by a weight. */
  readonly loadBalancerArns: readonly string[];
}

/** A listener by its default actions, or one of its rules. */
export interface ForwardReading {
  readonly arn: string;
  /** `HTTPS 443`, or `rule 10`. */
  readonly label: string;
  /** Every target group of its forwards, those of weight 0 included. */
  readonly forwardsTo: readonly { readonly targetGroupArn: string; readonly weight: number | null }[];
  /** Hosts that it redirects to, as they were written. */
  readonly redirectsTo: readonly string[];
}

/** An ECS service. */
export interface ServiceReading {
  readonly name: string;
  /** Target groups that it, or one of its task sets, registers its tasks with; those of a blue/green deployment's other side too. */
  readonly targetGroupArns: readonly string[];
}
