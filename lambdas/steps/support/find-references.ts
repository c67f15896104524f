import {
  type DecommissionReport,
  judgeDecommission,
  type ScanResult,
} from '../../core/decommission/decommission';
import type { ScannedGroups } from '../../core/decommission/group-references';
import type { Gap } from '../../core/decommission/old-path';
import type { ZoneRecord } from '../../core/decommission/record-references';
import type { BalancerForward, ClusterService } from '../../core/decommission/reference-rules';
import { type SearchScope, searchScopeOf } from '../../core/decommission/search-scope';
import type { Plan } from '../../core/plan/plan';
import type { BalancerReading, ForwardReading } from '../../core/shared/readings';
import type { Clock, References } from '../../ports';
import { type Listed, readList, type Scan } from './scan/scan-list';

/** The limits of a scan, and where it reports its progress. */
export interface ScanOptions {
  /** Seconds after which no further call is made. */
  readonly seconds: number;
  /** What is not proven whatever the scan finds. */
  readonly gaps?: readonly Gap[];
  /** Receives a few words on what was read. */
  readonly progress?: (message: string) => void;
}

/**
 * Scans zones, alarms, services, listeners and rules for references to the plan's old path. Reads only. What
 * cannot be read, or not in time, is reported as not proven; what was read of it counts.
 */
export async function findReferences(
  ports: { readonly references: References; readonly clock: Clock },
  plan: Plan,
  { seconds, gaps = [], progress = () => undefined }: ScanOptions,
): Promise<DecommissionReport> {
  const { clock, references } = ports;
  const scan: Scan = { clock, until: clock.now() + 1_000 * seconds, references, progress, gaps: [...gaps] };
  const scope = searchScopeOf(plan);
  const lookIn = plan.decommission?.lookIn ?? { hostedZoneIds: [] };
  const zones = zonesOf(scope, lookIn.hostedZoneIds);
  const [zoneLists, alarms, { balancers, forwards }, groups, clusterLists, scaling] = await Promise.all([
    recordsOf(scan, zones),
    readList(scan, 'alarms', 'cloudwatch:DescribeAlarms', (page) =>
      references.alarms(lookIn.alarmPrefix ?? null, page),
    ),
    forwardsOf(scan, lookIn.loadBalancerArns),
    readList(scan, 'target groups', 'elasticloadbalancing:DescribeTargetGroups', (page) =>
      references.targetGroups(page),
    ),
    servicesOf(scan, lookIn.clusters),
    scaledGroups(scan),
  ]);
  const found: ScanResult = {
    zones: zoneLists.filter(({ complete }) => complete).length,
    records: zoneLists.flatMap(({ items }) => items),
    alarms: alarms.items,
    balancers,
    forwards,
    groups: groups.items,
    clusters: clusterLists.filter(({ complete }) => complete).length,
    services: clusterLists.flatMap(({ items }) => items),
    ...scaling,
    gaps: scan.gaps,
  };
  return judgeDecommission(scope, found, clock.now());
}

function zonesOf({ own }: SearchScope, given: readonly string[]): readonly string[] {
  return [...new Set([...(own === null ? [] : [own.hostedZoneId]), ...given])];
}

/** Reads one zone after the other: Route 53 takes ten requests a second from the whole account. */
async function recordsOf(scan: Scan, zones: readonly string[]): Promise<readonly Listed<ZoneRecord>[]> {
  const lists: Listed<ZoneRecord>[] = [];
  for (const hostedZoneId of zones) {
    const what = `records of hosted zone ${hostedZoneId}`;
    const { items, complete } = await readList(scan, what, 'route53:ListResourceRecordSets', (page) =>
      scan.references.records(hostedZoneId, page),
    );
    lists.push({ items: items.map((record) => ({ ...record, hostedZoneId })), complete });
  }
  return lists;
}

/**
 * Reads every load balancer of the region, because records name it by its host; and the listeners of all, or
 * of those named.
 */
async function forwardsOf(
  scan: Scan,
  named: readonly string[] | undefined,
): Promise<{ balancers: readonly BalancerReading[]; forwards: readonly BalancerForward[] }> {
  const { items } = await readList(
    scan,
    'load balancers',
    'elasticloadbalancing:DescribeLoadBalancers',
    (page) => scan.references.loadBalancers(page),
  );
  const forwards: BalancerForward[] = [];
  for (const arn of named ?? items.map((one) => one.arn)) {
    forwards.push(...(await listenersOf(scan, arn)));
  }
  return { balancers: items, forwards };
}

async function listenersOf(scan: Scan, loadBalancerArn: string): Promise<readonly BalancerForward[]> {
  const { items: listeners } = await readList(
    scan,
    `listeners of ${loadBalancerArn}`,
    'elasticloadbalancing:DescribeListeners',
    (page) => scan.references.listeners(loadBalancerArn, page),
  );
  const forwards: ForwardReading[] = [...listeners];
  for (const { arn, label } of listeners) {
    const { items: rules } = await readList(
      scan,
      `rules of ${arn}`,
      'elasticloadbalancing:DescribeRules',
      (page) => scan.references.rules(arn, page),
    );
    forwards.push(...rules.map((rule) => ({ ...rule, label: `${rule.label} of ${label}` })));
  }
  return forwards.map((one) => ({ ...one, loadBalancerArn }));
}

async function servicesOf(
  scan: Scan,
  named: readonly string[] | undefined,
): Promise<readonly Listed<ClusterService>[]> {
  const clusters =
    named ??
    (await readList(scan, 'ECS clusters', 'ecs:ListClusters', (page) => scan.references.clusters(page)))
      .items;
  const lists: Listed<ClusterService>[] = [];
  for (const cluster of clusters) {
    const { items, complete } = await readList(
      scan,
      `services of ECS cluster ${cluster}`,
      'ecs:ListServices and ecs:DescribeServices',
      (page) => scan.references.services(cluster, page),
    );
    lists.push({ items: items.map((one) => ({ ...one, cluster })), complete });
  }
  return lists;
}

/** One list after the other: Auto Scaling throttles an account's calls together. */
async function scaledGroups(scan: Scan): Promise<ScannedGroups> {
  const groups = await readList(
    scan,
    'Auto Scaling groups',
    'autoscaling:DescribeAutoScalingGroups',
    (page) => scan.references.autoScalingGroups(page),
  );
  const actions = await readList(
    scan,
    'scheduled actions of Auto Scaling groups',
    'autoscaling:DescribeScheduledActions',
    (page) => scan.references.scheduledActions(page),
  );
  return { autoScalingGroups: groups.items, scheduledActions: actions.items };
}
