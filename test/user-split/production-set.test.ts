import { describe, expect, test } from '@jest/globals';
import { App, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { GeoRestriction } from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin } from 'aws-cdk-lib/aws-cloudfront-origins';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Topic } from 'aws-cdk-lib/aws-sns';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { EdgeAlarms, type EdgeAlarmsProps } from '../../lib/user-split/edge-alarms';
import { OriginSecret } from '../../lib/user-split/origin-secret';
import {
  UserAwareDistribution,
  type UserAwareDistributionProps,
} from '../../lib/user-split/user-aware-distribution';
import { UserSplitWebAcl, type UserSplitWebAclProps } from '../../lib/user-split/user-split-web-acl';

const stackIn = (region = 'us-east-1') =>
  new Stack(new App({ context: recommendedFlags }), 'Edge', { env: { account: '111122223333', region } });

function splitIn(stack: Stack, changes: Partial<UserAwareDistributionProps> = {}) {
  return new UserAwareDistribution(stack, 'Split', {
    old: new HttpOrigin('legacy.example.com'),
    newPaths: [{ patterns: ['/orders/*'], origin: new HttpOrigin('gw-orders.example.com') }],
    identity: { kind: 'jwt', claim: 'sub' },
    accessLogs: 'none',
    ...changes,
  });
}

describe('UserAwareDistribution', () => {
  test('restricts countries for both paths', () => {
    const stack = stackIn();
    splitIn(stack, { geoRestriction: GeoRestriction.allowlist('DE', 'FR') });
    Template.fromStack(stack).hasResourceProperties('AWS::CloudFront::Distribution', {
      DistributionConfig: {
        Restrictions: { GeoRestriction: { RestrictionType: 'whitelist', Locations: ['DE', 'FR'] } },
      },
    });
  });

  test.each([
    [undefined, 'Retain', 0],
    [RemovalPolicy.RETAIN, 'Retain', 0],
    [RemovalPolicy.DESTROY, 'Delete', 1],
  ])('with the removal policy %s of logs, the bucket has %s', (accessLogsRemovalPolicy, policy, emptied) => {
    const stack = stackIn();
    const { accessLogs: _, ...props } = { accessLogs: 'none' };
    new UserAwareDistribution(stack, 'Split', {
      old: new HttpOrigin('legacy.example.com'),
      newPaths: [{ patterns: ['/*'], origin: new HttpOrigin('gw-orders.example.com') }],
      identity: { kind: 'basic' },
      ...props,
      ...(accessLogsRemovalPolicy === undefined ? {} : { accessLogsRemovalPolicy }),
    });
    const template = Template.fromStack(stack);
    template.hasResource('AWS::S3::Bucket', { DeletionPolicy: policy });
    template.resourceCountIs('Custom::S3AutoDeleteObjects', emptied);
  });

  test.each([
    [
      'no logs',
      () => 'none' as const,
      RemovalPolicy.DESTROY,
      /accessLogsRemovalPolicy: is given with accessLogs/,
    ],
    [
      'another bucket',
      (stack: Stack) => Bucket.fromBucketName(stack, 'Logs', 'logs'),
      RemovalPolicy.DESTROY,
      /accessLogsRemovalPolicy: is given with accessLogs/,
    ],
    ['a snapshot', () => undefined, RemovalPolicy.SNAPSHOT, /must be DESTROY or RETAIN/],
  ])('refuses a removal policy with %s', (_, logs, accessLogsRemovalPolicy, message) => {
    const stack = stackIn();
    const accessLogs = logs(stack);
    const given = { old: new HttpOrigin('legacy.example.com'), identity: { kind: 'basic' } as const };
    const make = () =>
      new UserAwareDistribution(stack, 'Split', {
        ...{ ...given, newPaths: [{ patterns: ['/*'], origin: new HttpOrigin('new.example.com') }] },
        accessLogsRemovalPolicy,
        ...(accessLogs === undefined ? {} : { accessLogs }),
      });
    expect(make).toThrow(message);
  });
});

describe('OriginSecret', () => {
  test('is sent to an origin as a reference, so that the template has no value', () => {
    const stack = stackIn();
    const { headers } = new OriginSecret(stack, 'Secret');
    splitIn(stack, {
      newPaths: [
        {
          patterns: ['/orders/*'],
          origin: new HttpOrigin('gw-orders.example.com', { customHeaders: { ...headers } }),
        },
      ],
    });
    const template = Template.fromStack(stack);
    const [{ Properties } = { Properties: {} as never }] = Object.values(
      template.findResources('AWS::CloudFront::Distribution'),
    );
    const origins = Properties.DistributionConfig.Origins as Record<string, never>[];
    const [, sent] = origins.map(({ OriginCustomHeaders }) => JSON.stringify(OriginCustomHeaders));
    expect(origins[0]).not.toHaveProperty('OriginCustomHeaders');
    expect(sent).toMatch(/"HeaderName":"x-origin-secret".*\{\{resolve:secretsmanager:.*SecretString/);
    template.hasResourceProperties('AWS::SecretsManager::Secret', {
      GenerateSecretString: { PasswordLength: 48, ExcludePunctuation: true },
    });
  });

  test.each([
    ['', /headerName: is ""; must be the name of a header/],
    ['a b', /must be the name of a header/],
    ['Host', /headerName: is "Host", which CloudFront does not send/],
    ['X-Amz-Secret', /which CloudFront does not send/],
    ['x-cutover-side', /use another name/],
  ])('refuses the header "%s"', (headerName, message) => {
    expect(() => new OriginSecret(stackIn(), 'Secret', { headerName })).toThrow(message);
  });
});

describe('UserSplitWebAcl', () => {
  const rulesOf = (stack: Stack) => {
    const [found] = Object.values(Template.fromStack(stack).findResources('AWS::WAFv2::WebACL'));
    return found?.Properties.Rules as { Name: string; Priority: number; Statement: never }[];
  };

  test('blocks at an origin what has none of the secrets, and nothing else', () => {
    const stack = stackIn('eu-west-1');
    const secrets = [new OriginSecret(stack, 'One'), new OriginSecret(stack, 'Two', { headerName: 'X-Two' })];
    new UserSplitWebAcl(stack, 'Acl', { protects: 'origin', originSecrets: secrets });
    const [rule, ...others] = rulesOf(stack);
    expect(others).toEqual([]);
    const match = (name: string) => ({
      ByteMatchStatement: {
        FieldToMatch: { SingleHeader: { Name: name } },
        PositionalConstraint: 'EXACTLY',
        SearchString: expect.objectContaining({ 'Fn::Join': expect.anything() }),
        TextTransformations: [{ Priority: 0, Type: 'NONE' }],
      },
    });
    expect(rule).toMatchObject({ Name: 'only-from-cloudfront', Action: { Block: {} } });
    expect(rule?.Statement).toEqual({
      NotStatement: {
        Statement: { OrStatement: { Statements: [match('x-origin-secret'), match('x-two')] } },
      },
    });
  });

  test('at a distribution limits each address and applies the managed rules, in order', () => {
    const stack = stackIn();
    const acl = new UserSplitWebAcl(stack, 'Acl', { protects: 'distribution' });
    splitIn(stack, { webAclArn: acl.arn });
    expect(rulesOf(stack).map(({ Name, Priority }) => [Name, Priority])).toEqual([
      ['requests-of-one-address', 0],
      ['AWSManagedRulesAmazonIpReputationList', 1],
      ['AWSManagedRulesCommonRuleSet', 2],
      ['AWSManagedRulesKnownBadInputsRuleSet', 3],
    ]);
    Template.fromStack(stack).hasResourceProperties('AWS::WAFv2::WebACL', { Scope: 'CLOUDFRONT' });
  });

  test('is associated with the stage of a REST API', () => {
    const stack = stackIn();
    const secret = new OriginSecret(stack, 'Secret');
    const acl = new UserSplitWebAcl(stack, 'Acl', { protects: 'origin', originSecrets: [secret] });
    acl.associate('Stage', 'arn:aws:apigateway:us-east-1::/restapis/a1b2c3/stages/prod');
    Template.fromStack(stack).resourceCountIs('AWS::WAFv2::WebACLAssociation', 1);
    expect(() => acl.associate('Http', 'arn:aws:apigateway:us-east-1::/apis/a1/stages/$default')).toThrow(
      /resourceArn: is an HTTP API, which takes no web ACL; use a REST API/,
    );
    const edge = new UserSplitWebAcl(stack, 'Edge', { protects: 'distribution' });
    expect(() => edge.associate('Stage', 'arn:aws:x:us-east-1::/restapis/a')).toThrow(/webAclArn/);
  });

  test.each([
    [{ protects: 'distribution' }, 'eu-west-1', /protects: .* in a stack in eu-west-1; must be in us-east-1/],
    [{ protects: 'both' }, 'us-east-1', /protects: is "both"; must be "distribution" or "origin"/],
    [{ protects: 'origin', originSecrets: [] }, 'us-east-1', /originSecrets: is an empty list/],
    [{ protects: 'distribution', originSecrets: [] }, 'us-east-1', /originSecrets: is given for a distrib/],
    [{ protects: 'origin', requestsPerFiveMinutes: 9 }, 'us-east-1', /must be a whole number from 10 to/],
  ])('refuses %j in %s', (props, region, message) => {
    const make = () => new UserSplitWebAcl(stackIn(region), 'Acl', props as UserSplitWebAclProps);
    expect(make).toThrow(message);
  });
});

describe('EdgeAlarms', () => {
  const alarmsOf = (changes: (stack: Stack) => Partial<EdgeAlarmsProps> = () => ({})) => {
    const stack = stackIn();
    const props = { split: splitIn(stack), prefix: 'api-edge', ...changes(stack) };
    const alarms = new EdgeAlarms(stack, 'Alarms', props);
    return { alarms, template: Template.fromStack(stack) };
  };

  test('has an alarm for the distribution, for each function, and for fallbacks', () => {
    const { alarms, template } = alarmsOf();
    const found = Object.values(template.findResources('AWS::CloudWatch::Alarm'));
    expect(found.map(({ Properties }) => Properties.AlarmName).sort()).toEqual([...alarms.names].sort());
    expect(alarms.names).toHaveLength(8);
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmName: 'api-edge-5xx-rate',
      MetricName: '5xxErrorRate',
      Threshold: 1,
      Dimensions: Match.arrayWith([{ Name: 'Region', Value: 'Global' }]),
    });
  });

  test('counts the lines that the function writes when it falls back, in its log group', () => {
    const { template } = alarmsOf();
    const [name] = Object.values(template.findResources('AWS::CloudFront::Function')).flatMap(
      ({ Properties }) => (Properties.FunctionConfig.KeyValueStoreAssociations ? [Properties.Name] : []),
    );
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: `/aws/cloudfront/function/${name}`,
    });
    template.hasResourceProperties('AWS::Logs::MetricFilter', { FilterPattern: '"old path:"' });
  });

  test('uses a log group that exists, and notifies a topic', () => {
    const { template } = alarmsOf((stack) => ({
      functionLogs: LogGroup.fromLogGroupName(stack, 'Logs', '/aws/cloudfront/function/there'),
      topic: new Topic(stack, 'OnCall'),
    }));
    template.resourceCountIs('AWS::Logs::LogGroup', 0);
    template.hasResourceProperties('AWS::Logs::MetricFilter', {
      LogGroupName: '/aws/cloudfront/function/there',
    });
    template.allResourcesProperties('AWS::CloudWatch::Alarm', { AlarmActions: [Match.anyValue()] });
  });

  test.each([
    [{ prefix: 'a b' }, /prefix: is "a b"/],
    [{ errorPercent: 100 }, /errorPercent: is 100; must be from 0 to below 100/],
    [{ fallbacksPerMinute: 1.5 }, /fallbacksPerMinute: is 1.5; must be a whole number/],
  ])('refuses %j', (changes, message) => {
    expect(() => alarmsOf(() => changes)).toThrow(message);
  });

  test('refuses a stack outside us-east-1, where CloudFront has no metrics', () => {
    const stack = stackIn('eu-west-1');
    const props = { split: splitIn(stack), prefix: 'api-edge' };
    expect(() => new EdgeAlarms(stack, 'Alarms', props)).toThrow(/in eu-west-1; must be in us-east-1/);
  });
});
