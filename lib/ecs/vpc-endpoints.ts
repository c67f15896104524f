import { Stack, Stage } from 'aws-cdk-lib';
import {
  CfnSecurityGroupIngress,
  type CfnVPCEndpoint,
  GatewayVpcEndpoint,
  GatewayVpcEndpointAwsService,
  InterfaceVpcEndpoint,
  type InterfaceVpcEndpointAwsService,
  type ISubnet,
  type IVpc,
  Port,
  type SecurityGroup,
  type SubnetSelection,
} from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { isPendingLookup } from '../shared/lookups';

/**
 * The endpoint of an API in a VPC: the one that this app creates already, or a new one. A VPC can have only
 * one with private DNS names (AWS PrivateLink Guide, "Access an AWS service using an interface VPC
 * endpoint"), so services in one VPC share it.
 * @param scope the network of the service
 */
export function interfaceEndpoint(
  scope: Construct,
  vpc: IVpc,
  service: InterfaceVpcEndpointAwsService,
  subnets: SubnetSelection,
): InterfaceVpcEndpoint {
  const existing = endpointsOf(vpc, service.name).find((one) => one instanceof InterfaceVpcEndpoint);
  const name = service.shortName.replace(/[^a-z]/g, '-');
  const isTaken = vpc.node.tryFindChild(name) !== undefined;
  const id = isTaken ? `${scope.node.addr}${name}` : name;
  return existing ?? vpc.addInterfaceEndpoint(id, { service, subnets, open: false });
}

/**
 * Routes to S3 from these subnets, apart from those that have one already: a route table can have only one
 * (AWS PrivateLink Guide, "Gateway endpoints").
 */
export function routeToS3(scope: Construct, vpc: IVpc, selection: SubnetSelection): void {
  const service = GatewayVpcEndpointAwsService.S3;
  const routed = endpointsOf(vpc, service.name)
    .filter((one) => one instanceof GatewayVpcEndpoint)
    .flatMap((one) => cfnOf(one).routeTableIds ?? []);
  const { subnets } = vpc.selectSubnets(selection);
  const without = subnets.filter(({ routeTable }) => !routed.includes(routeTable.routeTableId));
  if (without.length > 0) {
    const given = without.length === subnets.length ? selection : { subnets: without as ISubnet[] };
    vpc.addGatewayEndpoint(`${scope.node.addr}S3`, { service, subnets: [given] });
  }
}

/**
 * Lets a security group use an endpoint. The rule is in the stack of the group: in that of the endpoint it
 * would make this stack depend on each service that shares the endpoint.
 */
export function allowEndpoint(
  group: SecurityGroup,
  endpoint: InterfaceVpcEndpoint,
  description: string,
): void {
  if (Stack.of(group) === Stack.of(endpoint)) {
    endpoint.connections.allowFrom(group, Port.HTTPS, description);
    return;
  }
  for (const { securityGroupId: groupId } of endpoint.connections.securityGroups) {
    new CfnSecurityGroupIngress(group, `To${endpoint.node.addr}`, {
      ...{ groupId, sourceSecurityGroupId: group.securityGroupId, description },
      ...{ ipProtocol: 'tcp', fromPort: 443, toPort: 443 },
    });
  }
}

type Endpoint = InterfaceVpcEndpoint | GatewayVpcEndpoint;

/**
 * The endpoints of a service that this app creates in a VPC. A VPC that is imported twice is found by its id;
 * two whose lookups are pending have the same.
 */
function endpointsOf(vpc: IVpc, serviceName: string): Endpoint[] {
  const isPending = isPendingLookup(vpc.vpcId);
  const root = isPending ? Stack.of(vpc) : (Stage.of(vpc) ?? vpc.node.root);
  return root.node
    .findAll()
    .filter(
      (one): one is Endpoint => one instanceof InterfaceVpcEndpoint || one instanceof GatewayVpcEndpoint,
    )
    .filter((one) => {
      const { vpcId, serviceName: name } = cfnOf(one);
      const text = (value: unknown) => JSON.stringify(Stack.of(one).resolve(value));
      return vpcId === vpc.vpcId && text(name) === text(serviceName);
    });
}

function cfnOf(endpoint: Endpoint): CfnVPCEndpoint {
  return endpoint.node.defaultChild as CfnVPCEndpoint;
}
