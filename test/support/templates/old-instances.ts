import { Duration } from 'aws-cdk-lib';
import { AutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import {
  InstanceClass,
  InstanceSize,
  InstanceType,
  LaunchTemplate,
  MachineImage,
  SecurityGroup,
  UserData,
} from 'aws-cdk-lib/aws-ec2';
import {
  ApplicationLoadBalancer,
  ApplicationProtocol,
  type IListenerCertificate,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { newPathStack } from './new-path-stack';

/** A stack with instances behind a public load balancer, as a team has them today. */
export function oldInstances() {
  const { stack, vpc, certificate, zone } = newPathStack();
  const userData = UserData.forLinux();
  userData.addCommands('systemctl start api');
  const autoScalingGroup = new AutoScalingGroup(stack, 'Blue', {
    vpc,
    minCapacity: 3,
    maxCapacity: 9,
    launchTemplate: new LaunchTemplate(stack, 'BlueTemplate', {
      instanceType: InstanceType.of(InstanceClass.T2, InstanceSize.SMALL),
      machineImage: MachineImage.genericLinux({ 'eu-west-1': 'ami-0123456789abcdef0' }),
      securityGroup: new SecurityGroup(stack, 'BlueInstances', { vpc }),
      userData,
    }),
  });
  const loadBalancer = new ApplicationLoadBalancer(stack, 'BlueAlb', { vpc, internetFacing: true });
  loadBalancer.addRedirect();
  const listener = loadBalancer.addListener('Https', {
    port: 443,
    certificates: [certificate as IListenerCertificate],
  });
  const targetGroup = listener.addTargets('Blue', {
    port: 8080,
    protocol: ApplicationProtocol.HTTP,
    targets: [autoScalingGroup],
    deregistrationDelay: Duration.seconds(45),
    stickinessCookieDuration: Duration.hours(1),
    healthCheck: { path: '/ready', interval: Duration.seconds(10), healthyHttpCodes: '200-204' },
  });
  return { stack, vpc, certificate, zone, userData, old: { autoScalingGroup, targetGroup, listener } };
}
