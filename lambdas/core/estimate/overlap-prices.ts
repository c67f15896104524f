/**
 * Prices by the hour in USD, us-east-1, without the free tier, read 2026-11: the pricing pages of Elastic Load Balancing, VPC (public IPv4
 * addresses and NAT gateways), PrivateLink, API Gateway and Fargate (Linux, ARM64).
 */
interface OverlapPrice {
  readonly perHour: number;
  /** What it is by itself, for a person. */
  readonly what: string;
}

/**
 * Capacity units that an idle load balancer is reckoned with. What serves traffic pays for it on whichever path it is, so only the second
 * path's idle share comes on top: health checks are not billed, and a quarter leaves room for tests (6 new connections a second).
 */
const IDLE_UNITS = 0.25;

const prices = {
  alb: {
    perHour: 0.0225 + IDLE_UNITS * 0.008,
    what: 'Application Load Balancer, with a quarter of an LCU',
  },
  nlb: { perHour: 0.0225 + IDLE_UNITS * 0.006, what: 'Network Load Balancer, with a quarter of an NLCU' },
  'public-ipv4': {
    perHour: 0.005,
    what: 'public IPv4 address: one for each zone of an internet-facing load balancer',
  },
  'nat-gateway': { perHour: 0.045, what: 'NAT gateway, without the data' },
  'vpc-endpoint': { perHour: 0.01, what: 'interface endpoint in one zone, without the data' },
  'fargate-task': {
    perHour: 0.25 * 0.03238 + 0.5 * 0.00356,
    what: 'Fargate task of 0.25 vCPU and 0.5 GB; one task registered with both paths is no second one',
  },
  'http-api': { perHour: 0, what: 'HTTP API: paid by the request that it serves' },
  'rest-api': { perHour: 0, what: 'REST API: paid by the request that it serves' },
  'vpc-link': { perHour: 0, what: 'VPC link: free; that of a REST API needs an nlb' },
} as const satisfies Readonly<Record<string, OverlapPrice>>;

/** A kind of resource that stands twice during a cutover. */
export type OverlapKind = keyof typeof prices;

export const OVERLAP_KINDS = Object.keys(prices) as [OverlapKind, ...OverlapKind[]];

/** The price of one of a kind. */
export function overlapPrice(kind: OverlapKind): OverlapPrice {
  return prices[kind];
}
