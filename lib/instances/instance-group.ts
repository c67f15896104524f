import { Validations } from 'aws-cdk-lib';
import {
  AdditionalHealthCheckType,
  AutoScalingGroup,
  GroupMetrics,
  HealthChecks,
} from 'aws-cdk-lib/aws-autoscaling';
import {
  BlockDeviceVolume,
  EbsDeviceVolumeType,
  LaunchTemplate,
  MachineImage,
  type SecurityGroup,
} from 'aws-cdk-lib/aws-ec2';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { type AgentLogs, allowAgent, withAgent } from './cloudwatch-agent';
import type { InstanceSettings } from './instance-settings';

/** The launch template, and the Auto Scaling group that uses it. */
export class InstanceGroup extends Construct {
  readonly role: Role;
  readonly launchTemplate: LaunchTemplate;
  readonly group: AutoScalingGroup;

  constructor(
    scope: Construct,
    id: string,
    settings: InstanceSettings,
    given: { readonly securityGroup: SecurityGroup; readonly logs: AgentLogs | null },
  ) {
    super(scope, id);
    const { vpc, vpcSubnets, capacity, replacement, image, rootVolume } = settings;
    this.role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('ec2.amazonaws.com'),
      description: `Instances of the upgraded ${settings.serviceName}`,
    });
    allowAgent(this.role, given.logs);
    this.launchTemplate = new LaunchTemplate(this, 'Template', {
      instanceType: settings.instanceType,
      machineImage: MachineImage.resolveSsmParameterAtLaunch(image.parameter, {
        ...(image.version === undefined ? {} : { parameterVersion: image.version }),
      }),
      userData: withAgent(settings.userData, given.logs),
      role: this.role,
      securityGroup: given.securityGroup,
      blockDevices: [
        {
          deviceName: rootVolume.deviceName ?? '/dev/xvda',
          volume: BlockDeviceVolume.ebs(rootVolume.sizeGib ?? 20, {
            encrypted: true,
            volumeType: EbsDeviceVolumeType.GP3,
            deleteOnTermination: true,
          }),
        },
      ],
      requireImdsv2: true,
      // Without it, EC2 reports every five minutes, and alarms of one-minute periods have no data.
      detailedMonitoring: true,
    });
    this.group = new AutoScalingGroup(this, 'Group', {
      vpc,
      vpcSubnets,
      launchTemplate: this.launchTemplate,
      // No desired capacity: each deployment would undo what scaling has done.
      minCapacity: capacity.min,
      maxCapacity: capacity.max,
      healthChecks: HealthChecks.withAdditionalChecks({
        gracePeriod: settings.gracePeriod,
        additionalTypes: [AdditionalHealthCheckType.ELB],
      }),
      defaultInstanceWarmup: settings.warmup,
      minHealthyPercentage: replacement.minHealthyPercent,
      maxHealthyPercentage: replacement.maxHealthyPercent,
      groupMetrics: [GroupMetrics.all()],
    });
    // An instance that starts before its role has the policy could not report anything.
    this.group.node.addDependency(this.role);
    this.group.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: settings.scaleAtCpuPercent });
    Validations.of(this.group).acknowledge(
      {
        id: 'AwsSolutions::AwsSolutions-AS3',
        reason: 'CutoverAlarms notify of what matters: unhealthy targets, and a group at its maximum',
      },
      {
        id: 'cdk-validator-cfnguard::autoscaling_multiple_az_check',
        reason: 'the zones follow from the subnets, which are in at least two of them',
      },
      {
        id: 'cdk-validator-cfnguard::autoscaling_mixed_instances_policy_multiple_instance_types_check',
        reason:
          'the new instances are measured as one type; a second type would not be compared with anything',
      },
    );
  }
}
