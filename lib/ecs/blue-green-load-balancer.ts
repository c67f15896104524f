import { Duration, Validations } from 'aws-cdk-lib';
import type { ICertificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  type ISecurityGroup,
  type IVpc,
  Port,
  SecurityGroup,
  type SubnetSelection,
} from 'aws-cdk-lib/aws-ec2';
import {
  type ApplicationListener,
  type ApplicationLoadBalancer,
  ApplicationProtocol,
  type ApplicationTargetGroup,
  type ListenerAction,
  SslPolicy,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { healthCheckWith, type TargetHealthCheck } from '../shared/health-check';
import { InternalLoadBalancer, IpTargetGroup } from '../shared/internal-load-balancer';

/**
 * The default time between two health checks of a task. New tasks are healthy after two of them, so the hook
 * can test them within half a minute.
 */
export const TASK_CHECK_INTERVAL = Duration.seconds(10);

/** Two target groups. Every deployment swaps which of them serves production. */
export interface TargetGroups {
  /** The target group that serves production before the first deployment. */
  readonly blue: ApplicationTargetGroup;
  /** The target group of the first deployment's new tasks. */
  readonly green: ApplicationTargetGroup;
}

export interface BlueGreenLoadBalancerProps {
  readonly vpc: IVpc;
  readonly subnets: SubnetSelection;
  readonly certificate: ICertificate | undefined;
  readonly productionPort: number;
  readonly testPort: number;
  readonly containerPort: number;
  readonly healthPath: string;
  readonly healthCheck: TargetHealthCheck;
  readonly deregistrationDelay: Duration | undefined;
  readonly accessLogs: IBucket | undefined;
  /** Whether deletion protection must be switched off before the load balancer can be deleted. */
  readonly isProtected: boolean;
  /** What the listeners do before the first deployment. */
  readonly actions: (groups: TargetGroups) => {
    readonly production: ListenerAction;
    readonly test: ListenerAction;
  };
}

/** An internal load balancer with a production listener, a test listener and two target groups. */
export class BlueGreenLoadBalancer extends Construct {
  /** The internal Application Load Balancer. */
  readonly loadBalancer: ApplicationLoadBalancer;
  /** The security group of the load balancer; `allowFrom` adds rules to it. */
  readonly securityGroup: SecurityGroup;
  /** The target groups of both sides. */
  readonly groups: TargetGroups;
  /** The listener for production traffic, on `productionPort`. */
  readonly production: ApplicationListener;
  /** The listener over which the hook tests new tasks, on `testPort`. */
  readonly test: ApplicationListener;

  /** @internal */
  constructor(scope: Construct, id: string, props: BlueGreenLoadBalancerProps) {
    super(scope, id);
    const { vpc, subnets, certificate, accessLogs } = props;
    this.securityGroup = new SecurityGroup(this, 'Group', {
      vpc,
      description: 'Internal load balancer of a blue/green service',
      allowAllOutbound: false,
    });
    this.loadBalancer = new InternalLoadBalancer(this, 'LoadBalancer', {
      vpc,
      vpcSubnets: subnets,
      securityGroup: this.securityGroup,
      accessLogs: accessLogs === undefined ? withoutAccessLogs : { bucket: accessLogs },
      deletionProtection: props.isProtected ? 'on' : withoutProtection,
    });
    if (certificate === undefined) {
      acknowledgePlainHttp(this.loadBalancer);
    }
    this.groups = { blue: this.targetGroup('Blue', props), green: this.targetGroup('Green', props) };
    const actions = props.actions(this.groups);
    this.production = this.listener('Production', props, props.productionPort, actions.production);
    this.test = this.listener('Test', props, props.testPort, actions.test);
  }

  /** Allows a security group to connect to one of the listeners. */
  allowFrom(group: ISecurityGroup, port: number, description: string): void {
    this.securityGroup.connections.allowFrom(group, Port.tcp(port), description);
  }

  private targetGroup(id: string, props: BlueGreenLoadBalancerProps) {
    const { vpc, containerPort, healthPath, healthCheck } = props;
    return new IpTargetGroup(this, id, {
      vpc,
      port: containerPort,
      healthCheckPath: healthPath,
      healthCheck: healthCheckWith(healthCheck, TASK_CHECK_INTERVAL),
      deregistrationDelay: props.deregistrationDelay ?? Duration.seconds(60),
    });
  }

  private listener(
    id: string,
    { certificate }: BlueGreenLoadBalancerProps,
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

const withoutAccessLogs = {
  reason:
    'the API logs every request, and only the hook bypasses the API; set `accessLogs` to log at the load ' +
    'balancer too',
};

const withoutProtection = {
  reason: '`removalPolicy` or `deletionProtection` says that the stack must be deletable',
};

function acknowledgePlainHttp(loadBalancer: ApplicationLoadBalancer): void {
  Validations.of(loadBalancer).acknowledge({
    id: 'cdk-validator-cfnguard::alb_http_to_https_redirection_check',
    reason:
      'the API terminates TLS and forwards inside the VPC, where a redirect would reach no client; set ' +
      '`certificate` for HTTPS',
  });
}
