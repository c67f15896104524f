import { CutoverAlarms, type RouteConfig, UpgradedInstances, WeightedRecords } from '@cutover/cutover';
import { CfnOutput, Stack, type StackProps, Validations } from 'aws-cdk-lib';
import { InstanceClass, InstanceSize, InstanceType } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { Blue } from './blue';
import { hasReached, type UpgradeDeployment } from './deployments';
import { allowDatabase, type Existing, existing } from './existing';
import { RECORD_NAME, settings, startApplication } from './settings';

export interface UpgradeStackProps extends StackProps {
  readonly deployment: UpgradeDeployment;
}

/** The API at one of its deployments. */
export class UpgradeStack extends Stack {
  /** The route, for the workflow that shifts it. */
  readonly route: RouteConfig;

  constructor(scope: Construct, id: string, { deployment, ...props }: UpgradeStackProps) {
    super(scope, id, { description: 'An API whose instances are upgraded', ...props });
    const shared = existing(this);
    const blue = hasReached(deployment, 'decommission') ? null : new Blue(this, 'Blue', shared);
    const green = hasReached(deployment, 'add') ? this.addGreen(shared, blue) : null;
    this.route = new WeightedRecords(this, 'Records', {
      zone: shared.zone,
      recordName: RECORD_NAME,
      ...(blue === null ? {} : { old: blue.target }),
      ...(green === null ? {} : { new: green.target }),
      // The cutover moves the traffic without a deployment. Afterwards the template must say the same.
      serving: hasReached(deployment, 'cut-over') ? 'new' : 'old',
    }).route;
    if (blue !== null) {
      const { targetGroup, autoScalingGroup } = blue;
      this.addOutput('OldTargetGroupArn', targetGroup.targetGroupArn, 'preflight.oldTargetGroupArns');
      this.addOutput(
        'OldAutoScalingGroupName',
        autoScalingGroup.autoScalingGroupName,
        'preflight.autoScalingGroups',
      );
    }
    if (green !== null && hasReached(deployment, 'validate')) {
      this.addAlarms(shared, green);
    }
  }

  private addGreen(shared: Existing, blue: Blue | null): UpgradedInstances {
    const { vpc, zone, certificate, accessLogs } = shared;
    const green = new UpgradedInstances(this, 'Green', {
      serviceName: 'api',
      instanceType: InstanceType.of(InstanceClass.T4G, InstanceSize.MEDIUM),
      image: { parameter: '/images/api', version: '12' },
      ...{ testZone: zone, accessLogs, logFiles: ['/var/log/nginx/error.log'] },
      ...(blue === null
        ? // Without blue, the settings that were read from it are written down.
          { vpc, certificates: [certificate], userData: startApplication(), ...settings }
        : { old: blue }),
    });
    allowDatabase(shared, green.securityGroup);
    if (blue !== null) {
      Validations.of(green.autoScalingGroup).acknowledge({
        id: 'AwsSolutions::AwsSolutions-EC26',
        reason: 'the rule reads the launch template of blue too; that of green encrypts its volumes',
      });
    }
    return green;
  }

  private addAlarms({ database }: Existing, green: UpgradedInstances): void {
    const { loadBalancer, targetGroup, autoScalingGroup, logGroup } = green;
    const { names } = new CutoverAlarms(this, 'Alarms', {
      prefix: 'api-green',
      loadBalancer: { loadBalancer, targetGroup, healthyHosts: settings.capacity.min },
      instances: { autoScalingGroup },
      ...(logGroup === null ? {} : { logs: { logGroup, pattern: '?"[error]" ?"[crit]" ?"[emerg]"' } }),
      database: { database, connections: 80 },
    });
    this.addOutput('AlarmNames', names.join(', '), 'health.alarms');
  }

  private addOutput(id: string, value: string, description: string): void {
    new CfnOutput(this, id, { value, description });
  }
}
