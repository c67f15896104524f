import { normalHost } from '../shared/host-names';
import type { BalancerReading, TargetGroupReading } from '../shared/readings';
import { followed, isOwnOld, targetsOf, type ZoneRecord } from './record-references';
import type { OldPath } from './reference-rules';
import type { SearchScope } from './search-scope';

/** Something that was not read, so that it is not proven to be free of references. */
export interface Gap {
  readonly what: string;
  readonly remedy: string;
}

/** The resources of the account that may be part of the old path. */
export interface Parts {
  readonly records: readonly ZoneRecord[];
  readonly balancers: readonly BalancerReading[];
  readonly groups: readonly TargetGroupReading[];
}

/**
 * The old path: the parts that the plan names, the targets of its old record, the load balancers with these
 * host names, and their target groups. A part that remains unknown is a gap, unless the plan has an empty
 * list for it.
 */
export function resolveOldPath(
  { own, oldPath }: SearchScope,
  { records, balancers, groups }: Parts,
): {
  readonly old: OldPath;
  readonly gaps: readonly Gap[];
} {
  const named = [
    ...(oldPath.hosts ?? []).map(normalHost),
    ...records.filter((record) => isOwnOld(own, record)).flatMap(targetsOf),
  ];
  const direct = followed(named, records);
  const isOld = ({ arn, dnsName }: BalancerReading) =>
    oldPath.loadBalancerArns?.includes(arn) === true || direct.includes(normalHost(dnsName));
  const found = balancers.filter(isOld);
  const loadBalancerArns = unique([...(oldPath.loadBalancerArns ?? []), ...found.map(({ arn }) => arn)]);
  const attached = groups.filter((group) =>
    group.loadBalancerArns.some((arn) => loadBalancerArns.includes(arn)),
  );
  const targetGroupArns = unique([...(oldPath.targetGroupArns ?? []), ...attached.map(({ arn }) => arn)]);
  const hosts = unique([...direct, ...found.map(({ dnsName }) => normalHost(dnsName))]);
  const { autoScalingGroups = [] } = oldPath;
  const old: OldPath = { hosts, loadBalancerArns, targetGroupArns, autoScalingGroups };
  return {
    old,
    gaps: gapsOf(oldPath, old, found),
  };
}

function gapsOf(given: SearchScope['oldPath'], old: OldPath, found: readonly BalancerReading[]): Gap[] {
  const missing = given.hosts === undefined ? missingBalancers(old, found) : [];
  const unknown = [
    { field: 'hosts', list: old.hosts, given: given.hosts, what: 'host name or address' },
    {
      field: 'loadBalancerArns',
      list: old.loadBalancerArns,
      given: given.loadBalancerArns,
      what: 'load balancer',
    },
    {
      field: 'targetGroupArns',
      list: old.targetGroupArns,
      given: given.targetGroupArns,
      what: 'target group',
    },
  ].filter((one) => one.list.length === 0 && one.given === undefined);
  return [
    ...missing,
    ...unknown.map(({ field, what }) => ({
      what: `no ${what} of the old path is known`,
      remedy: `set decommission.oldPath.${field}; use [] if the old path has none`,
    })),
  ];
}

/** Load balancers that the plan names and that were not found, so that their host names are not known. */
function missingBalancers({ loadBalancerArns }: OldPath, found: readonly BalancerReading[]): Gap[] {
  return loadBalancerArns
    .filter((arn) => !found.some((one) => one.arn === arn))
    .map((arn) => ({
      what: `the load balancer ${arn} was not found, so its host name is not known`,
      remedy: 'set its host name in decommission.oldPath.hosts',
    }));
}

function unique(words: readonly string[]): readonly string[] {
  return [...new Set(words)];
}
