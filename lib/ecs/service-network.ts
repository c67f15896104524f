import { Token, Validations } from 'aws-cdk-lib';
import {
  FlowLogDestination,
  GatewayVpcEndpointAwsService,
  type InterfaceVpcEndpoint,
  InterfaceVpcEndpointAwsService,
  IpAddresses,
  type IVpc,
  Peer,
  Port,
  SecurityGroup,
  type SubnetSelection,
  SubnetType,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { Problem } from '../../lambdas/core/validation/problems';
import { isPendingLookup } from '../shared/lookups';
import { refuseProps } from '../shared/refuse-props';
import { confineTrust } from '../shared/service-trust';
import type { Egress } from './blue-green-props';
import { type LogSettings, ServiceLogs } from './service-logs';
import { allowEndpoint, interfaceEndpoint, routeToS3 } from './vpc-endpoints';

export interface ServiceNetworkInput {
  /** Undefined: a new VPC is created. */
  readonly vpc: IVpc | undefined;
  readonly vpcSubnets: SubnetSelection | undefined;
  readonly egress: Egress;
  readonly natGateways: number;
  readonly logs: LogSettings;
  /** The APIs that the hook calls. With `endpoints`, each gets a VPC endpoint. */
  readonly hookApis: readonly InterfaceVpcEndpointAwsService[];
}

/**
 * The APIs that a task needs to start, for its image and its logs. S3, where ECR stores the layers of
 * images, has a gateway endpoint.
 */
const TASK_APIS = [
  InterfaceVpcEndpointAwsService.ECR,
  InterfaceVpcEndpointAwsService.ECR_DOCKER,
  InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
];

/** The VPC, the subnets of everything in it, and its access to the APIs of AWS. */
export class ServiceNetwork extends Construct {
  /** The VPC that was given, or the new one. */
  readonly vpc: IVpc;
  /** The subnets of tasks, hook, load balancer and VPC link. */
  readonly subnets: SubnetSelection;
  private readonly endpoints: readonly InterfaceVpcEndpoint[];

  /**
   * @throws Error at synth when the subnets are public, in a single zone, or without access to the APIs of
   *   AWS
   * @internal
   */
  constructor(scope: Construct, id: string, props: ServiceNetworkInput) {
    super(scope, id);
    const { egress, logs } = props;
    this.vpc = props.vpc ?? this.createVpc(egress, props.natGateways, logs);
    const subnetType = egress === 'nat' ? SubnetType.PRIVATE_WITH_EGRESS : SubnetType.PRIVATE_ISOLATED;
    this.subnets = props.vpcSubnets ?? { subnetType };
    refuseProps(this, subnetProblems(this.vpc, props.vpcSubnets, subnetType, egress));
    this.endpoints = egress === 'endpoints' ? this.addEndpoints([...TASK_APIS, ...props.hookApis]) : [];
  }

  /**
   * A security group that allows connections to the APIs of AWS. Without a NAT gateway, only the VPC
   * endpoints can be reached.
   */
  groupWithEgress(id: string, description: string): SecurityGroup {
    const group = new SecurityGroup(this, id, { vpc: this.vpc, description, allowAllOutbound: false });
    group.addEgressRule(Peer.anyIpv4(), Port.HTTPS, 'the APIs of AWS');
    for (const endpoint of this.endpoints) {
      allowEndpoint(group, endpoint, description);
    }
    return group;
  }

  private createVpc(egress: Egress, natGateways: number, logs: LogSettings): IVpc {
    const isolated = { name: 'Isolated', subnetType: SubnetType.PRIVATE_ISOLATED };
    const vpc = new Vpc(this, 'Vpc', {
      ipAddresses: IpAddresses.cidr('10.0.0.0/16'),
      maxAzs: 2,
      natGateways: egress === 'nat' ? natGateways : 0,
      subnetConfiguration:
        egress === 'nat'
          ? [
              { name: 'Public', subnetType: SubnetType.PUBLIC, mapPublicIpOnLaunch: false },
              { name: 'Private', subnetType: SubnetType.PRIVATE_WITH_EGRESS },
              isolated,
            ]
          : [isolated],
      // CDK would restrict it with a custom resource, a function with its own runtime, role and logs. Nothing
      // uses this group.
      restrictDefaultSecurityGroup: false,
    });
    if (!vpc.availabilityZones.some((zone) => Token.isUnresolved(zone))) {
      Validations.of(vpc).acknowledge({
        id: 'cfn-lint::W3010',
        reason: 'CDK looks the zones up for the account and the region of the stack',
      });
    }
    const flowLog = vpc.addFlowLog('FlowLog', {
      destination: FlowLogDestination.toCloudWatchLogs(new ServiceLogs(this, 'FlowLogs', logs)),
    });
    // Amazon VPC User Guide, "IAM role for publishing flow logs to CloudWatch Logs".
    confineTrust(flowLog.iamRole, { service: 'ec2', resource: 'vpc-flow-log/*' });
    // It is free of charge, and keeps the layers of images off the NAT gateways.
    vpc.addGatewayEndpoint('S3', { service: GatewayVpcEndpointAwsService.S3 });
    return vpc as IVpc;
  }

  private addEndpoints(services: readonly InterfaceVpcEndpointAwsService[]): InterfaceVpcEndpoint[] {
    if (!(this.vpc instanceof Vpc) || this.vpc.node.scope !== this) {
      routeToS3(this, this.vpc, this.subnets);
    }
    return services.map((service) => interfaceEndpoint(this, this.vpc, service, this.subnets));
  }
}

function subnetProblems(
  vpc: IVpc,
  given: SubnetSelection | undefined,
  wanted: SubnetType,
  egress: Egress,
): Problem[] {
  const path = 'network.vpcSubnets';
  const few = egress === 'nat' ? vpc.privateSubnets : vpc.isolatedSubnets;
  if (given === undefined && few.length === 0 && !isPendingLookup(vpc.vpcId)) {
    const kind = egress === 'nat' ? 'private subnets with egress' : 'isolated subnets';
    const remedy =
      egress === 'nat'
        ? 'add NAT gateways, or use network.egress "endpoints" or "existing-endpoints"'
        : 'name subnets, or use network.egress "nat"';
    return [{ path, message: `is missing, and the VPC has no ${kind} for tasks and hook; ${remedy}` }];
  }
  const {
    subnets,
    availabilityZones,
    isPendingLookup: isPending,
  } = vpc.selectSubnets(given ?? { subnetType: wanted });
  if (isPending === true) {
    return [];
  }
  const problems: Problem[] = [];
  const isAmong = (others: typeof subnets) =>
    subnets.some(({ subnetId }) => others.some((other) => other.subnetId === subnetId));
  if (isAmong(vpc.publicSubnets)) {
    const message =
      'has public subnets; must be private or isolated subnets, because the service is reached only ' +
      'through its API';
    problems.push({ path, message });
  }
  if (egress === 'nat' && isAmong(vpc.isolatedSubnets)) {
    const message =
      'has isolated subnets, from which tasks and hook cannot reach the APIs of AWS; use private subnets, ' +
      'or network.egress "endpoints" or "existing-endpoints"';
    problems.push({ path, message });
  }
  const zones = new Set(availabilityZones);
  if (zones.size < 2 && !availabilityZones.some((zone) => Token.isUnresolved(zone))) {
    problems.push({
      path,
      message: `covers ${zones.size} zone; must cover at least 2, which a load balancer needs`,
    });
  }
  return problems;
}
