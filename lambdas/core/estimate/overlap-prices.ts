/**
 * A price per hour in USD, us-east-1, without the free tier, as of 2026-11. Sources: the pricing pages of
 * Elastic Load Balancing, VPC (public IPv4 addresses and NAT gateways), PrivateLink, API Gateway and Fargate
 * (Linux, ARM64). Those of EBS and of transfer between zones were compared in November 2026 with second-hand
 * sources of 2026 and are equal: AWS's agent toolkit for gp3 ("approximate as of early 2026"), and published
 * tables of data transfer for 0.01 USD a GB in each direction. The pages of AWS have them in scripts, and
 * were not read. A plan overrides a price with `usdPerHour`.
 */
interface OverlapPrice {
  readonly perHour: number;
  /** What one resource of the kind is. */
  readonly what: string;
}

/**
 * The capacity units assumed for an idle load balancer. Live traffic costs the same on either path, so only
 * the idle share of the second path is additional. Health checks are not billed; a quarter of a unit allows
 * for tests (6 new connections per second).
 */
const IDLE_UNITS = 0.25;

/** The hours of a month by which AWS bills what has a price per month. */
const MONTH_HOURS = 730;

const prices = {
  alb: {
    perHour: 0.0225 + IDLE_UNITS * 0.008,
    what: 'Application Load Balancer, with a quarter of an LCU',
  },
  nlb: { perHour: 0.0225 + IDLE_UNITS * 0.006, what: 'Network Load Balancer, with a quarter of an NLCU' },
  'public-ipv4': {
    perHour: 0.005,
    what: 'public IPv4 address: one per Availability Zone of an internet-facing load balancer',
  },
  'nat-gateway': { perHour: 0.045, what: 'NAT gateway, without data processing' },
  'nat-data': { perHour: 0.045, what: 'GB in an hour that a NAT gateway processes' },
  'zone-transfer': {
    perHour: 2 * 0.01,
    what: 'GB in an hour from one Availability Zone to another, billed on both sides',
  },
  'ec2-instance': { perHour: 0, what: 'EC2 instance, on demand: its price depends on its type' },
  'ebs-volume': { perHour: 0.08 / MONTH_HOURS, what: 'GB of a gp3 volume, with the IOPS that it includes' },
  'vpc-endpoint': {
    perHour: 0.01,
    what: 'interface endpoint in one Availability Zone, without data processing',
  },
  'fargate-task': {
    perHour: 0.25 * 0.03238 + 0.5 * 0.00356,
    what: 'Fargate task of 0.25 vCPU and 0.5 GB; a task registered with both paths exists only once',
  },
  'http-api': { perHour: 0, what: 'HTTP API: billed per request' },
  'rest-api': { perHour: 0, what: 'REST API: billed per request' },
  'vpc-link': { perHour: 0, what: 'VPC link: free; one of a REST API of version 1 requires an nlb' },
} as const satisfies Readonly<Record<string, OverlapPrice>>;

/** A kind of resource that exists twice during a cutover. */
export type OverlapKind = keyof typeof prices;

/** Every kind of resource that has a price. */
export const OVERLAP_KINDS = Object.keys(prices) as [OverlapKind, ...OverlapKind[]];

/** The price of one resource of a kind, or of one GB where it has sizes: see `usdPerHourOf`. */
export function overlapPrice(kind: OverlapKind): OverlapPrice {
  return prices[kind];
}
