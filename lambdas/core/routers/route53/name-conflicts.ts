import { RouteBrokenError } from '../../shared/errors';
import { sameName } from './record-names';
import { routingPolicy } from './routing-policy';
import type { Route53 } from './schema';

/** A record set in the shape of the API, of which only these fields and the routing policy are read. */
interface Named {
  readonly Name?: string | undefined;
  readonly Type?: string | undefined;
}

/** The types that can lead clients to a path beside each other. */
const ADDRESSES = ['A', 'AAAA'];

/**
 * Asserts that the types of a plan can stand at its name. DNS allows nothing beside a CNAME, and no CNAME at
 * the apex of a zone, so a pair of another type than what is there can never be created.
 * Source: Amazon Route 53 Developer Guide, "Supported DNS record types", "CNAME record type".
 * @param all every record set of the route's name, whatever its type, and maybe others
 * @throws RouteBrokenError with what can be done for a type that cannot
 */
export function requirePossibleTypes(router: Route53, all: readonly Named[]): void {
  const { recordName, recordTypes } = router;
  const records = all.filter(({ Name }) => sameName(Name, recordName));
  const cname = records.find(({ Type }) => Type === 'CNAME');
  const isCname = recordTypes.includes('CNAME');
  if (isCname && records.some(({ Type }) => Type === 'SOA')) {
    throw new RouteBrokenError(
      `${recordName} CNAME: the name is the apex of its zone, where DNS allows no CNAME;` +
        ' use aliases of A or AAAA there (router.recordTypes), or a name below the apex',
    );
  }
  if (!isCname && cname !== undefined) {
    throw new RouteBrokenError(
      `${recordName} ${recordTypes.join(', ')}: the name has a CNAME record, and DNS allows no other type` +
        ` beside it; ${cnameRemedy(router, cname)}`,
    );
  }
  const addresses = ADDRESSES.filter((type) => records.some(({ Type }) => Type === type));
  if (isCname && cname === undefined && addresses.length > 0) {
    const target =
      router.adopt === undefined
        ? ''
        : ', and give router.adopt.newTarget an alias, or values of those types';
    throw new RouteBrokenError(
      `${recordName} CNAME: the name has ${addresses.join(' and ')} records, and DNS allows no CNAME beside` +
        ` them; set router.recordTypes to [${addresses.join(', ')}]${target}`,
    );
  }
}

/** Shifts the CNAME itself; a simple one becomes a pair only where the plan says where the new one leads. */
function cnameRemedy(router: Route53, cname: Named): string {
  const types = 'set router.recordTypes to [CNAME]';
  const values = 'values: { CNAME: [HOST] }, with the host name of the new path';
  if (router.adopt !== undefined) {
    const isValues = router.adopt.newTarget.values?.CNAME !== undefined;
    return isValues ? types : `${types}, and give router.adopt.newTarget ${values}`;
  }
  return routingPolicy(cname) === null ? `${types}, and add router.adopt.newTarget with ${values}` : types;
}
