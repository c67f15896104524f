import { Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledgeWildcards, WildcardStatement } from '../workflow/iam/wildcards';

export interface InfrastructureRoleProps {
  readonly listenerRuleArns: readonly string[];
  readonly listenerArns: readonly string[];
  readonly targetGroupArns: readonly string[];
}

/**
 * What ECS may do to the load balancer of one service: the statements of `AmazonECSInfrastructureRolePolicyForLoadBalancers`, which covers
 * every Application Load Balancer of the account, held to this one's rules, listeners and target groups.
 */
export class InfrastructureRole extends Role {
  /** The service must wait for it: a first deployment without it fails. */
  readonly rights: Policy;

  constructor(scope: Construct, id: string, props: InfrastructureRoleProps) {
    super(scope, id, { assumedBy: new ServicePrincipal('ecs.amazonaws.com') });
    const read = new WildcardStatement({
      actions: [
        'elasticloadbalancing:DescribeListeners',
        'elasticloadbalancing:DescribeRules',
        'elasticloadbalancing:DescribeTargetGroups',
        'elasticloadbalancing:DescribeTargetHealth',
      ],
      resource: '*',
      reason: 'no resource types (Service Authorization Reference, "Elastic Load Balancing V2")',
    });
    const write: readonly [string[], readonly string[]][] = [
      [
        ['elasticloadbalancing:RegisterTargets', 'elasticloadbalancing:DeregisterTargets'],
        props.targetGroupArns,
      ],
      [['elasticloadbalancing:ModifyRule'], props.listenerRuleArns],
      [['elasticloadbalancing:ModifyListener'], props.listenerArns],
    ];
    this.rights = new Policy(this, 'Rights', {
      roles: [this],
      statements: [
        read,
        ...write.map(([actions, resources]) => new PolicyStatement({ actions, resources: [...resources] })),
      ],
    });
    acknowledgeWildcards(this, [read.wildcard]);
  }
}
