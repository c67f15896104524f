import { Stack } from 'aws-cdk-lib';
import { CfnSecurityGroupEgress, CfnSecurityGroupIngress, type IConnectable } from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';

type Rule = CfnSecurityGroupEgress | CfnSecurityGroupIngress;

/**
 * The security group rules that allow traffic from one construct to the other, as far as this app defines
 * them as separate resources.
 *
 * Rules for other peers are left out: a resource that depended on them would change when those peers are
 * removed.
 */
export function rulesBetween(from: IConnectable, to: IConnectable): Rule[] {
  const idsOf = ({ connections }: IConnectable) =>
    new Set(connections.securityGroups.map((group) => comparable(group, group.securityGroupId)));
  const [fromIds, toIds] = [idsOf(from), idsOf(to)];
  return [...from.connections.securityGroups, ...to.connections.securityGroups]
    .flatMap(({ node }) => node.children)
    .filter((one): one is Rule => {
      if (one instanceof CfnSecurityGroupEgress) {
        return (
          fromIds.has(comparable(one, one.groupId)) &&
          toIds.has(comparable(one, one.destinationSecurityGroupId))
        );
      }
      return (
        one instanceof CfnSecurityGroupIngress &&
        toIds.has(comparable(one, one.groupId)) &&
        fromIds.has(comparable(one, one.sourceSecurityGroupId))
      );
    });
}

/** A security group's id as text that can be compared, although it may be known only at deployment. */
function comparable(scope: IConstruct, id: string | undefined): string {
  return JSON.stringify(Stack.of(scope).resolve(id));
}
