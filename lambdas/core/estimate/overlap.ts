import { readSource, sourceList } from '../measures/source';
import type { Plan } from '../plan/plan';
import { estimate } from './estimate';
import { type OverlapKind, overlapPrice } from './overlap-prices';

const HOUR_SECONDS = 3_600;
const WEEK_HOURS = 168;

/** The cost of the resources of one kind that exist twice. */
export interface OverlapLine {
  readonly kind: OverlapKind;
  readonly count: number;
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
  return { from, ...overlapCost(items, estimate(plan).durationSeconds) };
}

/** The cost of resources for a number of seconds, in started hours. */
export function overlapCost(
  items: readonly { readonly kind: OverlapKind; readonly count: number }[],
  seconds: number,
): Omit<Overlap, 'from'> {
  const hours = Math.ceil(seconds / HOUR_SECONDS);
  const lines = items.map(({ kind, count }) => {
    const { perHour, what } = overlapPrice(kind);
    const usdPerHour = count * perHour;
    return { kind, count, what, usdPerHour, usd: usdPerHour * hours };
  });
  const perHour = lines.reduce((sum, line) => sum + line.usdPerHour, 0);
  return { hours, lines, usd: perHour * hours, usdPerWeek: perHour * WEEK_HOURS };
}

function itemsOf(plan: Plan): {
  readonly from: Overlap['from'];
  readonly items: readonly { readonly kind: OverlapKind; readonly count: number }[];
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
