/** The hosted zones in which CloudFront's own names are, by partition: aws and aws-cn. */
const CLOUDFRONT_ZONES = ['Z2FDTNDATAQYW2', 'Z3RFFRIM2A3IF5'];

/**
 * Whether an alias of this type may lead to a target in this zone. Services have alias targets for A and
 * AAAA; CloudFront also for HTTPS. An alias of any type may lead to a record of its type in its own zone.
 * Source: Amazon Route 53 Developer Guide, "Choosing between alias and non-alias records".
 * @param targetZone the hosted zone id of the alias target
 * @param ownZone the hosted zone id of the record
 */
export function mayBeAlias(type: string, targetZone: string, ownZone: string): boolean {
  return (
    targetZone === ownZone ||
    type === 'A' ||
    type === 'AAAA' ||
    (type === 'HTTPS' && CLOUDFRONT_ZONES.includes(targetZone))
  );
}
