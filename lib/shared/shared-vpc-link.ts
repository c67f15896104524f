import type { IVpcLink } from 'aws-cdk-lib/aws-apigatewayv2';
import type { ISecurityGroup } from 'aws-cdk-lib/aws-ec2';
import type { PropNames } from './known-props';

/** A VPC link that several APIs can use, with its security group. */
export interface SharedVpcLink {
  /** The VPC link. */
  readonly link: IVpcLink;
  /** The security group of the link, which each load balancer behind it must allow. */
  readonly securityGroup: ISecurityGroup;
}

export const sharedVpcLinkNames: PropNames<SharedVpcLink> = { link: 'required', securityGroup: 'required' };
