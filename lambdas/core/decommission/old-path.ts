import { normalHost } from '../shared/host-names';
import type { BalancerReading, TargetGroupReading } from '../shared/readings';
import { followed, isOwnOld, targetsOf, type ZoneRecord } from './record-references';
import type { OldPath } from './reference-rules';
import type { SearchScope } from './search-scope';

/** Something that was not looked at, so that nothing is proven of it. */
export interface Gap {
  readonly what: string;
  readonly remedy: string;
}

/** What the account holds that the old path may be made of. */
export interface Parts {
  readonly records: readonly ZoneRecord[];
  readonly balancers: readonly BalancerReading[];
  readonly groups: readonly TargetGroupReading[];
}

/**
 * The old path: what the plan names, what its old record leads to, the load balancers that answer there, and their target groups. What
 * stays unknown is a gap, unless the plan says with an empty list that there is none.
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
  return {
    old: { hosts, loadBalancerArns, targetGroupArns },
    gaps: gapsOf(oldPath, { hosts, loadBalancerArns, targetGroupArns }, found),
  };
}

function gapsOf(said: SearchScope['oldPath'], old: OldPath, found: readonly BalancerReading[]): Gap[] {
  const lost = said.hosts === undefined ? lostBalancers(old, found) : [];
  const unknown = [
    { field: 'hosts', list: old.hosts, said: said.hosts, what: 'no host name or address' },
    {
      field: 'loadBalancerArns',
      list: old.loadBalancerArns,
      said: said.loadBalancerArns,
      what: 'no load balancer',
    },
    {
      field: 'targetGroupArns',
      list: old.targetGroupArns,
      said: said.targetGroupArns,
      what: 'no target group',
    },
  ].filter(({ list, said }) => list.length === 0 && said === undefined);
  return [
    ...lost,
    ...unknown.map(({ field, what }) => ({
      what: `${what} of the old path is known`,
      remedy: `name it in decommission.oldPath.${field}, or [] if there is none`,
    })),
  ];
}

/** Named, and not there: nobody can tell under which host it answered. */
function lostBalancers({ loadBalancerArns }: OldPath, found: readonly BalancerReading[]): Gap[] {
  return loadBalancerArns
    .filter((arn) => !found.some((one) => one.arn === arn))
    .map((arn) => ({
      what: `the load balancer ${arn} is not among those that could be read, so its host name is not known`,
      remedy: 'name that in decommission.oldPath.hosts',
    }));
}

function unique(words: readonly string[]): readonly string[] {
  return [...new Set(words)];
}
