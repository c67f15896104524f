import { Aws, Fn, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { type IVpc, Peer, Port, SecurityGroup, type SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import { Cluster, ContainerInsights, type ICluster } from 'aws-cdk-lib/aws-ecs';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import type { Problem } from '../../../lambdas/core/validation/problems';
import { namingProblems, type PropNames } from '../../shared/known-props';
import { refuseProps } from '../../shared/refuse-props';
import type { SharedVpcLink } from '../../shared/shared-vpc-link';
import type { BlueGreenServiceProps } from '../blue-green-props';
import { ServiceLogs } from '../service-logs';
import { ServiceNetwork } from '../service-network';
import { serviceVpcLink } from './service-vpc-link';

/** What several blue/green services share. */
export interface EcsServicePlatformProps {
  /**
   * NAT gateways of the VPC, from 1 to 16. Each costs about 33 USD a month. With a single one, a failure of
   * its zone also cuts off the other zone.
   * @default 2, one in each zone
   */
  readonly natGateways?: number;
  /**
   * How long the flow logs of the VPC and the logs of Container Insights are kept.
   * @default RetentionDays.THREE_MONTHS
   */
  readonly logRetention?: RetentionDays;
  /**
   * What happens to the logs when the stack is deleted.
   * @default RemovalPolicy.RETAIN
   */
  readonly removalPolicy?: RemovalPolicy;
}

const names: PropNames<EcsServicePlatformProps> = {
  natGateways: 'optional',
  logRetention: 'optional',
  removalPolicy: 'optional',
};

/**
 * What several blue/green services share: a VPC over two zones with NAT gateways, a cluster, and one VPC
 * link. Each service keeps its load balancer, its API and its deployments.
 * @example
 * const platform = new EcsServicePlatform(this, 'Platform');
 * new EcsBlueGreenService(this, 'Orders', { ...platform.shared, container, hook });
 * new EcsBlueGreenService(this, 'Users', { ...platform.shared, container, hook });
 */
export class EcsServicePlatform extends Construct {
  /** The cluster, with Container Insights and the capacity providers of Fargate. */
  readonly cluster: Cluster;
  /** The VPC link for the APIs of all services. */
  readonly vpcLink: SharedVpcLink;

  /** @throws Error at synth that lists every problem of the props */
  constructor(scope: Construct, id: string, props: EcsServicePlatformProps = {}) {
    super(scope, id);
    const { natGateways = 2 } = props;
    refuseProps(this, [...namingProblems(props, names), ...gatewayProblems(natGateways)]);
    const { logRetention = RetentionDays.THREE_MONTHS, removalPolicy = RemovalPolicy.RETAIN } = props;
    const logs = { retention: logRetention, removalPolicy };
    const { vpc, subnets } = new ServiceNetwork(this, 'Network', {
      ...{ vpc: undefined, vpcSubnets: undefined, egress: 'nat', natGateways, logs },
      hookApis: [],
    });
    const clusterName = nameOnce(this);
    // ECS creates the log group of Container Insights itself when it is missing, and leaves it behind when
    // the cluster is deleted. This one exists before the cluster, and goes after it.
    const insights = new ServiceLogs(this, 'Insights', {
      ...logs,
      logGroupName: `/aws/ecs/containerinsights/${clusterName}/performance`,
    });
    this.cluster = new Cluster(this, 'Cluster', {
      vpc,
      clusterName,
      containerInsightsV2: ContainerInsights.ENABLED,
      enableFargateCapacityProviders: true,
    });
    this.cluster.node.addDependency(insights);
    this.vpcLink = this.sharedLink(vpc, subnets);
  }

  /**
   * A VPC link that may reach the addresses of the VPC. A service allows it in at its own load balancer, and
   * adds no rule to the group of the link: a deployment of one service must not change what all have.
   */
  private sharedLink(vpc: IVpc, subnets: SubnetSelection): SharedVpcLink {
    const { link, securityGroup } = serviceVpcLink(this, vpc, subnets);
    securityGroup.addEgressRule(Peer.ipv4(vpc.vpcCidrBlock), Port.allTcp(), 'Load balancers of the services');
    const group = SecurityGroup.fromSecurityGroupId(this, 'SharedLinkGroup', securityGroup.securityGroupId, {
      mutable: false,
    });
    return { link, securityGroup: group };
  }

  /** The props of a service on this platform. */
  get shared(): Pick<BlueGreenServiceProps, 'cluster' | 'vpcLink'> {
    return { cluster: this.cluster as ICluster, vpcLink: this.vpcLink };
  }
}

/**
 * A name that no other cluster had: a log group that is left of an earlier stack would fail the deployment of
 * the next one. It ends in the part of the stack's id that CloudFormation makes for each stack.
 */
function nameOnce(scope: Construct): string {
  const uuid = Fn.select(2, Fn.split('/', Aws.STACK_ID));
  const ids = scope.node.scopes
    .slice(scope.node.scopes.indexOf(Stack.of(scope)) + 1)
    .map(({ node }) => node.id);
  const id = ids
    .join('-')
    .replace(/[^A-Za-z0-9-]/g, '')
    .slice(0, 60);
  return `${id}-${Fn.select(0, Fn.split('-', uuid))}`;
}

function gatewayProblems(natGateways: number): Problem[] {
  const message = `is ${natGateways}; must be a whole number from 1 to 16`;
  const isValid = Number.isInteger(natGateways) && natGateways >= 1 && natGateways <= 16;
  return isValid ? [] : [{ path: 'natGateways', message }];
}
