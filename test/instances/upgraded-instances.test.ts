import { describe, expect, test } from '@jest/globals';
import { Duration } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { AutoScalingGroup } from 'aws-cdk-lib/aws-autoscaling';
import {
  InstanceClass,
  InstanceSize,
  InstanceType,
  MultipartUserData,
  Peer,
  UserData,
  Vpc,
} from 'aws-cdk-lib/aws-ec2';
import {
  ApplicationListenerRule,
  ListenerAction,
  ListenerCertificate,
  ListenerCondition,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import type { IHostedZone } from 'aws-cdk-lib/aws-route53';
import { UpgradedInstances, type UpgradedInstancesProps } from '../../lib/instances/upgraded-instances';
import { newPathStack } from '../support/templates/new-path-stack';
import { oldInstances } from '../support/templates/old-instances';

const instanceType = InstanceType.of(InstanceClass.T4G, InstanceSize.SMALL);
const image = { parameter: '/images/api', version: '12' };
const required = { serviceName: 'api', instanceType, image };

type Given = ReturnType<typeof oldInstances>;

/** Green beside blue, with what each resource of blue was before and is after. */
function beside(props: (given: Given) => Partial<UpgradedInstancesProps> = () => ({})) {
  const blue = oldInstances();
  const green = new UpgradedInstances(blue.stack, 'Green', { ...required, old: blue.old, ...props(blue) });
  return { ...blue, green, template: Template.fromStack(blue.stack) };
}

/** Green alone, with everything given. */
function alone(props: Partial<UpgradedInstancesProps> = {}) {
  const { stack, vpc, certificate } = newPathStack();
  const green = new UpgradedInstances(stack, 'Green', {
    ...required,
    vpc,
    certificates: [ListenerCertificate.fromArn(certificate.certificateArn)],
    capacity: { min: 2, max: 4 },
    userData: UserData.custom('#!/bin/sh\necho green'),
    ...props,
  });
  return { stack, green, template: () => Template.fromStack(stack) };
}

type Resources = Record<string, { Type: string; Properties: Record<string, never> }>;
const resourcesOf = (template: Template) => template.toJSON().Resources as Resources;

/** The parts of the user data of a launch template of new instances. */
function partsOf(template: Template, name = 'Green'): string[] {
  const [, found] = Object.entries(resourcesOf(template)).find(
    ([id, { Type }]) => Type === 'AWS::EC2::LaunchTemplate' && id.startsWith(name),
  ) as [string, { Properties: Record<string, never> }];
  // biome-ignore lint/suspicious/noExplicitAny: templates are read as they are
  const data = (found.Properties as any).LaunchTemplateData.UserData['Fn::Base64'];
  const pieces: unknown[] = typeof data === 'string' ? [data] : data['Fn::Join'][1];
  const inner = pieces.filter((one): one is { 'Fn::Base64': unknown } => typeof one === 'object');
  return inner.map((one) => JSON.stringify(one['Fn::Base64']));
}

describe('beside existing instances', () => {
  test('only adds resources, and refers to nothing of the existing ones', () => {
    const before = Template.fromStack(oldInstances().stack).toJSON();
    const { template } = beside(({ zone }) => ({ testZone: zone, logFiles: ['/var/log/api/*.log'] }));
    const after = template.toJSON();
    for (const [id, resource] of Object.entries(before.Resources)) {
      expect(after.Resources[id]).toEqual(resource);
    }
    const added = Object.keys(after.Resources).filter((id) => before.Resources[id] === undefined);
    expect(added.length).toBeGreaterThan(12);
    const text = JSON.stringify(added.map((id) => after.Resources[id]));
    for (const id of Object.keys(before.Resources)) {
      expect(text).not.toContain(`"${id}"`);
    }
  });

  test('takes capacity, port, health check, stickiness, certificate and redirect from them', () => {
    const { template } = beside();
    const green = (type: string) =>
      Object.entries(resourcesOf(template)).filter(
        ([id, { Type }]) => Type === type && id.startsWith('Green'),
      );
    expect(green('AWS::AutoScaling::AutoScalingGroup')[0]?.[1].Properties).toMatchObject({
      MinSize: '3',
      MaxSize: '9',
    });
    expect(green('AWS::ElasticLoadBalancingV2::TargetGroup')[0]?.[1].Properties).toMatchObject({
      Port: 8080,
      HealthCheckPath: '/ready',
      HealthCheckIntervalSeconds: 10,
      Matcher: { HttpCode: '200-204' },
      TargetGroupAttributes: expect.arrayContaining([
        { Key: 'deregistration_delay.timeout_seconds', Value: '45' },
        { Key: 'stickiness.enabled', Value: 'true' },
        { Key: 'stickiness.lb_cookie.duration_seconds', Value: '3600' },
      ]),
    });
    const listeners = green('AWS::ElasticLoadBalancingV2::Listener').map(([, { Properties }]) => Properties);
    const certificates = Object.values(
      template.findResources('AWS::ElasticLoadBalancingV2::Listener', { Properties: { Port: 443 } }),
    ).map(({ Properties }) => Properties.Certificates);
    expect(certificates).toHaveLength(2);
    expect(certificates[0]).toEqual(certificates[1]);
    expect(listeners).toContainEqual(
      expect.objectContaining({ Port: 80, DefaultActions: [expect.objectContaining({ Type: 'redirect' })] }),
    );
  });

  test('copies their script, so that the agent is not added to it', () => {
    const { template, userData } = beside();
    const [agent, application] = partsOf(template);
    expect(agent).toContain('amazon-cloudwatch-agent-ctl');
    expect(application).toContain('systemctl start api');
    expect(userData.render()).toBe('#!/bin/bash\nsystemctl start api');
  });

  test('warns of rules of the listener, which the new one does not have', () => {
    const blue = oldInstances();
    new ApplicationListenerRule(blue.old.listener, 'Admin', {
      listener: blue.old.listener,
      priority: 1,
      conditions: [ListenerCondition.pathPatterns(['/admin/*'])],
      action: ListenerAction.fixedResponse(403),
    });
    new UpgradedInstances(blue.stack, 'Green', { ...required, old: blue.old });
    Annotations.fromStack(blue.stack).hasWarning('*', Match.stringLikeRegexp('listener of old has 1 rules'));
  });

  test('what is imported cannot be read, and must be given', () => {
    const { stack, old } = oldInstances();
    const imported = AutoScalingGroup.fromAutoScalingGroupName(stack, 'Imported', 'blue');
    const make = () =>
      new UpgradedInstances(stack, 'Green', {
        ...required,
        old: { ...old, autoScalingGroup: imported as AutoScalingGroup },
      });
    expect(make).toThrow(
      /capacity: is missing, and cannot be read from old.*give it.*userData: is missing, and cannot be read/s,
    );
  });

  test('commands that are added to the new script are not added to the old one', () => {
    const { stack, old, userData } = oldInstances();
    const green = new UpgradedInstances(stack, 'Green', { ...required, old });
    green.script.addCommands('echo green');
    expect(partsOf(Template.fromStack(stack))[1]).toContain('echo green');
    expect(userData.render()).not.toContain('echo green');
  });

  test('upgraded instances are the old ones of the next upgrade', () => {
    const { stack, old } = oldInstances();
    const green = new UpgradedInstances(stack, 'Green', { ...required, old });
    new UpgradedInstances(stack, 'Next', { ...required, old: green, image: { ...image, version: '13' } });
    const template = Template.fromStack(stack);
    expect(partsOf(template, 'Next')).toEqual(partsOf(template, 'Green'));
    const groups = template.findResources('AWS::AutoScaling::AutoScalingGroup');
    const [next] = Object.entries(groups).filter(([id]) => id.startsWith('Next'));
    expect(next?.[1].Properties).toMatchObject({ MinSize: '3', MaxSize: '9' });
  });

  test('old without a part is refused', () => {
    const { stack, old } = oldInstances();
    const part = { autoScalingGroup: old.autoScalingGroup } as never;
    expect(() => new UpgradedInstances(stack, 'Green', { ...required, old: part })).toThrow(
      /old.targetGroup: is missing; it is required in old.*old.listener: is missing/s,
    );
  });

  test('a script that signals the old group is refused', () => {
    const blue = oldInstances();
    blue.userData.addSignalOnExitCommand(blue.old.autoScalingGroup);
    expect(() => new UpgradedInstances(blue.stack, 'Green', { ...required, old: blue.old })).toThrow(
      /userData: names the old Auto Scaling group \(Blue\w+\).*give userData without it/,
    );
  });
});

describe('the instances', () => {
  const { template } = beside();

  test('require IMDSv2, have encrypted volumes, and the image of a version of a parameter', () => {
    template.hasResourceProperties('AWS::EC2::LaunchTemplate', {
      LaunchTemplateData: {
        InstanceType: 't4g.small',
        ImageId: 'resolve:ssm:/images/api:12',
        MetadataOptions: { HttpTokens: 'required' },
        Monitoring: { Enabled: true },
        BlockDeviceMappings: [
          { DeviceName: '/dev/xvda', Ebs: { Encrypted: true, VolumeType: 'gp3', VolumeSize: 20 } },
        ],
      },
    });
  });

  test('are checked by the load balancer after a grace period, warm up, and are replaced one by one', () => {
    template.hasResourceProperties('AWS::AutoScaling::AutoScalingGroup', {
      HealthCheckType: 'ELB',
      HealthCheckGracePeriod: 300,
      DefaultInstanceWarmup: 180,
      InstanceMaintenancePolicy: { MinHealthyPercentage: 100, MaxHealthyPercentage: 110 },
      MetricsCollection: [{ Granularity: '1Minute' }],
      DesiredCapacity: Match.absent(),
    });
    template.hasResourceProperties('AWS::AutoScaling::ScalingPolicy', {
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingConfiguration: { TargetValue: 50 },
    });
  });

  test('may report metrics of the agent, and write only to their own log group', () => {
    const { template: withLogs } = beside(() => ({ logFiles: ['/var/log/api/*.log'] }));
    withLogs.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          {
            Action: 'cloudwatch:PutMetricData',
            Condition: { StringEquals: { 'cloudwatch:namespace': 'CWAgent' } },
          },
          { Action: 'ec2:DescribeTags' },
          {
            Action: Match.anyValue(),
            Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('^GreenLogs'), 'Arn'] },
          },
        ],
      },
    });
    expect(partsOf(withLogs)[0]).toContain('/var/log/api/*.log');
  });

  test('accept connections from their load balancer alone', () => {
    const rules = Object.entries(template.findResources('AWS::EC2::SecurityGroupIngress')).filter(([id]) =>
      id.startsWith('Green'),
    );
    expect(rules.map(([, { Properties }]) => [Properties.FromPort, Properties.ToPort])).toEqual([
      [8080, 8080],
    ]);
    expect(JSON.stringify(rules)).toMatch(/SourceSecurityGroupId.*GreenEntrySecurityGroup/);
  });
});

describe('the records', () => {
  test('there is none unless it is asked for, which is what a plan that adopts needs', () => {
    const { template, green } = beside();
    template.resourceCountIs('AWS::Route53::RecordSet', 0);
    expect(green.records).toBeNull();
    const outputs = Object.values(template.toJSON().Outputs as Record<string, { Description: string }>);
    expect(outputs.map(({ Description }) => Description)).toEqual([
      'preflight.targetGroupArns',
      'preflight.autoScalingGroups',
      'health.minRequests.loadBalancer',
      'router.adopt.newTarget.alias.dnsName',
      'router.adopt.newTarget.alias.hostedZoneId',
    ]);
  });

  test('a weighted one has weight 0, beside an old one that is elsewhere', () => {
    const { template, green } = beside(({ zone }) => ({ record: { zone, recordName: 'api.example.com' } }));
    template.resourceCountIs('AWS::Route53::RecordSet', 1);
    template.hasResourceProperties('AWS::Route53::RecordSet', {
      Name: 'api.example.com.',
      SetIdentifier: 'new',
      Weight: 0,
    });
    expect(green.records?.route.recordNames).toEqual(['api.example.com']);
  });

  test('the test record leads to the new path', () => {
    const { template } = beside(({ zone }) => ({ testZone: zone as IHostedZone }));
    template.hasResourceProperties('AWS::Route53::RecordSet', {
      Name: 'gw-api.example.com.',
      SetIdentifier: Match.absent(),
    });
    template.hasOutput('*', { Value: 'https://gw-api.example.com', Description: 'smokeTest.baseUrl' });
  });
});

describe('without existing instances', () => {
  test('the defaults are those of a public path', () => {
    const { template } = alone();
    template().hasResourceProperties('AWS::ElasticLoadBalancingV2::TargetGroup', {
      Port: 80,
      HealthCheckPath: '/health',
      HealthCheckIntervalSeconds: 30,
      HealthCheckTimeoutSeconds: 5,
    });
    template().hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', {
      Scheme: 'internet-facing',
      Subnets: ['subnet-0123456789abcdef0', 'subnet-0123456789abcdef1'],
    });
  });

  test('an internal load balancer is in private subnets, and lets in who is given', () => {
    const { template } = alone({ internetFacing: false, clients: [Peer.ipv4('10.0.0.0/16')] });
    template().hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', {
      Scheme: 'internal',
      Subnets: ['subnet-0123456789abcdef2', 'subnet-0123456789abcdef3'],
    });
    template().hasResourceProperties('AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: [Match.objectLike({ CidrIp: '10.0.0.0/16', FromPort: 443 })],
    });
  });

  test('an image without a version is a warning', () => {
    const { stack } = alone({ image: { parameter: '/images/api' } });
    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('image.version is missing'));
  });

  test.each<[string, Partial<UpgradedInstancesProps>, RegExp]>([
    ['no capacity', { capacity: undefined as never }, /capacity: is missing; it is required without old/],
    ['one instance', { capacity: { min: 1, max: 4 } }, /capacity.min: is 1; must be a whole number from 2/],
    ['a maximum below the minimum', { capacity: { min: 4, max: 3 } }, /capacity.max: is 3; .* from 4 to/],
    ['a label with upper case', { serviceName: 'Api' }, /serviceName: is "Api"; must be a label/],
    [
      'a version in the name',
      { image: { parameter: '/a:3' } },
      /image.parameter: is "\/a:3"; must be the name/,
    ],
    ['a version that is a word', { image: { ...image, version: 'new' } }, /image.version: is "new"/],
    ['a number as warm-up', { warmup: 60 as never }, /warmup: is 60; must be a Duration/],
    [
      'a day as grace period',
      { gracePeriod: Duration.days(1) },
      /gracePeriod: is 1 day; must be whole seconds/,
    ],
    [
      'a wide range of replacement',
      { replacement: { minHealthyPercent: 50, maxHealthyPercent: 200 } },
      /replacement.maxHealthyPercent: is 200; must be a whole number from 100 to 150/,
    ],
    ['an internal path without clients', { internetFacing: false }, /clients: is missing, so nobody could/],
    ['no client', { clients: [] }, /clients: is empty, so nobody could connect/],
    ['no certificate', { certificates: [] }, /certificates: is empty/],
    [
      'a certificate of another region',
      {
        certificates: [
          ListenerCertificate.fromArn(
            'arn:aws:acm:us-east-1:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab',
          ),
        ],
      },
      /certificates\[0\]: is in us-east-1; must be in eu-west-1/,
    ],
    ['a multipart script', { userData: new MultipartUserData() }, /userData: is a multipart document/],
    ['scaling at 99 %', { scaleAtCpuPercent: 99 }, /scaleAtCpuPercent: is 99; .* from 10 to 90/],
    ['a prop with a wrong name', { healthcheck: {} } as never, /healthcheck: is not a prop; did you mean/],
    ['a nested wrong name', { rootVolume: { size: 3 } as never }, /rootVolume.size: is not a prop/],
  ])('refuses %s', (_, props, message) => {
    expect(() => alone(props)).toThrow(message);
  });

  test('refuses subnets in one zone', () => {
    const { stack } = newPathStack();
    const vpc = Vpc.fromVpcAttributes(stack, 'OneZone', {
      vpcId: 'vpc-0123456789abcdef1',
      availabilityZones: ['eu-west-1a'],
      privateSubnetIds: ['subnet-0123456789abcdef2'],
      publicSubnetIds: ['subnet-0123456789abcdef0'],
    });
    expect(() => alone({ vpc })).toThrow(/vpcSubnets: covers 1 zone; must cover at least 2/);
  });
});
