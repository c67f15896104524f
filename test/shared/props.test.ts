import { describe, expect, test } from '@jest/globals';
import { App, Duration, Fn, Lazy, Stack } from 'aws-cdk-lib';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Alarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import {
  ApplicationListener,
  ApplicationLoadBalancer,
  NetworkListener,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Role } from 'aws-cdk-lib/aws-iam';
import { HostedZone } from 'aws-cdk-lib/aws-route53';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { durationProblems } from '../../lib/shared/durations';
import { healthCheckProblems, healthCheckWith } from '../../lib/shared/health-check';
import { namingProblems, type PropNames } from '../../lib/shared/known-props';
import { isKnownLater, isPendingLookup } from '../../lib/shared/lookups';
import { hereProblems, placeOfGiven, placeOfStack, placeProblems } from '../../lib/shared/places';

const env = { account: '111122223333', region: 'eu-west-1' };
const stack = () => new Stack(new App(), 'Here', { env });

describe('a lookup that is pending', () => {
  const here = stack();
  const tags = { loadBalancerTags: { name: 'shared' } };
  const loadBalancer = ApplicationLoadBalancer.fromLookup(here, 'Alb', tags);
  test.each([
    ['a zone', HostedZone.fromLookup(here, 'Zone', { domainName: 'example.com' }).hostedZoneId],
    ['a VPC', Vpc.fromLookup(here, 'Vpc', { isDefault: true }).vpcId],
    ['a listener', ApplicationListener.fromLookup(here, 'Listener', tags).listenerArn],
    ['a listener of a Network Load Balancer', NetworkListener.fromLookup(here, 'Nlb', tags).listenerArn],
    ['a load balancer', loadBalancer.loadBalancerArn],
    ['a parameter', StringParameter.valueFromLookup(here, '/shared/arn')],
    ['a zone of the region', here.availabilityZones[0]],
  ])('is known for %s', (_, value) => {
    expect(isPendingLookup(value as string)).toBe(true);
  });

  test.each([
    ['a repository', Repository.fromLookup(here, 'Repository', { repositoryName: 'web' }).repositoryArn],
    ['a role', Role.fromLookup(here, 'Role', { roleName: 'web' }).roleArn],
  ])('is known later for %s', (_, value) => {
    expect(isKnownLater(value)).toBe(true);
  });

  test.each(['Z0123456789ABCDEFGHIJ', 'vpc-0123456789abcdef0', 'api.example.com', 'my-dummy', ''])(
    'is not "%s"',
    (value) => {
      expect(isKnownLater(value)).toBe(false);
    },
  );
});

describe('the place of what is given', () => {
  const here = stack();
  const anywhere = new Stack(new App(), 'Anywhere');
  const arn = 'arn:aws:cloudwatch:us-east-1:999922223333:alarm:p99';

  test('comes from its ARN, although CDK says otherwise of what is imported', () => {
    const of = Alarm.fromAlarmArn(here, 'Far', arn);
    expect(of.env.region).toBe('eu-west-1');
    expect(placeOfGiven({ arn: of.alarmArn, of })).toEqual({
      ...{ partition: 'aws', region: 'us-east-1', account: '999922223333' },
    });
  });

  test('comes from the stack in which it is created', () => {
    const there = new Stack(new App(), 'There', { env: { ...env, region: 'us-east-1' } });
    const of = new Certificate(there, 'Certificate', { domainName: 'example.com' });
    expect(placeOfGiven({ arn: of.certificateArn, of })).toEqual({
      region: 'us-east-1',
      account: env.account,
    });
  });

  test('is not known of an ARN that is imported as a token', () => {
    const of = Certificate.fromCertificateArn(here, 'Imported', Fn.importValue('Certificate'));
    expect(placeOfGiven({ arn: of.certificateArn, of })).toEqual({});
  });

  test('is known in parts', () => {
    const parts = here.formatArn({ service: 'acm', region: 'us-east-1', resource: 'certificate' });
    expect(placeOfGiven({ arn: parts })).toEqual({ region: 'us-east-1', account: env.account });
  });

  test('of a stack has its partition', () => {
    const inRegion = (region: string) =>
      placeOfStack(new Stack(new App(), 'There', { env: { ...env, region } })).partition;
    expect(['eu-west-1', 'us-gov-west-1', 'cn-north-1'].map(inRegion)).toEqual([
      ...['aws', 'aws-us-gov', 'aws-cn'],
    ]);
    expect(placeOfStack(anywhere)).toEqual({});
  });

  test.each([
    [
      'another region',
      { arn: arn.replace('999922223333', env.account) },
      'is in us-east-1; must be in eu-west-1: why',
    ],
    [
      'another partition',
      { arn: 'arn:aws-cn:cloudwatch:eu-west-1:111122223333:alarm:a' },
      'is in the partition aws-cn; must be in the partition aws: why',
    ],
    [
      'another account',
      { arn: 'arn:aws:cloudwatch:eu-west-1:999922223333:alarm:a' },
      'is in the account 999922223333; must be in the account 111122223333: why',
    ],
    ['no ARN', { arn: 'p99' }, 'is "p99"; must be an ARN: arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE'],
  ])('is refused: %s', (_, given, message) => {
    expect(hereProblems(here, 'alarm', given, { why: 'why', account: true })).toEqual([
      { path: 'alarm', message },
    ]);
  });

  test.each([
    [
      'a stack without a region',
      () => hereProblems(anywhere, 'alarm', { arn }, { why: 'why', account: true }),
    ],
    ['nothing', () => hereProblems(here, 'alarm', undefined, { why: 'why' })],
    [
      'an account that does not matter',
      () => placeProblems('alarm', { arn }, { region: 'us-east-1', why: '' }),
    ],
    [
      'a lookup that is pending',
      () =>
        hereProblems(
          here,
          'listener',
          {
            arn: 'arn:aws:elasticloadbalancing:us-west-2:123456789012:listener/application/my-load-balancer/1/2',
          },
          { why: 'why' },
        ),
    ],
  ])('is accepted: %s', (_, problems) => {
    expect(problems()).toEqual([]);
  });
});

describe('the names of props', () => {
  interface Inner {
    readonly size: number;
  }
  interface Props {
    readonly name: string;
    readonly inner?: Inner;
    readonly list?: readonly Inner[];
    readonly port: number;
  }
  const inner: PropNames<Inner> = { size: 'required' };
  const names: PropNames<Props> = {
    name: 'required',
    inner: { is: 'optional', props: inner },
    list: { is: 'optional', props: inner },
    port: 'checked',
  };
  // @ts-expect-error a list that lacks a prop of the interface does not compile
  const lacking: PropNames<Props> = { name: 'required', inner: 'optional', port: 'required' };
  // @ts-expect-error nor does one that has one more
  const more: PropNames<Inner> = { size: 'required', weight: 'optional' };
  // @ts-expect-error nor one that calls a required prop optional
  const other: PropNames<Inner> = { size: 'optional' };

  test.each<[string, object, string[]]>([
    ['nothing of valid props', { name: 'a', port: 1, inner: { size: 1 }, list: [{ size: 1 }] }, []],
    ['nothing of an unknown prop that is undefined', { name: 'a', nmae: undefined }, []],
    [
      'a misspelled prop, and the missing one',
      { nmae: 'a' },
      [
        'nmae: is not a prop; did you mean "name"?; props: name, inner, list, port',
        'name: is missing; it is required',
      ],
    ],
    [
      'a misspelled prop in a prop',
      { name: 'a', inner: { sise: 1 } },
      [
        'inner.sise: is not a prop; did you mean "size"?; props: size',
        'inner.size: is missing; it is required',
      ],
    ],
    [
      'a misspelled prop in a list',
      { name: 'a', list: [{ size: 1 }, { size: 1, colour: 2 }] },
      ['list[1].colour: is not a prop; props: size'],
    ],
    ['text in place of an object', { name: 'a', inner: 'x' }, ['inner: is "x"; must be an object of props']],
    ['a prop that was replaced', { name: 'a', old: 1 }, ['old: was replaced; use name']],
  ])('report %s', (_, given, expected) => {
    const found = namingProblems(given as Props, names, { old: 'was replaced; use name' });
    expect(found.map(({ path, message }) => `${path}: ${message}`)).toEqual(expected);
    expect([lacking, more, other]).toHaveLength(3);
  });

  test('report props that are missing altogether', () => {
    expect(namingProblems(undefined as never, names)).toEqual([
      { path: '', message: 'is undefined; must be an object of props' },
    ]);
  });
});

describe('durations', () => {
  const limits = { unit: 'minutes', min: 1, max: 60, maxInWords: 'an hour' } as const;
  test.each<[Duration, boolean]>([
    [Duration.minutes(1), true],
    [Duration.hours(1), true],
    [Duration.seconds(120), true],
    [Duration.minutes(Lazy.number({ produce: () => 5 })), true],
    [Duration.minutes(0), false],
    [Duration.minutes(61), false],
    [Duration.seconds(90), false],
    [60 as never, false],
  ])('%s is valid: %s', (duration, isValid) => {
    expect(durationProblems('wait', duration, limits)).toHaveLength(isValid ? 0 : 1);
  });
});

describe('a health check', () => {
  const interval = Duration.seconds(10);
  test('has a time-out below a short interval', () => {
    expect(healthCheckWith({ interval: Duration.seconds(5) }, interval).timeout.toSeconds()).toBe(4);
    expect(healthCheckWith({}, interval).timeout.toSeconds()).toBe(5);
  });

  test.each([
    [{}, ''],
    [{ interval: Duration.seconds(4) }, 'healthCheck.interval'],
    [{ interval: Duration.minutes(6) }, 'healthCheck.interval'],
    [{ timeout: Duration.seconds(1) }, 'healthCheck.timeout'],
    [{ timeout: Duration.seconds(10) }, 'healthCheck.timeout'],
    [{ healthyThresholdCount: 1 }, 'healthCheck.healthyThresholdCount'],
    [{ unhealthyThresholdCount: 11 }, 'healthCheck.unhealthyThresholdCount'],
    [{ healthyHttpCodes: '500' }, 'healthCheck.healthyHttpCodes'],
    [{ healthyHttpCodes: '200,204,300-399' }, ''],
  ])('with %j has a problem in "%s"', (check, path) => {
    expect(healthCheckProblems(check, interval).map((one) => one.path)).toEqual(path === '' ? [] : [path]);
  });
});
