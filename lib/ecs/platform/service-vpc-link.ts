import { VpcLink } from 'aws-cdk-lib/aws-apigatewayv2';
import { type ISecurityGroup, type IVpc, SecurityGroup, type SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import type { SharedVpcLink } from '../../shared/shared-vpc-link';

/** Creates a VPC link that can reach only the load balancers that allow its security group. */
export function serviceVpcLink(scope: Construct, vpc: IVpc, subnets: SubnetSelection): SharedVpcLink {
  const securityGroup: ISecurityGroup = new SecurityGroup(scope, 'LinkGroup', {
    vpc,
    description: 'VPC link of a blue/green service',
    allowAllOutbound: false,
  });
  const link = new VpcLink(scope, 'Link', { vpc, subnets, securityGroups: [securityGroup] });
  return { link, securityGroup };
}
