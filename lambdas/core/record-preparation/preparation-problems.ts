import type { Plan } from '../plan/plan';
import { recordRouteOf } from '../routers/route';
import { aliasTypeProblem, zoneNameProblem } from '../routers/route53/alias-rules';
import { shiftSizeProblem } from '../routers/route53/batch-limits';
import { plainName } from '../routers/route53/record-names';
import type { Route53 } from '../routers/route53/schema';
import type { Problem } from '../validation/problems';
import type { NewTarget } from './preparation-schema';

const TARGET = 'router.adopt.newTarget';

/** Validates `router.adopt` and `ttl` as far as it takes more than one field. */
export function preparationProblems({ router, ttl, preflight }: Plan): Problem[] {
  const records = recordRouteOf(router);
  if (records === null) {
    const message =
      `is not for a router of the kind "${router.kind}"; must be left out,` +
      ' because only records have a TTL to lower';
    return ttl === undefined ? [] : [{ path: 'ttl', message }];
  }
  const problems: Problem[] =
    records.adopt === undefined ? [] : targetProblems(records, records.adopt.newTarget);
  if (ttl !== undefined && ttl.seconds > preflight.maxTtlSeconds) {
    const message =
      `is ${ttl.seconds}; must be at most preflight.maxTtlSeconds (${preflight.maxTtlSeconds}),` +
      ' or the preflight rejects the lowered TTL';
    problems.push({ path: 'ttl.seconds', message });
  }
  return problems;
}

function targetProblems(router: Route53, target: NewTarget): Problem[] {
  const { alias, values, ttlSeconds } = target;
  if ((alias === undefined) === (values === undefined)) {
    const given = alias === undefined ? 'neither' : 'both';
    const message = `has ${given} of alias and values; must have one of them`;
    return [{ path: TARGET, message }];
  }
  if (alias !== undefined) {
    const message = `is ${ttlSeconds}; must be left out, because an alias has no TTL of its own`;
    const ttl = ttlSeconds === undefined ? [] : [{ path: `${TARGET}.ttlSeconds`, message }];
    return [...ttl, ...aliasProblems(router, alias)];
  }
  const withoutValues = router.recordTypes.filter((type) => !hasValues(type));
  if (withoutValues.length > 0) {
    const message =
      `cannot have values for ${withoutValues.join(' and ')}; must be an alias, or create the weighted pair` +
      ' of that type yourself, in which case router.adopt is left out';
    return [{ path: `${TARGET}.values`, message }];
  }
  return valueProblems(router, values as NonNullable<NewTarget['values']>);
}

function valueProblems(router: Route53, values: NonNullable<NewTarget['values']>): Problem[] {
  const given = Object.keys(values) as (keyof typeof values)[];
  const size = shiftSizeProblem(
    given.map((type) => ({ ResourceRecords: values[type]?.map((Value) => ({ Value })) })),
  );
  const tooLarge =
    `has so many that one change of all weights would have at least ${size};` +
    ' must have fewer, or be an alias';
  return [
    ...(size === null ? [] : [{ path: `${TARGET}.values`, message: tooLarge }]),
    ...router.recordTypes
      .filter(hasValues)
      .filter((type) => values[type] === undefined)
      .map((type) => ({
        path: `${TARGET}.values.${type}`,
        message: 'is missing; must be given for each of router.recordTypes',
      })),
    ...given
      .filter((type) => !router.recordTypes.includes(type))
      .map((type) => ({
        path: `${TARGET}.values.${type}`,
        message: `is not in router.recordTypes; must be one of ${router.recordTypes.join(', ')}`,
      })),
  ];
}

/** Problems of an alias that Route 53 would refuse whatever the zone holds. */
function aliasProblems(
  { recordName, recordTypes, hostedZoneId }: Route53,
  alias: NonNullable<NewTarget['alias']>,
): Problem[] {
  const host = plainName(alias.dnsName);
  const path = `${TARGET}.alias`;
  const zones = { targetZoneId: alias.hostedZoneId, zoneId: hostedZoneId };
  const refused = recordTypes.filter((type) => aliasTypeProblem({ type, ...zones }) !== null);
  const [first] = refused;
  if (first !== undefined) {
    const types = refused.join(' and ');
    const message =
      `leads to ${host}, outside of the zone ${hostedZoneId}; must be left out, because ` +
      `${aliasTypeProblem({ type: first, ...zones })}: ` +
      (first === 'CNAME'
        ? `give values: { CNAME: [${host}] } instead`
        : `leave ${types} out of router.recordTypes, or create that weighted pair yourself,` +
          ' without router.adopt');
    return [{ path, message }];
  }
  if (alias.hostedZoneId === hostedZoneId && host === recordName) {
    const message = `is "${host}", the record itself; must be the name of the new path`;
    return [{ path: `${path}.dnsName`, message }];
  }
  const zone = zoneNameProblem(alias.hostedZoneId, host);
  return zone === null ? [] : [{ path: `${path}.hostedZoneId`, message: zone }];
}

/** Types that a plan can give values for: what is in HTTPS and SVCB records has no check by the policy. */
function hasValues(type: Route53['recordTypes'][number]): type is 'A' | 'AAAA' | 'CNAME' {
  return type !== 'HTTPS' && type !== 'SVCB';
}
