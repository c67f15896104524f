import { Token } from 'aws-cdk-lib';
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
import { refuse } from '../shared/prop-errors';
import type { Egress } from './blue-green-props';
import { type KeptLogs, ServiceLogs } from './service-logs';

export interface ServiceNetworkInput {
  /** Given, or one is made. */
  readonly vpc: IVpc | undefined;
  readonly vpcSubnets: SubnetSelection | undefined;
  readonly egress: Egress;
  readonly natGateways: number;
  readonly logs: KeptLogs;
  /** The APIs that the hook calls, for `endpoints`. */
  readonly hookApis: readonly InterfaceVpcEndpointAwsService[];
}

/** What a task needs to start: its image and somewhere to log to. S3, where ECR keeps layers, has an endpoint of another kind. */
const TASK_APIS = [
  InterfaceVpcEndpointAwsService.ECR,
  InterfaceVpcEndpointAwsService.ECR_DOCKER,
  InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS,
];

/** The VPC, the subnets of everything in it, and the way from there to the APIs of AWS. */
export class ServiceNetwork extends Construct {
  readonly vpc: IVpc;
  readonly subnets: SubnetSelection;
  private readonly endpoints: readonly InterfaceVpcEndpoint[];

  /** @throws Error when the subnets are public, in one zone, or have no way to AWS */
  constructor(scope: Construct, id: string, props: ServiceNetworkInput) {
    super(scope, id);
    const { egress, logs } = props;
    this.vpc = props.vpc ?? this.makeVpc(egress, props.natGateways, logs);
    const subnetType = egress === 'nat' ? SubnetType.PRIVATE_WITH_EGRESS : SubnetType.PRIVATE_ISOLATED;
    this.subnets = props.vpcSubnets ?? { subnetType };
    refuse(this, subnetProblems(this.vpc, props.vpcSubnets, subnetType, egress));
    this.endpoints = egress === 'endpoints' ? this.addEndpoints([...TASK_APIS, ...props.hookApis]) : [];
  }

  /** A security group that lets out to the APIs of AWS. Where there is no NAT gateway, the routes end at the endpoints. */
  groupWithEgress(id: string, description: string): SecurityGroup {
    const group = new SecurityGroup(this, id, { vpc: this.vpc, description, allowAllOutbound: false });
    group.addEgressRule(Peer.anyIpv4(), Port.HTTPS, 'the APIs of AWS');
    for (const endpoint of this.endpoints) {
      endpoint.connections.allowFrom(group, Port.HTTPS, description);
    }
    return group;
  }

  private makeVpc(egress: Egress, natGateways: number, logs: KeptLogs): IVpc {
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
      // CDK's helper would add a function with a runtime, a role and logs that are not ours. Nothing here uses that group.
      restrictDefaultSecurityGroup: false,
    });
    vpc.addFlowLog('FlowLog', {
      destination: FlowLogDestination.toCloudWatchLogs(new ServiceLogs(this, 'FlowLogs', logs)),
    });
    // Costs nothing, and the layers of images then do not go through a NAT gateway.
    vpc.addGatewayEndpoint('S3', { service: GatewayVpcEndpointAwsService.S3 });
    return vpc as IVpc;
  }

  private addEndpoints(services: readonly InterfaceVpcEndpointAwsService[]): InterfaceVpcEndpoint[] {
    if (!(this.vpc instanceof Vpc) || this.vpc.node.scope !== this) {
      this.vpc.addGatewayEndpoint(`${this.node.addr}S3`, {
        service: GatewayVpcEndpointAwsService.S3,
        subnets: [this.subnets],
      });
    }
    return services.map((service) => {
      const name = service.shortName.replace(/[^a-z]/g, '-');
      return this.vpc.addInterfaceEndpoint(name, { service, subnets: this.subnets, open: false });
    });
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
  if (given === undefined && few.length === 0) {
    const kind = egress === 'nat' ? 'private subnets with egress' : 'isolated subnets';
    const remedy =
      egress === 'nat'
        ? 'add NAT gateways, or take network.egress "endpoints" or "existing-endpoints"'
        : 'name subnets, or take network.egress "nat"';
    return [{ path, message: `is left out, and the VPC has no ${kind} for tasks and hook; ${remedy}` }];
  }
  const { subnets, availabilityZones, isPendingLookup } = vpc.selectSubnets(given ?? { subnetType: wanted });
  if (isPendingLookup === true) {
    return [];
  }
  const problems: Problem[] = [];
  const isAmong = (others: typeof subnets) =>
    subnets.some(({ subnetId }) => others.some((other) => other.subnetId === subnetId));
  if (isAmong(vpc.publicSubnets)) {
    const message =
      'has public subnets; must be private or isolated ones, because the service is reached through its API alone';
    problems.push({ path, message });
  }
  if (egress === 'nat' && isAmong(vpc.isolatedSubnets)) {
    const message =
      'has isolated subnets, without a way to AWS for tasks and hook; take private ones, or network.egress "endpoints" or "existing-endpoints"';
    problems.push({ path, message });
  }
  const zones = new Set(availabilityZones);
  if (zones.size < 2 && !availabilityZones.some((zone) => Token.isUnresolved(zone))) {
    problems.push({
      path,
      message: `is in ${zones.size} zone; must be in two at least, as a load balancer is`,
    });
  }
  return problems;
}
