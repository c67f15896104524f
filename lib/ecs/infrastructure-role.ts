import { Policy, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { acknowledgeWildcards, noResourceTypes, WildcardStatement } from '../workflow/iam/wildcards';

export interface InfrastructureRoleProps {
  readonly listenerRuleArns: readonly string[];
  readonly listenerArns: readonly string[];
  readonly targetGroupArns: readonly string[];
}

/**
 * The role of ECS for the load balancer of one service. It has the statements of the managed policy
 * `AmazonECSInfrastructureRolePolicyForLoadBalancers`, which allows every Application Load Balancer of the
 * account, narrowed to the rules, listeners and target groups of one load balancer.
 */
export class InfrastructureRole extends Role {
  /** The service must depend on it: without these permissions the first deployment fails. */
  readonly permissions: Policy;

  constructor(scope: Construct, id: string, props: InfrastructureRoleProps) {
    // Without a source: ECS documents none (Amazon ECS Developer Guide, "Amazon ECS infrastructure IAM role
    // for load balancers").
    super(scope, id, { assumedBy: new ServicePrincipal('ecs.amazonaws.com') });
    const read = new WildcardStatement({
      actions: [
        'elasticloadbalancing:DescribeListeners',
        'elasticloadbalancing:DescribeRules',
        'elasticloadbalancing:DescribeTargetGroups',
        'elasticloadbalancing:DescribeTargetHealth',
      ],
      resource: '*',
      reason: noResourceTypes('Elastic Load Balancing V2'),
    });
    const write: readonly [string[], readonly string[]][] = [
      [
        ['elasticloadbalancing:RegisterTargets', 'elasticloadbalancing:DeregisterTargets'],
        props.targetGroupArns,
      ],
      [['elasticloadbalancing:ModifyRule'], props.listenerRuleArns],
      [['elasticloadbalancing:ModifyListener'], props.listenerArns],
    ];
    this.permissions = new Policy(this, 'Rights', {
      roles: [this],
      statements: [
        read,
        ...write.map(([actions, resources]) => new PolicyStatement({ actions, resources: [...resources] })),
      ],
    });
    acknowledgeWildcards(this, [read.wildcard]);
  }
}
