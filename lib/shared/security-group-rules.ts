import { Stack } from 'aws-cdk-lib';
import { CfnSecurityGroupEgress, CfnSecurityGroupIngress, type IConnectable } from 'aws-cdk-lib/aws-ec2';
import type { IConstruct } from 'constructs';

type Rule = CfnSecurityGroupEgress | CfnSecurityGroupIngress;

/**
 * The rules that let traffic from one to the other, as far as they are resources of their own in this app. Those of other peers are left
 * out: who depended on them would change when they go.
 */
export function rulesBetween(from: IConnectable, to: IConnectable): Rule[] {
  const idsOf = ({ connections }: IConnectable) =>
    new Set(connections.securityGroups.map((group) => spelled(group, group.securityGroupId)));
  const [fromIds, toIds] = [idsOf(from), idsOf(to)];
  return [...from.connections.securityGroups, ...to.connections.securityGroups]
    .flatMap(({ node }) => node.children)
    .filter((one): one is Rule => {
      if (one instanceof CfnSecurityGroupEgress) {
        return (
          fromIds.has(spelled(one, one.groupId)) && toIds.has(spelled(one, one.destinationSecurityGroupId))
        );
      }
      return (
        one instanceof CfnSecurityGroupIngress &&
        toIds.has(spelled(one, one.groupId)) &&
        fromIds.has(spelled(one, one.sourceSecurityGroupId))
      );
    });
}

/** An id, or where it comes from, as text that can be compared. */
function spelled(scope: IConstruct, id: string | undefined): string {
  return JSON.stringify(Stack.of(scope).resolve(id));
}
