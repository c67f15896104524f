import { Annotations, CfnOutput, Validations } from 'aws-cdk-lib';
import type { AutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import type { LaunchTemplate, SecurityGroup, UserData } from 'aws-cdk-lib/aws-ec2';
import type {
  ApplicationListener,
  ApplicationLoadBalancer,
  ApplicationTargetGroup,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { ARecord, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { LoadBalancerTarget } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';
import { WeightedRecords } from '../new-path/weighted-records';
import { namingProblems } from '../shared/known-props';
import { propsError, refuseProps, validProp } from '../shared/refuse-props';
import { nameOfZone } from '../shared/zone-name';
import { InstanceEntry } from './instance-entry';
import { InstanceGroup } from './instance-group';
import { type InstanceSettings, instanceSettings } from './instance-settings';
import { upgradedInstancesProblems } from './upgraded-instances-problems';
import {
  type OldInstances,
  type UpgradedInstancesProps,
  upgradedInstancesNames,
} from './upgraded-instances-props';

export type { OldInstances, UpgradedInstancesProps } from './upgraded-instances-props';

/**
 * New instances beside existing ones: a launch template, an Auto Scaling group, a target group, a load
 * balancer and security groups of their own. It only creates resources, shares none with the existing
 * instances, and takes no traffic from them. The settings of existing instances can be its defaults.
 *
 * A deployment that changes the launch template does not replace instances that run. The next upgrade is
 * another `UpgradedInstances`.
 * @example
 * const green = new UpgradedInstances(this, 'Green', {
 *   serviceName: 'api',
 *   old: { autoScalingGroup, targetGroup, listener },
 *   instanceType: InstanceType.of(InstanceClass.T4G, InstanceSize.SMALL),
 *   image: { parameter: '/images/api', version: '12' },
 * });
 */
export class UpgradedInstances extends Construct implements OldInstances {
  /** The load balancer of the new instances alone. */
  readonly loadBalancer: ApplicationLoadBalancer;
  /** Its HTTPS listener. */
  readonly listener: ApplicationListener;
  /** The target group of the new instances. */
  readonly targetGroup: ApplicationTargetGroup;
  /** The group of the new instances. */
  readonly autoScalingGroup: AutoScalingGroup;
  /** The launch template of the group. */
  readonly launchTemplate: LaunchTemplate;
  /** The security group of the instances, for rules of what they connect to, such as a database. */
  readonly securityGroup: SecurityGroup;
  /** The role of the instances, for what the application may do. */
  readonly role: Role;
  /** What an instance runs when it starts, without the start of the agent. */
  readonly script: UserData;
  /** Where the agent sends `logFiles`; null without them. */
  readonly logGroup: LogGroup | null;
  /** The alias to the load balancer, for `WeightedRecords`. */
  readonly target: RecordTarget;
  /** The weighted record; null without `record`. Its `route` is for the props of the workflow. */
  readonly records: WeightedRecords | null;

  /** @throws Error at synth that lists every problem of the props */
  constructor(scope: Construct, id: string, props: UpgradedInstancesProps) {
    super(scope, id);
    refuseProps(this, namingProblems(props, upgradedInstancesNames));
    const read = instanceSettings(props);
    if ('problems' in read) {
      throw propsError(this, read.problems);
    }
    const { settings } = read;
    refuseProps(this, upgradedInstancesProblems(this, settings));
    warnOf(this, settings);
    this.logGroup = settings.logFiles.length === 0 ? null : logGroupOf(this, settings);
    const entry = new InstanceEntry(this, 'Entry', settings);
    const { group, launchTemplate, role } = new InstanceGroup(this, 'Instances', settings, {
      securityGroup: entry.instances,
      logs: this.logGroup === null ? null : { logGroup: this.logGroup, files: settings.logFiles },
    });
    // The construct gives each its own security group already, so nothing else is opened here.
    group.attachToApplicationTargetGroup(entry.targetGroup);
    this.loadBalancer = entry.loadBalancer;
    this.listener = entry.listener;
    this.targetGroup = entry.targetGroup;
    this.securityGroup = entry.instances;
    this.autoScalingGroup = group;
    this.launchTemplate = launchTemplate;
    this.role = role;
    this.script = settings.userData;
    this.target = RecordTarget.fromAlias(new LoadBalancerTarget(this.loadBalancer));
    this.records =
      settings.record === undefined
        ? null
        : new WeightedRecords(this, 'Records', { ...settings.record, old: 'elsewhere', new: this.target });
    const testDomain = this.addTestRecord(settings);
    this.addOutputs(testDomain);
  }

  private addTestRecord({ testZone: zone, serviceName }: InstanceSettings): string | null {
    if (zone === undefined) {
      return null;
    }
    const testDomain = `gw-${serviceName}.${validProp(this, 'testZone', nameOfZone(zone))}`;
    new ARecord(this, 'TestRecord', { zone, recordName: `${testDomain}.`, target: this.target });
    return testDomain;
  }

  /** What a plan needs; the description of each output is the field. */
  private addOutputs(testDomain: string | null): void {
    const { targetGroup, loadBalancer, autoScalingGroup } = this;
    const output = (name: string, value: string, description: string) =>
      new CfnOutput(this, name, { value, description });
    if (testDomain !== null) {
      output('TestUrl', `https://${testDomain}`, 'smokeTest.baseUrl');
    }
    output('TargetGroupArn', targetGroup.targetGroupArn, 'preflight.targetGroupArns');
    output('AutoScalingGroupName', autoScalingGroup.autoScalingGroupName, 'preflight.autoScalingGroups');
    output('LoadBalancer', loadBalancer.loadBalancerFullName, 'health.minRequests.loadBalancer');
    output('DnsName', loadBalancer.loadBalancerDnsName, 'router.adopt.newTarget.alias.dnsName');
    const zone = loadBalancer.loadBalancerCanonicalHostedZoneId;
    output('HostedZoneId', zone, 'router.adopt.newTarget.alias.hostedZoneId');
  }
}

/** What is no fault, but should be known before the deployment. */
function warnOf(scope: Construct, { image, ruleCount }: InstanceSettings): void {
  const warn = (id: string, message: string) =>
    Annotations.of(scope).addWarningV2(`cutover:instances-${id}`, message);
  if (image.version === undefined) {
    warn(
      'image-version',
      `image.version is missing, so an instance has the newest image of ${image.parameter} at its launch, ` +
        'which may not be the one that was tested; give the version',
    );
  }
  if (ruleCount > 0) {
    warn(
      'listener-rules',
      `the listener of old has ${ruleCount} rules, and the new one has only a default action; add them to ` +
        '`listener`, with target groups of their own',
    );
  }
}

function logGroupOf(scope: Construct, { logRetention: retention }: InstanceSettings): LogGroup {
  const logs = new LogGroup(scope, 'Logs', { retention });
  Validations.of(logs).acknowledge({
    id: 'cdk-validator-cfnguard::cloudwatch_log_group_encrypted_check',
    reason:
      'CloudWatch Logs encrypts every log group with its own key; a customer managed key could be disabled ' +
      'when the logs are needed most',
  });
  if (retention < RetentionDays.ONE_YEAR) {
    Validations.of(logs).acknowledge({
      id: 'cdk-validator-cfnguard::cloudwatch_log_group_retention_period_check',
      reason: 'these logs are for troubleshooting the upgrade; `logRetention` sets how long they are kept',
    });
  }
  return logs;
}
