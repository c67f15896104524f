import type { Duration } from 'aws-cdk-lib';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import {
  ApplicationProtocol,
  ApplicationTargetGroup,
  type ApplicationTargetGroupProps,
  TargetType,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Construct } from 'constructs';
import type { TargetHealthCheck } from './health-check';
import { type InternalLoadBalancerProps, LoggedLoadBalancer } from './logged-load-balancer';

export type { Accepted, InternalLoadBalancerProps } from './logged-load-balancer';

/** An Application Load Balancer that can be reached only from within its VPC. */
export class InternalLoadBalancer extends LoggedLoadBalancer {
  constructor(scope: Construct, id: string, props: InternalLoadBalancerProps) {
    super(scope, id, { ...props, internetFacing: false });
  }
}

export interface IpTargetGroupProps {
  readonly vpc: IVpc;
  /** The port on which the targets listen, in plain HTTP. */
  readonly port: number;
  readonly healthCheckPath: string;
  readonly healthCheck: Required<TargetHealthCheck>;
  /**
   * How long a target that is removed may finish its requests.
   * @default - 300 s (Elastic Load Balancing API Reference, TargetGroupAttribute)
   */
  readonly deregistrationDelay?: Duration;
}

/** A target group of IP addresses behind an internal load balancer. */
export class IpTargetGroup extends ApplicationTargetGroup {
  constructor(scope: Construct, id: string, props: IpTargetGroupProps) {
    const { vpc, port, healthCheckPath, healthCheck, deregistrationDelay } = props;
    const delay: Pick<ApplicationTargetGroupProps, 'deregistrationDelay'> =
      deregistrationDelay === undefined ? {} : { deregistrationDelay };
    super(scope, id, {
      vpc,
      targetType: TargetType.IP,
      protocol: ApplicationProtocol.HTTP,
      port,
      healthCheck: { path: healthCheckPath, ...healthCheck },
      ...delay,
    });
  }
}
