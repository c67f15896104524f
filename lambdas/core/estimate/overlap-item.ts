import type { Problem } from '../validation/problems';
import { instanceUsdPerHour } from './instance-prices';
import { type OverlapKind, overlapPrice } from './overlap-prices';

/** Resources of one kind that exist twice, as a plan lists them. */
export interface OverlapItem {
  readonly kind: OverlapKind;
  readonly count: number;
  readonly instanceType?: string | undefined;
  readonly gigabytes?: number | undefined;
  readonly gigabytesPerHour?: number | undefined;
  readonly usdPerHour?: number | undefined;
}

/** What the price of a kind is in proportion to. */
const SIZED: { readonly [Kind in OverlapKind]?: 'instanceType' | 'gigabytes' | 'gigabytesPerHour' } = {
  'ec2-instance': 'instanceType',
  'ebs-volume': 'gigabytes',
  'nat-data': 'gigabytesPerHour',
  'zone-transfer': 'gigabytesPerHour',
};
const SIZES = ['instanceType', 'gigabytes', 'gigabytesPerHour'] as const;

/** The price of an hour of one resource, in USD; null where neither the plan nor a table has it. */
export function usdPerHourOf(item: OverlapItem): number | null {
  const { kind, instanceType, gigabytes, gigabytesPerHour, usdPerHour } = item;
  if (usdPerHour !== undefined) {
    return usdPerHour;
  }
  if (kind === 'ec2-instance') {
    return instanceType === undefined ? null : instanceUsdPerHour(instanceType);
  }
  const { perHour } = overlapPrice(kind);
  const size = SIZED[kind] === 'gigabytes' ? gigabytes : gigabytesPerHour;
  return SIZED[kind] === undefined ? perHour : size === undefined ? null : perHour * size;
}

/** `t4g.medium`, `30 GB` or `5 GB per hour`; null for a kind of one size. */
export function sizeOf({ instanceType, gigabytes, gigabytesPerHour }: OverlapItem): string | null {
  if (instanceType !== undefined) {
    return instanceType;
  }
  return gigabytes !== undefined
    ? `${gigabytes} GB`
    : gigabytesPerHour !== undefined
      ? `${gigabytesPerHour} GB per hour`
      : null;
}

/** Checks that each item of `overlap` has what its price depends on, and nothing that it does not. */
export function overlapProblems(items: readonly OverlapItem[] = []): Problem[] {
  return items.flatMap((item, i) => {
    const at = `overlap[${i}]`;
    const sized = SIZED[item.kind];
    const unused = SIZES.filter((field) => field !== sized && item[field] !== undefined).map((field) => ({
      path: `${at}.${field}`,
      message: `is not for the kind ${item.kind}; must be left out`,
    }));
    return [...unused, ...priceProblems(item, at)];
  });
}

function priceProblems(item: OverlapItem, at: string): Problem[] {
  const { kind, instanceType } = item;
  if (usdPerHourOf(item) !== null) {
    return [];
  }
  if (instanceType === undefined) {
    const message = `is missing, and the price of ${kind} depends on it; give it, or usdPerHour`;
    return [{ path: `${at}.${SIZED[kind]}`, message }];
  }
  const message =
    `is missing, and no price of ${instanceType} is known here;` +
    ' give that of one instance, from the price list of your Region';
  return [{ path: `${at}.usdPerHour`, message }];
}
