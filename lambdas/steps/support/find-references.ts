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

/** What a look may take, and who is told how it goes. */
export interface ScanOptions {
  /** Seconds after which no further call is made. */
  readonly seconds: number;
  /** What is not proven whatever is found. */
  readonly gaps?: readonly Gap[];
  /** Told in a few words of what was read. */
  readonly progress?: (words: string) => void;
}

/** Everything that is being read, by all readers side by side. */
interface Look extends PageLimits {
  readonly references: References;
  readonly progress: (words: string) => void;
  readonly gaps: Gap[];
}

/**
 * Looks through zones, alarms, services, listeners and rules for whatever points at the plan's old path. Reads only. What cannot be read,
 * or not in time, is told as not proven; what was read of it counts.
 */
export async function findReferences(
  ports: { readonly references: References; readonly clock: Clock },
  plan: Plan,
  { seconds, gaps = [], progress = () => undefined }: ScanOptions,
): Promise<DecommissionReport> {
  const { clock, references } = ports;
  const look: Look = { clock, until: clock.now() + 1_000 * seconds, references, progress, gaps: [...gaps] };
  const sought = searchScopeOf(plan);
  const lookIn = plan.decommission?.lookIn ?? { hostedZoneIds: [] };
  const zones = zonesOf(sought, lookIn.hostedZoneIds);
  const [zoneLists, alarms, { balancers, forwards }, groups, clusterLists] = await Promise.all([
    recordsOf(look, zones),
    list(look, 'alarms', 'cloudwatch:DescribeAlarms', (page) =>
      references.alarms(lookIn.alarmPrefix ?? null, page),
    ),
    forwardsOf(look, lookIn.loadBalancerArns),
    list(look, 'target groups', 'elasticloadbalancing:DescribeTargetGroups', (page) =>
      references.targetGroups(page),
    ),
    servicesOf(look, lookIn.clusters),
  ]);
  const seen: ScanResult = {
    zones: zoneLists.filter(({ complete }) => complete).length,
    records: zoneLists.flatMap(({ items }) => items),
    alarms: alarms.items,
    balancers,
    forwards,
    groups: groups.items,
    clusters: clusterLists.filter(({ complete }) => complete).length,
    services: clusterLists.flatMap(({ items }) => items),
    gaps: look.gaps,
  };
  return judgeDecommission(sought, seen, clock.now());
}

function zonesOf({ own }: SearchScope, given: readonly string[]): readonly string[] {
  return [...new Set([...(own === null ? [] : [own.hostedZoneId]), ...given])];
}

/** What was listed, and whether that is all. */
interface Listed<T> {
  readonly items: readonly T[];
  readonly complete: boolean;
}

/** One zone after the other: Route 53 takes ten requests a second from the whole account. */
async function recordsOf(look: Look, zones: readonly string[]): Promise<readonly Listed<ZoneRecord>[]> {
  const lists: Listed<ZoneRecord>[] = [];
  for (const hostedZoneId of zones) {
    const what = `records of hosted zone ${hostedZoneId}`;
    const { items, complete } = await list(look, what, 'route53:ListResourceRecordSets', (page) =>
      look.references.records(hostedZoneId, page),
    );
    lists.push({ items: items.map((record) => ({ ...record, hostedZoneId })), complete });
  }
  return lists;
}

/** Every load balancer of the region is known by its host; the listeners of all, or of those named, are read. */
async function forwardsOf(
  look: Look,
  named: readonly string[] | undefined,
): Promise<{ balancers: readonly BalancerReading[]; forwards: readonly BalancerForward[] }> {
  const { items } = await list(look, 'load balancers', 'elasticloadbalancing:DescribeLoadBalancers', (page) =>
    look.references.loadBalancers(page),
  );
  const forwards: BalancerForward[] = [];
  for (const arn of named ?? items.map((one) => one.arn)) {
    forwards.push(...(await listenersOf(look, arn)));
  }
  return { balancers: items, forwards };
}

async function listenersOf(look: Look, loadBalancerArn: string): Promise<readonly BalancerForward[]> {
  const { items: listeners } = await list(
    look,
    `listeners of ${loadBalancerArn}`,
    'elasticloadbalancing:DescribeListeners',
    (page) => look.references.listeners(loadBalancerArn, page),
  );
  const forwards: ForwardReading[] = [...listeners];
  for (const { arn, label } of listeners) {
    const { items: rules } = await list(
      look,
      `rules of ${arn}`,
      'elasticloadbalancing:DescribeRules',
      (page) => look.references.rules(arn, page),
    );
    forwards.push(...rules.map((rule) => ({ ...rule, label: `${rule.label} of ${label}` })));
  }
  return forwards.map((one) => ({ ...one, loadBalancerArn }));
}

async function servicesOf(
  look: Look,
  named: readonly string[] | undefined,
): Promise<readonly Listed<ClusterService>[]> {
  const clusters =
    named ??
    (await list(look, 'ECS clusters', 'ecs:ListClusters', (page) => look.references.clusters(page))).items;
  const lists: Listed<ClusterService>[] = [];
  for (const cluster of clusters) {
    const { items, complete } = await list(
      look,
      `services of ECS cluster ${cluster}`,
      'ecs:ListServices and ecs:DescribeServices',
      (page) => look.references.services(cluster, page),
    );
    lists.push({ items: items.map((one) => ({ ...one, cluster })), complete });
  }
  return lists;
}

/** Reads all pages of a list. What fails is a gap in the proof and ends nothing else; what came before it counts. */
async function list<T>(
  look: Look,
  what: string,
  action: string,
  read: (page: string | null) => Promise<Page<T>>,
): Promise<Listed<T>> {
  const items: T[] = [];
  try {
    await readPages(look, read, (page) => {
      items.push(...page);
      look.progress(`${what}: ${items.length}`);
    });
    return { items, complete: true };
  } catch (error) {
    look.gaps.push({ what: `${what}: ${describeError(error)}`, remedy: remedyFor(error as Error, action) });
    return { items, complete: false };
  }
}

function remedyFor({ name }: Error, action: string): string {
  if (/AccessDenied|NotAuthorized|Unauthorized/.test(name)) {
    return `allow ${action}, in a deployment with its setting "decommission"`;
  }
  return /^NoSuch|NotFound/.test(name)
    ? 'correct decommission in the plan: it is gone, or of another account or region'
    : 'look again: npx cutover decommission';
}
