import {
  type DecommissionReport,
  judgeDecommission,
  type ScanResult,
} from '../../core/decommission/decommission';
import type { Gap } from '../../core/decommission/old-path';
import type { ZoneRecord } from '../../core/decommission/record-references';
import type { BalancerForward, ClusterService } from '../../core/decommission/reference-rules';
import { type SearchScope, searchScopeOf } from '../../core/decommission/search-scope';
import type { Plan } from '../../core/plan/plan';
import { describeError } from '../../core/shared/failure';
import type { BalancerReading, ForwardReading } from '../../core/shared/readings';
import type { Clock, Page, References } from '../../ports';
import { type PageLimits, readPages } from './read-pages';

/** The limits of a scan, and where it reports its progress. */
export interface ScanOptions {
  /** Seconds after which no further call is made. */
  readonly seconds: number;
  /** What is not proven whatever the scan finds. */
  readonly gaps?: readonly Gap[];
  /** Receives a few words on what was read. */
  readonly progress?: (message: string) => void;
}

/** A scan under way, shared by its concurrent readers. */
interface Scan extends PageLimits {
  readonly references: References;
  readonly progress: (message: string) => void;
  readonly gaps: Gap[];
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
  const [zoneLists, alarms, { balancers, forwards }, groups, clusterLists] = await Promise.all([
    recordsOf(scan, zones),
    list(scan, 'alarms', 'cloudwatch:DescribeAlarms', (page) =>
      references.alarms(lookIn.alarmPrefix ?? null, page),
    ),
    forwardsOf(scan, lookIn.loadBalancerArns),
    list(scan, 'target groups', 'elasticloadbalancing:DescribeTargetGroups', (page) =>
      references.targetGroups(page),
    ),
    servicesOf(scan, lookIn.clusters),
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
    gaps: scan.gaps,
  };
  return judgeDecommission(scope, found, clock.now());
}

function zonesOf({ own }: SearchScope, given: readonly string[]): readonly string[] {
  return [...new Set([...(own === null ? [] : [own.hostedZoneId]), ...given])];
}

/** The items of a list, and whether the list is complete. */
interface Listed<T> {
  readonly items: readonly T[];
  readonly complete: boolean;
}

/** Reads one zone after the other: Route 53 takes ten requests a second from the whole account. */
async function recordsOf(scan: Scan, zones: readonly string[]): Promise<readonly Listed<ZoneRecord>[]> {
  const lists: Listed<ZoneRecord>[] = [];
  for (const hostedZoneId of zones) {
    const what = `records of hosted zone ${hostedZoneId}`;
    const { items, complete } = await list(scan, what, 'route53:ListResourceRecordSets', (page) =>
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
  const { items } = await list(scan, 'load balancers', 'elasticloadbalancing:DescribeLoadBalancers', (page) =>
    scan.references.loadBalancers(page),
  );
  const forwards: BalancerForward[] = [];
  for (const arn of named ?? items.map((one) => one.arn)) {
    forwards.push(...(await listenersOf(scan, arn)));
  }
  return { balancers: items, forwards };
}

async function listenersOf(scan: Scan, loadBalancerArn: string): Promise<readonly BalancerForward[]> {
  const { items: listeners } = await list(
    scan,
    `listeners of ${loadBalancerArn}`,
    'elasticloadbalancing:DescribeListeners',
    (page) => scan.references.listeners(loadBalancerArn, page),
  );
  const forwards: ForwardReading[] = [...listeners];
  for (const { arn, label } of listeners) {
    const { items: rules } = await list(
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
    (await list(scan, 'ECS clusters', 'ecs:ListClusters', (page) => scan.references.clusters(page))).items;
  const lists: Listed<ClusterService>[] = [];
  for (const cluster of clusters) {
    const { items, complete } = await list(
      scan,
      `services of ECS cluster ${cluster}`,
      'ecs:ListServices and ecs:DescribeServices',
      (page) => scan.references.services(cluster, page),
    );
    lists.push({ items: items.map((one) => ({ ...one, cluster })), complete });
  }
  return lists;
}

/**
 * Reads all pages of a list. An error is a gap in the proof and stops no other list; the pages before it
 * count.
 */
async function list<T>(
  scan: Scan,
  what: string,
  action: string,
  read: (page: string | null) => Promise<Page<T>>,
): Promise<Listed<T>> {
  const items: T[] = [];
  try {
    await readPages(scan, read, (page) => {
      items.push(...page);
      scan.progress(`${what}: ${items.length}`);
    });
    return { items, complete: true };
  } catch (error) {
    scan.gaps.push({ what: `${what}: ${describeError(error)}`, remedy: remedyFor(error as Error, action) });
    return { items, complete: false };
  }
}

function remedyFor({ name }: Error, action: string): string {
  if (/AccessDenied|NotAuthorized|Unauthorized/.test(name)) {
    return `allow ${action}; in a deployment, with its setting "decommission"`;
  }
  return /^NoSuch|NotFound/.test(name)
    ? 'correct decommission in the plan: this does not exist, or is in another account or region'
    : 'run the scan again: npx cutover decommission';
}
