/**
 * The hosted zone of every CloudFront distribution, also behind an edge-optimized API (Amazon Route 53 API
 * Reference, AliasTarget).
 */
const CLOUDFRONT_ZONE = 'Z2FDTNDATAQYW2';
/** That zone, and the one of the partition aws-cn. */
const CLOUDFRONT_ZONES = [CLOUDFRONT_ZONE, 'Z3RFFRIM2A3IF5'];

/** An alias as a record set or a plan has it. */
export interface AliasParts {
  readonly type: string;
  /** The hosted zone that the alias names as that of its target. */
  readonly targetZoneId: string;
  /** The zone of the record itself. */
  readonly zoneId: string;
}

/**
 * Why Route 53 has no alias of this type to that target; null when it has. An alias to a record of its own
 * zone has the type of that record. An alias to an AWS resource is A or AAAA; for a distribution of
 * CloudFront it may be HTTPS too. So a CNAME alias exists within the zone alone.
 * Source: Amazon Route 53 Developer Guide, "Choosing between alias and non-alias records" and "Values
 * specific for simple alias records", "Record type".
 */
export function aliasTypeProblem({ type, targetZoneId, zoneId }: AliasParts): string | null {
  const types = CLOUDFRONT_ZONES.includes(targetZoneId) ? ['A', 'AAAA', 'HTTPS'] : ['A', 'AAAA'];
  return targetZoneId === zoneId || types.includes(type)
    ? null
    : `an alias to a load balancer, an API or another AWS resource is ${types.join(' or ')}, not ${type}`;
}

/**
 * Why a target does not lie in the hosted zone that an alias names for it; null when nothing is known to be
 * wrong. Each kind of AWS resource has its own zones, one for all distributions of CloudFront.
 * Source: Amazon Route 53 API Reference, AliasTarget, "HostedZoneId".
 */
export function zoneNameProblem(targetZoneId: string, host: string): string | null {
  const isDistribution = host.endsWith('.cloudfront.net');
  if (isDistribution === (targetZoneId === CLOUDFRONT_ZONE)) {
    return null;
  }
  return isDistribution
    ? `is ${targetZoneId}; must be ${CLOUDFRONT_ZONE}, the zone of every *.cloudfront.net name`
    : `is ${CLOUDFRONT_ZONE}, the zone of *.cloudfront.net names alone; must be the zone of ${host}`;
}
