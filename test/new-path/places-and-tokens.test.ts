import { describe, expect, test } from '@jest/globals';
import { CfnParameter, Fn, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Alarm, AlarmRule, AlarmState, CompositeAlarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { HostedZone, RecordTarget } from 'aws-cdk-lib/aws-route53';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { AdditiveApiGateway, type AdditiveApiGatewayProps } from '../../lib/new-path/additive-api-gateway';
import { CutoverAlarms } from '../../lib/new-path/cutover-alarms';
import { NewPathHealthCheck } from '../../lib/new-path/new-path-health-check';
import { WeightedRecords } from '../../lib/new-path/weighted-records';
import { newPathStack } from '../support/templates/new-path-stack';
import { templateOf } from '../support/templates/synth';

const old = RecordTarget.fromIpAddresses('192.0.2.1');

function path(given: (stack: Stack) => Partial<AdditiveApiGatewayProps> = () => ({})) {
  const { stack, ...rest } = newPathStack();
  const gateway = new AdditiveApiGateway(stack, 'NewPath', {
    ...{ serviceName: 'api', recordNames: ['api.example.com'], ...rest },
    ...given(stack),
  });
  return { stack, gateway };
}

/** A zone whose name and id are exports of another stack. */
const exported = (stack: Stack) =>
  HostedZone.fromHostedZoneAttributes(stack, 'Exported', {
    hostedZoneId: Fn.importValue('ZoneId'),
    zoneName: Fn.importValue('ZoneName'),
  });

describe('a zone whose name is known only at deployment', () => {
  test('can have weighted records, and a workflow that shifts them', () => {
    const { stack } = newPathStack();
    const { route } = new WeightedRecords(stack, 'Records', {
      ...{ zone: exported(stack), recordName: 'api.example.com', old },
    });
    Template.fromStack(stack).hasResourceProperties('AWS::Route53::RecordSet', {
      Name: 'api.example.com.',
      HostedZoneId: { 'Fn::ImportValue': 'ZoneId' },
    });
    const template = templateOf({ routes: [route] });
    template.hasResourceProperties('AWS::Lambda::Function', {
      Environment: {
        Variables: {
          ALLOWED_HOSTS: { 'Fn::Join': ['', ['["gw-*.', { 'Fn::ImportValue': 'ZoneName' }, '"]']] },
        },
      },
    });
  });

  test('can have a new path, whose names may be tokens too', () => {
    const { stack, gateway } = path((scope) => ({
      zone: exported(scope),
      recordNames: ['api.example.com', new CfnParameter(scope, 'Name').valueAsString],
    }));
    const domains = Object.values(Template.fromStack(stack).findResources('AWS::ApiGatewayV2::DomainName'));
    expect(domains.map(({ Properties }) => Properties.DomainName)).toEqual([
      { 'Fn::Join': ['', ['gw-api.', { 'Fn::ImportValue': 'ZoneName' }]] },
      { Ref: 'Name' },
      'api.example.com',
    ]);
    expect(gateway.targetFor('api.example.com')).toBeDefined();
  });
});

test.each([
  [
    'WeightedRecords',
    (stack: Stack, zone: never) => new WeightedRecords(stack, 'One', { zone, recordName: 'a', old }),
  ],
  ['AdditiveApiGateway', (_: Stack, zone: never) => path(() => ({ zone }))],
])('%s refuses a zone that was imported by its id alone, with a remedy', (_, make) => {
  const { stack } = newPathStack();
  const zone = HostedZone.fromHostedZoneId(stack, 'ById', 'Z0123456789ABCDEFGHIJ');
  expect(() => make(stack, zone as never)).toThrow(
    /zone.*: has no name, .*import it with HostedZone\.fromHostedZoneAttributes or HostedZone\.fromLookup/,
  );
});

test('a record name that is known only at deployment is refused, with a remedy', () => {
  const { stack, zone } = newPathStack();
  const recordName = new CfnParameter(stack, 'Name').valueAsString;
  expect(() => new WeightedRecords(stack, 'Records', { zone, recordName, old })).toThrow(
    /recordNames\[0\]: .*known at synth: write it out, or read it from the context of the app or with String/,
  );
});

describe('records that Route 53 refuses', () => {
  test.each(['example.com', 'EXAMPLE.com.'])('a CNAME at %s, the apex of the zone', (recordName) => {
    const { stack, zone } = newPathStack();
    const make = () =>
      new WeightedRecords(stack, 'Records', {
        ...{ zone, recordName, recordTypes: ['CNAME'], old: RecordTarget.fromValues('a.example.net') },
      });
    expect(make).toThrow(
      'recordTypes: is CNAME, which DNS does not allow at example.com, the name of the zone',
    );
  });

  test('a target of a type that the records do not have', () => {
    const { stack, zone } = newPathStack();
    const make = () =>
      new WeightedRecords(stack, 'Records', {
        zone,
        recordName: 'a.example.com',
        old: { A: old, AAAA: old },
      });
    expect(make).toThrow('old.AAAA: is for a type that is not in recordTypes (A)');
  });
});

describe('the alarm of a health check', () => {
  const ARN = 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:p99';

  test('is looked for in the region of its ARN', () => {
    const { stack } = newPathStack();
    new NewPathHealthCheck(stack, 'Check', { alarm: Alarm.fromAlarmArn(stack, 'Alarm', ARN) });
    Template.fromStack(stack).hasResourceProperties('AWS::Route53::HealthCheck', {
      HealthCheckConfig: { AlarmIdentifier: { Name: 'p99', Region: 'us-east-1' } },
    });
  });

  test('is looked for where it is created', () => {
    const { stack } = newPathStack();
    const there = new Stack(stack.node.root as never, 'There', {
      ...{ env: { account: '111122223333', region: 'us-east-1' }, crossRegionReferences: true },
    });
    const alarm = new Alarm(there, 'Alarm', {
      ...{ alarmName: 'there', metric: new Metric({ namespace: 'A', metricName: 'B' }), threshold: 1 },
      evaluationPeriods: 1,
    });
    new NewPathHealthCheck(stack, 'Check', { alarm });
    Template.fromStack(stack).hasResourceProperties('AWS::Route53::HealthCheck', {
      HealthCheckConfig: { AlarmIdentifier: { Region: 'us-east-1' } },
    });
  });

  test.each<[string, (stack: Stack) => ConstructorParameters<typeof NewPathHealthCheck>[2], RegExp]>([
    [
      'a composite alarm',
      (stack) => ({
        alarm: new CompositeAlarm(stack, 'Composite', {
          alarmRule: AlarmRule.fromAlarm(Alarm.fromAlarmName(stack, 'One', 'one'), AlarmState.ALARM),
        }),
      }),
      /alarm: .*Composite is a composite alarm, which Route 53 does not support; use an alarm on a single/,
    ],
    [
      'an alarm of another account',
      (stack) => ({ alarm: Alarm.fromAlarmArn(stack, 'Alarm', ARN.replace('111122223333', '999922223333')) }),
      /alarm: is in the account 999922223333; must be in the account 111122223333/,
    ],
    [
      'a region that the ARN contradicts',
      (stack) => ({ alarm: Alarm.fromAlarmArn(stack, 'Alarm', ARN), alarmRegion: 'eu-west-1' }),
      /alarmRegion: is eu-west-1, but the ARN of the alarm is in us-east-1; leave it out/,
    ],
  ])('is refused: %s', (_, props, message) => {
    const { stack } = newPathStack();
    expect(() => new NewPathHealthCheck(stack, 'Check', props(stack))).toThrow(message);
  });
});

test.each<[string, (stack: Stack) => Partial<AdditiveApiGatewayProps>, RegExp]>([
  [
    'a certificate of another region',
    (stack) => ({
      certificate: Certificate.fromCertificateArn(
        stack,
        'Far',
        'arn:aws:acm:us-east-1:111122223333:certificate/1234abcd-12ab-34cd-56ef-1234567890ab',
      ),
    }),
    /certificate: is in us-east-1; must be in eu-west-1: API Gateway and the load balancer take/,
  ],
  [
    'a bucket of another region',
    (stack) => ({
      accessLogs: new Bucket(
        new Stack(stack.node.root as never, 'There', {
          env: { region: 'us-east-1', account: '111122223333' },
        }),
        'Logs',
      ) as IBucket,
    }),
    /accessLogs: is in us-east-1; must be in eu-west-1/,
  ],
])('a new path refuses %s', (_, given, message) => {
  expect(() => path(given)).toThrow(message);
});

describe('alarms on a load balancer that other services use too', () => {
  const names = (shared: boolean) => {
    const { stack, gateway } = path();
    const { loadBalancer, targetGroup } = gateway;
    const alarms = new CutoverAlarms(stack, 'Alarms', {
      ...{ prefix: 'api', httpApi: gateway },
      loadBalancer: { loadBalancer, targetGroup, healthyHosts: 1, shared },
    });
    const template = JSON.stringify(Template.fromStack(stack).findResources('AWS::CloudWatch::Alarm'));
    return { names: alarms.names, countsBalancer: template.includes('HTTPCode_ELB_5XX_Count') };
  };

  test('leave out what names no target group', () => {
    const [own, shared] = [names(false), names(true)];
    expect(own.names.filter((name) => !shared.names.includes(name))).toEqual(['api-elb-5xx']);
    expect([own.countsBalancer, shared.countsBalancer]).toEqual([true, false]);
  });

  test('need the API, which counts 502, 503 and 504 as clients see them', () => {
    const { stack, gateway } = path();
    const { loadBalancer, targetGroup } = gateway;
    const make = () =>
      new CutoverAlarms(stack, 'Alarms', {
        prefix: 'api',
        loadBalancer: { loadBalancer, targetGroup, healthyHosts: 1, shared: true },
      });
    expect(make).toThrow('loadBalancer.shared: is true without httpApi');
  });
});

test('a topic of another region is refused', () => {
  const { stack, gateway } = path();
  const topic = Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:us-east-1:111122223333:on-call');
  expect(() => new CutoverAlarms(stack, 'Alarms', { prefix: 'a', httpApi: gateway, topic })).toThrow(
    'topic: is in us-east-1; must be in eu-west-1: an alarm notifies topics of its own region',
  );
});

test.each<[string, (list: string[], stack: Stack) => unknown, string]>([
  ['recordNames of a new path', (recordNames) => path(() => ({ recordNames })), 'recordNames'],
  ['allowedHosts of a workflow', (allowedHosts) => templateOf({ allowedHosts }), 'allowedHosts'],
  [
    'recordNames of a route',
    (recordNames) =>
      templateOf({
        routes: [{ hostedZoneId: 'Z0123456789ABCDEFGHIJ', zoneName: 'example.com', recordNames }],
      }),
    'routes[0].recordNames',
  ],
  [
    'ARNs of listeners',
    (listenerArns) => templateOf({ routes: [{ kind: 'alb', listenerArns, ruleArns: [] }] }),
    'routes[0].listenerArns',
  ],
])('a list that is a token as a whole is refused with a remedy: %s', (_, make, name) => {
  const { stack } = newPathStack();
  const list = Fn.split(',', new CfnParameter(stack, 'List').valueAsString);
  expect(() => make(list, stack)).toThrow(
    `${name}: is a list that is known only at deployment; write the list out, with a token for each item`,
  );
});
