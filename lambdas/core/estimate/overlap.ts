import type { Plan } from '../plan/plan';
import { estimate } from './estimate';
import { type OverlapKind, overlapPrice } from './overlap-prices';

const HOUR_SECONDS = 3_600;
const WEEK_HOURS = 168;

/** One kind of resource that stands twice. */
export interface OverlapLine {
  readonly kind: OverlapKind;
  readonly count: number;
  readonly what: string;
  /** For all of the count. */
  readonly usdPerHour: number;
  readonly usd: number;
}

/** What it costs that the old and the new path stand side by side. */
export interface Overlap {
  readonly hours: number;
  /** `plan`: the plan lists it; `named`: the load balancers that the plan names; `assumed`: it names none. */
  readonly from: 'plan' | 'named' | 'assumed';
  readonly lines: readonly OverlapLine[];
  readonly usd: number;
  /** For the weeks before and after, in which both stand as well. */
  readonly usdPerWeek: number;
}

/**
 * Reckons the overlap over the plan's own duration, by the hour begun. Only one of the two paths is there because of the cutover: until it
 * has moved that is the new one, afterwards the old one. So what the plan lists counts once.
 */
export function overlapOf(plan: Plan): Overlap {
  const { from, items } = itemsOf(plan);
  return { from, ...overlapCost(items, estimate(plan).durationSeconds) };
}

/** The cost of resources over so many seconds. */
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
  const fresh = plan.health.minRequests?.loadBalancer;
  const named = old.length > 0 ? old : fresh === undefined ? [] : [fresh];
  const items = (['alb', 'nlb'] as const)
    .map((kind) => ({ kind, count: named.filter((name) => kindOf(name) === kind).length }))
    .filter(({ count }) => count > 0);
  return items.length > 0
    ? { from: 'named', items }
    : { from: 'assumed', items: [{ kind: 'alb', count: 1 }] };
}

/** `app/name/id` is an ALB's, by its ARN or its dimension; `net/…` is an NLB's. */
function kindOf(name: string): OverlapKind | null {
  const [, type] = /(?:^|:loadbalancer\/)(app|net)\//.exec(name) ?? [];
  return type === 'app' ? 'alb' : type === 'net' ? 'nlb' : null;
}
