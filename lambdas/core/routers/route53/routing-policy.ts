/** The field that gives a record its routing policy (Amazon Route 53 API Reference, ResourceRecordSet). */
const POLICIES = {
  TrafficPolicyInstanceId: 'a traffic policy',
  Region: 'latency routing',
  Failover: 'failover routing',
  GeoLocation: 'geolocation routing',
  GeoProximityLocation: 'geoproximity routing',
  CidrRoutingConfig: 'IP-based routing',
  MultiValueAnswer: 'multivalue answer routing',
  Weight: 'weighted routing',
} as const;

/**
 * The routing policy of a record, in Route 53's terms; null for a simple record.
 * @param record a record set in the shape of the API
 */
export function routingPolicy(record: object): (typeof POLICIES)[keyof typeof POLICIES] | null {
  const field = Object.keys(POLICIES).find((name) => Reflect.get(record, name) !== undefined);
  return field === undefined ? null : POLICIES[field as keyof typeof POLICIES];
}
