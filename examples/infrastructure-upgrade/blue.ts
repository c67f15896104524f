import type { OldInstances } from '@cutover/cutover';
import { Duration, Validations } from 'aws-cdk-lib';
import { AutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import {
  InstanceClass,
  InstanceSize,
  InstanceType,
  LaunchTemplate,
  MachineImage,
  SecurityGroup,
} from 'aws-cdk-lib/aws-ec2';
import {
  ApplicationListener,
  ApplicationLoadBalancer,
  ApplicationProtocol,
  type ApplicationTargetGroup,
  SslPolicy,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { RecordTarget } from 'aws-cdk-lib/aws-route53';
import { LoadBalancerTarget } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';
import { allowDatabase, type Existing } from './existing';
import { settings, startApplication } from './settings';

/**
 * The instances of today: an older type, an image by its id, volumes without encryption, and metadata that
 * needs no session token. Nothing of it is changed, whatever is wrong with it: the new instances have it
 * right, and these are removed.
 */
export class Blue extends Construct implements OldInstances {
  readonly autoScalingGroup: AutoScalingGroup;
  readonly listener: ApplicationListener;
  readonly targetGroup: ApplicationTargetGroup;
  readonly target: RecordTarget;

  constructor(scope: Construct, id: string, shared: Existing) {
    super(scope, id);
    const { vpc, certificate, accessLogs } = shared;
    const instances = new SecurityGroup(this, 'Instances', { vpc, description: 'Instances of the API' });
    this.autoScalingGroup = new AutoScalingGroup(this, 'Group', {
      vpc,
      launchTemplate: new LaunchTemplate(this, 'Template', {
        instanceType: InstanceType.of(InstanceClass.T2, InstanceSize.MEDIUM),
        machineImage: MachineImage.genericLinux({ 'eu-west-1': 'ami-0123456789abcdef0' }),
        securityGroup: instances,
        userData: startApplication(),
        role: new Role(this, 'Role', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') }),
      }),
      minCapacity: settings.capacity.min,
      maxCapacity: settings.capacity.max,
    });
    this.autoScalingGroup.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 60 });
    const balancerGroup = new SecurityGroup(this, 'SecurityGroup', {
      vpc,
      description: 'Public load balancer of the API',
      allowAllOutbound: false,
    });
    const loadBalancer = new ApplicationLoadBalancer(this, 'LoadBalancer', {
      ...{ vpc, internetFacing: true, dropInvalidHeaderFields: true, securityGroup: balancerGroup },
    });
    loadBalancer.logAccessLogs(accessLogs, 'api');
    this.listener = new ApplicationListener(this, 'Https', {
      ...{ loadBalancer, port: 443, certificates: [certificate], sslPolicy: SslPolicy.RECOMMENDED_TLS },
    });
    this.targetGroup = this.listener.addTargets('Targets', {
      port: settings.targetPort,
      protocol: ApplicationProtocol.HTTP,
      targets: [this.autoScalingGroup],
      deregistrationDelay: Duration.seconds(60),
      healthCheck: { path: settings.healthCheckPath, ...settings.healthCheck },
    });
    allowDatabase(shared, instances);
    this.target = RecordTarget.fromAlias(new LoadBalancerTarget(loadBalancer));
    acknowledgeAsItIs(this);
  }
}

/** What the linters report of the instances of today. */
const AS_IT_IS: readonly string[] = [
  'AwsSolutions::AwsSolutions-AS3',
  'AwsSolutions::AwsSolutions-EC23',
  'AwsSolutions::AwsSolutions-EC26',
  ...[
    'autoscaling_group_elb_healthcheck_required_check',
    'autoscaling_mixed_instances_policy_multiple_instance_types_check',
    'autoscaling_multiple_az_check',
    'ec2_launch_template_imdsv2_check',
    'ec2_launch_template_monitoring_enabled_check',
    'ec2_launch_template_nitro_instance_type_check',
    'elbv2_deletion_protection_enabled_check',
    'load_balancer_is_internal',
    'security_group_allows_only_security_groups',
  ].map((check) => `cdk-validator-cfnguard::${check}`),
];

function acknowledgeAsItIs(blue: Blue): void {
  const reason = 'the instances of today are not changed; the upgrade replaces them, and has this right';
  for (const id of AS_IT_IS) {
    Validations.of(blue).acknowledge({ id, reason });
  }
}
