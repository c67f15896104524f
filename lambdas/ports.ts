import type { CodeDeployEvent } from './core/deployment-hook/hook-event';
import type { DeploymentOrder, DeploymentProgress, OrderedDeployment } from './core/deployments/deployment';
import type { Preparation } from './core/record-preparation/preparation';
import type { RecordSet } from './core/routers/route53/weighted-records';
import type { Route53, Router } from './core/routers/router-schema';
import type {
  AlarmReading,
  AlarmScope,
  BalancerReading,
  CertificateReading,
  ChangeSetReading,
  DeploymentReading,
  DnsRecord,
  ForwardReading,
  HealthCheckReading,
  ListenerReading,
  PathMinute,
  RouteReading,
  ServiceReading,
  TargetGroupReading,
  TargetReading,
} from './core/shared/readings';
import type { ProbeFailure, ProbeResponse } from './core/smoke-test/http-answer';

export type {
  AlarmReading,
  CertificateReading,
  ChangeSetReading,
  DeploymentReading,
  HealthCheckReading,
  ListenerReading,
  PathMinute,
  RouteReading,
  TargetReading,
};

/** Time, so that a rehearsal can run days in a second. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** A write that was accepted and may not have taken effect yet. Survives JSON. */
export interface RouteChange {
  /** The router's own name for it, such as a Route 53 change id. */
  readonly id: string;
  /** The version that a read finds once the change is in, if nobody else writes. */
  readonly version: string;
  readonly route: Router;
}

/** Splits the traffic of a route between the old and the new path. */
export interface TrafficRouter<Route extends Router = Router> {
  /** @throws RouteBrokenError when the route cannot carry a percent, such as weights that sum to zero. */
  read(route: Route): Promise<RouteReading>;
  /**
   * Looks at what a read does not show, once, before anything moves. Missing where a read shows all.
   * @throws RouteBrokenError when a shift could not be carried out
   */
  ready?(route: Route): Promise<void>;
  /**
   * Sets the percent and nothing else, as a compare-and-swap against `version`.
   * @throws RouteChangedError when the route is no longer as `version` says. Nothing was written then.
   */
  write(route: Route, percent: number, version: string): Promise<RouteChange>;
  /** Whether the change has taken effect at the router's own servers. */
  settled(change: RouteChange): Promise<boolean | 'unverifiable'>;
}

/** A write of records that was accepted and may not have taken effect yet. Survives JSON. */
export type RecordsChange = Pick<RouteChange, 'id'>;

/**
 * The records of a Route 53 route as they are, whatever their routing policy: what is made ready for a cutover, and put back after it. A
 * shift of the traffic never goes this way.
 */
export interface RouteRecords {
  /** Every record set of the route's name, of any type. Asked for by name, so that the size of the zone does not matter. */
  read(route: Route53): Promise<readonly RecordSet[]>;
  /**
   * Puts records in the place of others, all of them in one batch.
   * @throws RouteChangedError unless each of `from` is there exactly as given, and none of `to`. Nothing was written then.
   * @throws RouteBrokenError when Route 53 would have none of it
   */
  replace(route: Route53, from: readonly RecordSet[], to: readonly RecordSet[]): Promise<RecordsChange>;
  /** Whether the change has taken effect at Route 53's own servers. */
  settled(change: RecordsChange): Promise<boolean>;
}

/** Which latency of a minute. */
export type LatencyStatistic = 'p99' | 'p95' | 'p90' | 'p50';

/** Measures the paths. */
export interface HealthSource {
  /** The alarms that exist among these names; a name that does not exist is left out, as CloudWatch does. */
  alarms(names: readonly string[]): Promise<readonly AlarmReading[]>;
  /** Requests that the load balancer counted from `from` to `to` (epoch milliseconds); null without any data. */
  requests(loadBalancer: string, from: number, to: number): Promise<number | null>;
  /**
   * What a path did in each whole minute from `from` on and before `to` (epoch milliseconds), in the order of time. A minute without a request is left out.
   * @param source the LoadBalancer dimension of an ALB (`app/…`), or an HTTP API (`api/ID` or `api/ID/STAGE`)
   */
  minutes(
    source: string,
    statistic: LatencyStatistic,
    from: number,
    to: number,
  ): Promise<readonly PathMinute[]>;
}

/** Load-balancer target groups. */
export interface TargetHealth {
  /** Every target of the group; null when there is no such group. */
  targets(targetGroupArn: string): Promise<readonly TargetReading[] | null>;
}

/** Listeners of load balancers. */
export interface Listeners {
  /**
   * A listener with all its rules, or with one of them alone when the ARN is that rule's. Null when there is no such listener or rule.
   */
  read(arn: string): Promise<ListenerReading | null>;
}

/** A deployment that waits for the word of its hook. */
export interface DeploymentHook<Event> {
  /** How the deployment routes traffic now. Null when there is no such deployment. */
  read(event: Event): Promise<DeploymentReading | null>;
}

/** CodeDeploy, which has to be told; ECS takes what the function returns. */
export interface CodeDeployHook extends DeploymentHook<CodeDeployEvent> {
  /** Says how the hook ended. `already`: somebody has said it before, or too much time has passed. */
  report(event: CodeDeployEvent, status: 'Succeeded' | 'Failed'): Promise<'reported' | 'already'>;
}

/** Deployments of CodeDeploy to services of ECS. */
export interface Deployments {
  /**
   * Starts one. CodeDeploy takes no token: asked twice, it deploys twice, unless the first is still under way.
   * @returns its id; null when the group has one under way, so that nothing was started
   */
  create(order: DeploymentOrder): Promise<string | null>;
  /**
   * The deployment of a group with this mark.
   * @param since epoch milliseconds: it was created then or later
   */
  find(
    order: Pick<DeploymentOrder, 'applicationName' | 'deploymentGroupName' | 'mark'>,
    since: number,
  ): Promise<string | null>;
  /** Null when there is no such deployment. */
  read(id: string): Promise<DeploymentProgress | null>;
  /** Stops one and has it rolled back. `ended`: it had ended before, or is not there. */
  stop(id: string): Promise<'stopped' | 'ended'>;
}

/** A page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** What to ask for the page after it; null: there is none. */
  readonly next: string | null;
}

/** Whatever may point at a path, page by page; `null` asks for the first page. Reads only. */
export interface Pointers {
  /** Every record set of a hosted zone. */
  records(hostedZoneId: string, page: string | null): Promise<Page<DnsRecord>>;
  /** Metric and composite alarms of the region, or those whose names begin with the prefix. */
  alarms(prefix: string | null, page: string | null): Promise<Page<AlarmScope>>;
  loadBalancers(page: string | null): Promise<Page<BalancerReading>>;
  targetGroups(page: string | null): Promise<Page<TargetGroupReading>>;
  /** The listeners of a load balancer, by what they do by default. */
  listeners(loadBalancerArn: string, page: string | null): Promise<Page<ForwardReading>>;
  /** The rules of a listener, but for the default one. */
  rules(listenerArn: string, page: string | null): Promise<Page<ForwardReading>>;
  /** ECS clusters of the region, by their ARNs. */
  clusters(page: string | null): Promise<Page<string>>;
  /** The services of a cluster, but for those that are gone. */
  services(cluster: string, page: string | null): Promise<Page<ServiceReading>>;
}

/** Health checks that records may carry. */
export interface HealthChecks {
  /** Null when there is no such health check. */
  describe(id: string): Promise<HealthCheckReading | null>;
}

/** TLS certificates. */
export interface Certificates {
  /** Null when there is no such certificate. */
  describe(certificateArn: string): Promise<CertificateReading | null>;
}

/** Deployments of CloudFormation that are prepared. */
export interface ChangeSets {
  /** Null when there is no such stack, or no such change set of it. */
  describe(stackName: string, changeSetName: string): Promise<ChangeSetReading | null>;
}

/** One HTTP request of a smoke test. */
export interface ProbeRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Address or host to connect to instead of the URL's host; TLS and the Host header keep the URL's. */
  readonly connectTo?: string;
  /** Port to connect to instead of the URL's; the Host header keeps the URL's. */
  readonly connectPort?: number;
  readonly timeoutMs: number;
  /** Bytes of the body that are read at the most. */
  readonly maxBytes: number;
}

export type { ProbeFailure, ProbeResponse };

/** Sends one request and follows no redirect. */
export interface HttpProbe {
  send(request: ProbeRequest): Promise<ProbeResponse | ProbeFailure>;
}

/** Who holds the lock of a route, and with what right. */
export interface Lock {
  /** ARN of the execution that owns it. */
  readonly execution: string;
  readonly planName: string;
  /** Rises with every owner and when a revert takes over; a write under an older token is refused. */
  readonly fence: number;
  /** ISO 8601. */
  readonly acquiredAt: string;
  readonly reverting: boolean;
  /** Alarms that the cutover watches, by name; absent: none are known. */
  readonly alarms?: readonly string[];
  /** Target groups of the two paths, as far as the plan names them, so that a revert can look before it leaps. */
  readonly targetGroupArns?: { readonly old: readonly string[]; readonly new: readonly string[] };
}

/** What the route was, or should be. */
export interface RouteRecord {
  readonly percent: number;
  readonly version: string;
}

/** What the ledger holds of a route. */
export interface RouteEntry {
  readonly lock: Lock | null;
  /** The route before the first shift of the present owner; null until it is taken. */
  readonly snapshot: RouteRecord | null;
  /** The route as the present owner last wrote it, or as the snapshot found it. */
  readonly expected: RouteRecord | null;
  readonly router: Router | null;
  /** ISO 8601: until then a shift, or a preparation, of the present owner may be on its way to the router; null when none is. */
  readonly shiftingUntil: string | null;
  /** The last deployment that the present owner has ordered; null before any. */
  readonly deployment: OrderedDeployment | null;
  /** What the present owner made of the records before it moved any traffic; null when it made nothing. */
  readonly prepared: Preparation | null;
}

/** A decision, with its numbers and who or what asked. */
export interface Decision {
  /** Unique within the execution, so that a step run twice records once: `shift-2`. */
  readonly key: string;
  /** ISO 8601. */
  readonly at: string;
  readonly execution: string;
  readonly what: string;
  readonly reason: string;
  readonly by: string;
}

/** What an operator asked for. */
export interface OperatorRequest {
  readonly kind: 'approve' | 'pause' | 'resume' | 'abort';
  readonly by: string;
  /** ISO 8601. */
  readonly at: string;
  readonly reason: string;
}

/** Asked for the lock of a route. */
export type Acquired =
  | { readonly acquired: true; readonly fence: number }
  | { readonly acquired: false; readonly holder: Lock };

/**
 * The durable record of a route. Every write of a lock holder is conditional on its fencing token.
 * @throws FencedError from each method that takes a `fence`, when the lock is no longer held under it.
 */
export interface Ledger {
  /** Takes the lock. By the execution that already holds it: the same fence again. Clears the last owner's snapshot. */
  acquire(route: string, router: Router, owner: Omit<Lock, 'fence' | 'reverting'>): Promise<Acquired>;
  read(route: string): Promise<RouteEntry | null>;
  saveSnapshot(route: string, fence: number, snapshot: RouteRecord): Promise<void>;
  /** Says that a shift is on its way, and until when it may arrive. Whoever takes the lock over waits for that. */
  beginShift(route: string, fence: number, until: string): Promise<void>;
  /**
   * Says that the records are about to be prepared, how they were, and until when the change may arrive. The first word stays: it is what
   * is put back.
   */
  beginPreparation(route: string, fence: number, preparation: Preparation, until: string): Promise<void>;
  /** The shift, or the preparation, has arrived: this is the route now. Ends what was begun. */
  saveExpected(route: string, fence: number, expected: RouteRecord): Promise<void>;
  /** Keeps what was ordered of CodeDeploy: before it is ordered, when its id is known, and when it is done. */
  saveDeployment(route: string, fence: number, deployment: OrderedDeployment): Promise<void>;
  /**
   * Takes the lock over from a forward execution to revert it, under a higher fence. Again by the same: the same fence.
   * Null when that execution does not hold the lock, so that there is nothing to revert.
   */
  takeOver(route: string, execution: string): Promise<number | null>;
  /** Frees the lock. Again: nothing. */
  release(route: string, fence: number): Promise<void>;
  record(route: string, decision: Decision): Promise<void>;
  /** In the order of their times. */
  decisions(route: string): Promise<readonly Decision[]>;
  /**
   * The operator's word to the cutover that holds the lock. Replaces an earlier one.
   * @throws FencedError when that execution does not hold the lock
   */
  request(route: string, execution: string, request: OperatorRequest): Promise<void>;
  /** The last word to this execution, or null. */
  requested(route: string, execution: string): Promise<OperatorRequest | null>;
}

/** How an execution stands, in the words of DescribeExecution. */
export type ExecutionStatus =
  | 'RUNNING'
  | 'SUCCEEDED'
  | 'FAILED'
  | 'TIMED_OUT'
  | 'ABORTED'
  | 'PENDING_REDRIVE';

/** The executions of the two state machines. */
export interface Executions {
  /** Starts the revert machine under a name. False when an execution of that name exists already, running or ended. */
  startRevert(name: string, input: unknown): Promise<boolean>;
  /** Stops an execution of the forward machine. Does nothing when it has ended. */
  stop(execution: string, error: string, cause: string): Promise<void>;
  /** Null when there is no such execution, or its history is gone (90 days). */
  status(execution: string): Promise<ExecutionStatus | null>;
  /** The same of an execution of the revert machine, by its name. */
  revertStatus(name: string): Promise<ExecutionStatus | null>;
}

/** Structured logs. No header, body or secret goes in. */
export interface Log {
  info(message: string, detail: Record<string, unknown>): void;
  error(message: string, detail: Record<string, unknown>): void;
}
