import { isSection, type Section } from '../../template';
import type { AttachmentFinding, Judge } from '../attachment';
import { liveResources, type PlacedResource } from '../compared';
import { liveResourceOf } from '../live-resource';
import { attaches } from '../notes';
import { membersOf, wordsAt } from '../paths';
import { valueText } from '../value-text';

/** A rule of a network ACL that exists: what it denies is refused; what it allows may have been denied. */
export const judgeNetworkAclEntry: Judge = (added, targets) => {
  const allows = wordsAt(added.resource.Properties, 'RuleAction').every((word) => word === 'allow');
  return [
    allows
      ? { risk: 'medium', note: `${attaches(targets)}: it allows before the rules that follow it.` }
      : { risk: 'high', note: `${attaches(targets)}: packets that it denies are dropped.` },
  ];
};

/**
 * A rule for outbound traffic of a security group that exists. A rule only allows, but where the group
 * allows all outbound traffic, CloudFormation removes that rule as it adds one of its own, and reports no
 * change (aws-cloudformation/cfn-language-discussion issue 157).
 */
export const judgeEgress: Judge = (added, targets) => {
  if (isAllTraffic(added.resource.Properties)) {
    return [];
  }
  const group = groupOf(added);
  if (group === undefined) {
    const note =
      `${attaches(targets)}: if the group allows all outbound traffic, as a group does by default, this` +
      ' rule replaces the rule that does.';
    return [{ risk: 'high', note }];
  }
  return allowsAll(group) && !hasEgressRule(added) ? [REMOVES_DEFAULT(attaches(targets))] : [];
};

const REMOVES_DEFAULT = (start: string): AttachmentFinding => ({
  risk: 'high',
  note:
    `${start}: the group allows all outbound traffic, and a rule that is a resource replaces the rule` +
    ' that does.' +
    ' State every outbound rule in the group.',
});

function groupOf(rule: PlacedResource): PlacedResource | undefined {
  const found = liveResourceOf(valueText(rule.resource.Properties.GroupId, rule), rule.world);
  return found?.resource.Type === 'AWS::EC2::SecurityGroup' ? found : undefined;
}

/** Without rules of its own, a group allows all outbound traffic. */
function allowsAll({ resource }: PlacedResource): boolean {
  const rules = membersOf(resource.Properties.SecurityGroupEgress);
  return rules.length === 0 || rules.some((rule) => isSection(rule) && isAllTraffic(rule));
}

function isAllTraffic({ CidrIp, IpProtocol }: Section): boolean {
  return CidrIp === '0.0.0.0/0' && IpProtocol === '-1';
}

/** Whether the group has a rule that is a resource of its own already. */
function hasEgressRule(added: PlacedResource): boolean {
  const group = valueText(added.resource.Properties.GroupId, added);
  return liveResources(added.world).some(
    (one) =>
      one.resource.Type === 'AWS::EC2::SecurityGroupEgress' &&
      valueText(one.resource.Properties.GroupId, one) === group,
  );
}
