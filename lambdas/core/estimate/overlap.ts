import { readSource, sourceList } from '../measures/source';
import { groupNameOf } from '../plan/instances';
import type { Plan } from '../plan/plan';
import { estimate } from './estimate';
import { type OverlapItem, sizeOf, usdPerHourOf } from './overlap-item';
import { type OverlapKind, overlapPrice } from './overlap-prices';

const HOUR_SECONDS = 3_600;
const WEEK_HOURS = 168;

/** The cost of the resources of one kind that exist twice. */
export interface OverlapLine {
  readonly kind: OverlapKind;
  readonly count: number;
  /** Such as `t4g.medium` or `30 GB`. Absent: the kind has one size, or the plan gives the price alone. */
  readonly size?: string;
  readonly what: string;
  /** For all resources of the kind. */
  readonly usdPerHour: number;
  readonly usd: number;
}

/** The cost of running the old and the new path at the same time. */
export interface Overlap {
  readonly hours: number;
  /**
   * Source of the list: `plan`: the plan has one; `named`: the load balancers that the plan names; `assumed`:
   * it names none.
   */
  readonly from: 'plan' | 'named' | 'assumed';
  readonly lines: readonly OverlapLine[];
  /** What the plan shows to exist twice, and whose cost it does not give. */
  readonly notCounted: readonly string[];
  readonly usd: number;
  /** For the time before and after the cutover, when both paths exist too. */
  readonly usdPerWeek: number;
}

/**
 * The cost of the overlap for the duration of the plan, in started hours. Only one path exists because of the
 * cutover: the new path before the traffic has moved, the old path afterwards. So every resource counts once.
 */
export function overlapOf(plan: Plan): Overlap {
  const { from, items } = itemsOf(plan);
  return { from, ...overlapCost(items, estimate(plan).durationSeconds), notCounted: notCounted(plan) };
}

/** Instances have no price until the plan says of which type they are. */
function notCounted({ preflight, overlap = [] }: Plan): readonly string[] {
  const groups = preflight.autoScalingGroups.map(({ name }) => groupNameOf(name));
  return groups.length === 0 || overlap.some(({ kind }) => kind === 'ec2-instance')
    ? []
    : [`the instances of ${groups.join(', ')}: add the kind ec2-instance to overlap`];
}

/**
 * The cost of resources for a number of seconds, in started hours.
 * @throws Error for an item without a price, which `overlapProblems` refuses
 */
export function overlapCost(
  items: readonly OverlapItem[],
  seconds: number,
): Omit<Overlap, 'from' | 'notCounted'> {
  const hours = Math.ceil(seconds / HOUR_SECONDS);
  const lines = items.map((item): OverlapLine => {
    const { kind, count } = item;
    const { what } = overlapPrice(kind);
    const each = usdPerHourOf(item);
    if (each === null) {
      throw new Error(`the price of ${kind} is not known: the plan was not checked`);
    }
    const usdPerHour = count * each;
    const size = sizeOf(item);
    const sized = size === null ? {} : { size };
    return { kind, count, ...sized, what, usdPerHour, usd: usdPerHour * hours };
  });
  const perHour = lines.reduce((sum, line) => sum + line.usdPerHour, 0);
  return { hours, lines, usd: perHour * hours, usdPerWeek: perHour * WEEK_HOURS };
}

function itemsOf(plan: Plan): {
  readonly from: Overlap['from'];
  readonly items: readonly OverlapItem[];
} {
  if (plan.overlap !== undefined) {
    return { from: 'plan', items: plan.overlap };
  }
  const old = plan.decommission?.oldPath.loadBalancerArns ?? [];
  const named = old.length > 0 ? old : namedBalancers(plan);
  const items = (['alb', 'nlb'] as const)
    .map((kind) => ({ kind, count: named.filter((name) => kindOf(name) === kind).length }))
    .filter(({ count }) => count > 0);
  return items.length > 0
    ? { from: 'named', items }
    : { from: 'assumed', items: [{ kind: 'alb', count: 1 }] };
}

/** The load balancers that the plan names where the requests of the new path are counted, each once. */
function namedBalancers({ health: { minRequests } }: Plan): readonly string[] {
  const sources = sourceList(minRequests?.source ?? minRequests?.loadBalancer ?? []).map(readSource);
  const names = sources.flatMap((source) => ('loadBalancer' in source ? [source.loadBalancer] : []));
  return [...new Set(names)];
}

/** The kind of a load balancer by its ARN or its CloudWatch dimension: `app/…` is an ALB, `net/…` an NLB. */
function kindOf(name: string): OverlapKind | null {
  const [, type] = /(?:^|:loadbalancer\/)(app|net)\//.exec(name) ?? [];
  return type === 'app' ? 'alb' : type === 'net' ? 'nlb' : null;
}
