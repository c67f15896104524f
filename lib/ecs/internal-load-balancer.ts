import { Duration, Validations } from 'aws-cdk-lib';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import { type IVpc, Port, SecurityGroup, type SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import {
  type ApplicationListener,
  ApplicationLoadBalancer,
  ApplicationProtocol,
  ApplicationTargetGroup,
  type ListenerAction,
  SslPolicy,
  TargetType,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

/** Two sets of targets. Which of them serves changes with every deployment. */
export interface TargetGroups {
  readonly blue: ApplicationTargetGroup;
  readonly green: ApplicationTargetGroup;
}

export interface InternalLoadBalancerProps {
  readonly vpc: IVpc;
  readonly subnets: SubnetSelection;
  readonly certificate: ICertificate | undefined;
  readonly productionPort: number;
  readonly testPort: number;
  readonly containerPort: number;
  readonly healthPath: string;
  readonly accessLogs: IBucket | undefined;
  /** Whether the load balancer must be unprotected before it can be deleted. */
  readonly isProtected: boolean;
  /** What the listeners do before the first deployment. */
  readonly actions: (groups: TargetGroups) => {
    readonly production: ListenerAction;
    readonly test: ListenerAction;
  };
}

/** A load balancer that nobody outside of the VPC reaches, with a listener for production, one for tests, and two target groups. */
export class InternalLoadBalancer extends Construct {
  readonly loadBalancer: ApplicationLoadBalancer;
  readonly securityGroup: SecurityGroup;
  readonly groups: TargetGroups;
  readonly production: ApplicationListener;
  readonly test: ApplicationListener;

  constructor(scope: Construct, id: string, props: InternalLoadBalancerProps) {
    super(scope, id);
    const { vpc, subnets } = props;
    this.securityGroup = new SecurityGroup(this, 'Group', {
      vpc,
      description: 'Internal load balancer of a blue/green service',
      allowAllOutbound: false,
    });
    this.loadBalancer = new ApplicationLoadBalancer(this, 'LoadBalancer', {
      vpc,
      vpcSubnets: subnets,
      internetFacing: false,
      securityGroup: this.securityGroup,
      dropInvalidHeaderFields: true,
      deletionProtection: props.isProtected,
    });
    if (props.accessLogs !== undefined) {
      this.loadBalancer.logAccessLogs(props.accessLogs);
    }
    acknowledge(this.loadBalancer, props);
    this.groups = { blue: this.targetGroup('Blue', props), green: this.targetGroup('Green', props) };
    const actions = props.actions(this.groups);
    this.production = this.listener('Production', props, props.productionPort, actions.production);
    this.test = this.listener('Test', props, props.testPort, actions.test);
  }

  /** Lets a security group in to one of the listeners. */
  allowFrom(group: SecurityGroup, port: number, description: string): void {
    this.securityGroup.connections.allowFrom(group, Port.tcp(port), description);
  }

  private targetGroup(id: string, { vpc, containerPort, healthPath }: InternalLoadBalancerProps) {
    return new ApplicationTargetGroup(this, id, {
      vpc,
      targetType: TargetType.IP,
      port: containerPort,
      protocol: ApplicationProtocol.HTTP,
      // Twice in a row and 10 s apart, so that new tasks are tested within half a minute.
      healthCheck: {
        path: healthPath,
        healthyHttpCodes: '200',
        interval: Duration.seconds(10),
        timeout: Duration.seconds(5),
        healthyThresholdCount: 2,
        unhealthyThresholdCount: 3,
      },
      deregistrationDelay: Duration.seconds(60),
    });
  }

  private listener(
    id: string,
    { certificate }: InternalLoadBalancerProps,
    port: number,
    defaultAction: ListenerAction,
  ): ApplicationListener {
    return this.loadBalancer.addListener(id, {
      port,
      open: false,
      defaultAction,
      ...(certificate === undefined
        ? { protocol: ApplicationProtocol.HTTP }
        : {
            protocol: ApplicationProtocol.HTTPS,
            certificates: [certificate],
            sslPolicy: SslPolicy.RECOMMENDED_TLS,
          }),
    });
  }
}

function acknowledge(
  loadBalancer: ApplicationLoadBalancer,
  { accessLogs, isProtected, certificate }: InternalLoadBalancerProps,
): void {
  const validations = Validations.of(loadBalancer);
  if (accessLogs === undefined) {
    const reason =
      'the API logs every request, and nothing else but the hook gets here; `accessLogs` is for more';
    validations.acknowledge({ id: 'AwsSolutions::AwsSolutions-ELB2', reason });
    validations.acknowledge({ id: 'cdk-validator-cfnguard::elbv2_logging_enabled_check', reason });
  }
  if (!isProtected) {
    validations.acknowledge({
      id: 'cdk-validator-cfnguard::elbv2_deletion_protection_enabled_check',
      reason: 'what is to go with its stack must be deletable, as `removalPolicy` says',
    });
  }
  if (certificate === undefined) {
    validations.acknowledge({
      id: 'cdk-validator-cfnguard::alb_http_to_https_redirection_check',
      reason:
        'the API ends TLS and the VPC link hands on in the VPC, where a redirect would reach no client; `certificate` makes it HTTPS',
    });
  }
}
