import type { Router } from './plan';

/**
 * The ledger's key of a route, which is the unit of locking. Record types are not part of it: all types of a
 * name shift together.
 */
export function routeKey(router: Pick<Router, 'hostedZoneId' | 'recordName'>): string {
  return `route53/${router.hostedZoneId}/${router.recordName}`;
}
