import type { Plan } from '../plan/plan';
import { recordRouteOf } from '../routers/route';
import { mayBeAlias } from '../routers/route53/alias-rules';
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
  if (values === undefined) {
    const message = `is ${ttlSeconds}; must be left out, because an alias has no TTL of its own`;
    return [
      ...(ttlSeconds === undefined ? [] : [{ path: `${TARGET}.ttlSeconds`, message }]),
      // One of the two is there.
      ...aliasProblems(router, alias as NonNullable<typeof alias>),
    ];
  }
  const withoutValues = router.recordTypes.filter((type) => !hasValues(type));
  if (withoutValues.length > 0) {
    const message =
      `cannot have values for ${withoutValues.join(' and ')}; must be an alias, or create the weighted pair` +
      ' of that type yourself, in which case router.adopt is left out';
    return [{ path: `${TARGET}.values`, message }];
  }
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

/** Problems of an alias that Route 53 refuses to create. */
function aliasProblems(
  { recordName, recordTypes, hostedZoneId }: Route53,
  { hostedZoneId: targetZone, dnsName }: NonNullable<NewTarget['alias']>,
): Problem[] {
  const path = `${TARGET}.alias`;
  const host = plainName(dnsName);
  if (targetZone === hostedZoneId && host === recordName) {
    const message = `leads to ${host}, the record itself; must lead to the new path`;
    return [{ path, message }];
  }
  const refused = recordTypes.filter((type) => !mayBeAlias(type, targetZone, hostedZoneId));
  if (refused.length === 0) {
    return [];
  }
  const types = refused.join(' and ');
  const message =
    `leads to zone ${targetZone}, where Route 53 takes no alias of the type ${types}; must ` +
    (refused.includes('CNAME')
      ? `be left out, with ${TARGET}.values: { CNAME: [${host}] } in its place`
      : `be left out for ${types}: create the weighted pair of that type yourself, without router.adopt`);
  return [{ path, message }];
}

/** Types that a plan can give values for: what is in HTTPS and SVCB records has no check by the policy. */
function hasValues(type: Route53['recordTypes'][number]): type is 'A' | 'AAAA' | 'CNAME' {
  return type !== 'HTTPS' && type !== 'SVCB';
}
