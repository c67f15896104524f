import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { App, CfnParameter, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import {
  CachePolicy,
  KeyValueStore,
  OriginRequestPolicy,
  SecurityPolicyProtocol,
} from 'aws-cdk-lib/aws-cloudfront';
import { HttpOrigin, OriginGroup } from 'aws-cdk-lib/aws-cloudfront-origins';
import recommendedFlags from 'aws-cdk-lib/recommended-feature-flags.json';
import { EdgeStack } from '../../examples/edge/example';
import { keyValueStoreSchema } from '../../lambdas/core/routers/cloudfront-kvs/schema';
import { check } from '../../lambdas/core/validation/problems';
import {
  UserAwareDistribution,
  type UserAwareDistributionProps,
} from '../../lib/user-split/user-aware-distribution';
import { edgeHandler } from '../support/edge/edge-runtime';

const STORE = 'arn:aws:cloudfront::111122223333:key-value-store/1234abcd-12ab-34cd-56ef-1234567890ab';
const app = () => new App({ context: recommendedFlags });
const env = { account: '111122223333', region: 'us-east-1' };
const old = () => new HttpOrigin('legacy.example.com');

type Props = Partial<UserAwareDistributionProps>;

/** A distribution with one thing otherwise. */
function split(changes: Props | ((stack: Stack) => Props) = {}) {
  const stack = new Stack(app(), 'Edge', { env });
  const given = typeof changes === 'function' ? changes(stack) : changes;
  const made = new UserAwareDistribution(stack, 'Split', {
    old: old(),
    newPaths: [{ patterns: ['/orders/*'], origin: new HttpOrigin('gw-orders.example.com') }],
    identity: { kind: 'jwt', claim: 'sub' },
    ...given,
  });
  return { stack, made };
}

const existing = (stack: Stack): Props => ({
  store: KeyValueStore.fromKeyValueStoreArn(stack, 'Store', STORE),
  origins: 'store',
  newPaths: [{ patterns: ['/orders/*'] }, { patterns: ['/users/*'] }],
});

/** The settings that a function of the template was built with. */
function settingsIn(template: Template, id: string) {
  const functions = template.findResources('AWS::CloudFront::Function');
  const [, found] = Object.entries(functions).find(([name]) => name.startsWith(`Split${id}`)) ?? [];
  const code = `${found?.Properties.FunctionCode.replace(/^import.*$/m, '')};function handler(){return define_CUTOVER_EDGE_default}`;
  return JSON.parse(JSON.stringify(edgeHandler<void, unknown>(code, {}, () => undefined)()));
}

function distributionIn(template: Template) {
  const [found] = Object.values(template.findResources('AWS::CloudFront::Distribution'));
  return found?.Properties.DistributionConfig;
}

describe('the example', () => {
  const stack = new EdgeStack(app(), 'Edge');
  const template = Template.fromStack(stack);
  const config = distributionIn(template);

  test('has all origins, and every behaviour leads to the old one', () => {
    expect(config.Origins.map(({ Id, DomainName }: Record<string, string>) => [Id, DomainName])).toEqual([
      [config.DefaultCacheBehavior.TargetOriginId, 'legacy.example.com'],
      ['new-path-1', 'gw-orders.example.com'],
      ['new-path-2', 'gw-users.example.com'],
    ]);
    for (const behaviour of config.CacheBehaviors) {
      expect(behaviour.TargetOriginId).toBe(config.DefaultCacheBehavior.TargetOriginId);
    }
    expect(config.Origins.map((origin: { CustomOriginConfig: object }) => origin.CustomOriginConfig)).toEqual(
      Array(3).fill({ OriginProtocolPolicy: 'https-only', OriginSSLProtocols: ['TLSv1.2'] }),
    );
  });

  test('the functions know the origins by those ids', () => {
    for (const id of ['ChooseSide', 'KeepSide']) {
      expect(settingsIn(template, id)).toEqual({
        paths: [
          { patterns: ['/orders/*', '/orders'], origin: { originId: 'new-path-1' } },
          { patterns: ['/users/*'], origin: { originId: 'new-path-2' } },
        ],
        oldKey: null,
        percentKey: 'traffic-split',
        identity: { kind: 'jwt', claim: 'sub' },
        anonymous: 'cookie',
        hash: 'fnv1a-fmix32',
        cookieName: '__Host-cutover-id',
        cookieMaxAgeSeconds: 31_536_000,
        tellSide: true,
      });
    }
  });

  test('nothing is cached, credentials pass, and only what is split runs the functions', () => {
    for (const behaviour of [config.DefaultCacheBehavior, ...config.CacheBehaviors]) {
      expect(behaviour).toMatchObject({
        CachePolicyId: CachePolicy.CACHING_DISABLED.cachePolicyId,
        OriginRequestPolicyId: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER.originRequestPolicyId,
        ViewerProtocolPolicy: 'redirect-to-https',
        AllowedMethods: expect.arrayContaining(['GET', 'POST', 'DELETE']),
      });
    }
    expect(config.DefaultCacheBehavior.FunctionAssociations).toBeUndefined();
    const patterns = config.CacheBehaviors.map(({ PathPattern }: Record<string, string>) => PathPattern);
    expect(patterns).toEqual(['/orders/*', '/orders', '/users/*']);
    for (const { FunctionAssociations } of config.CacheBehaviors) {
      expect(FunctionAssociations.map(({ EventType }: Record<string, string>) => EventType)).toEqual([
        'viewer-request',
        'viewer-response',
      ]);
    }
  });

  test('the store is read by the one function that has to, and made at 0 percent', () => {
    template.resourceCountIs('AWS::CloudFront::KeyValueStore', 1);
    const associations = Object.values(template.findResources('AWS::CloudFront::Function')).map(
      ({ Properties }) => Properties.FunctionConfig,
    );
    expect(associations.map(({ Runtime }) => Runtime)).toEqual(['cloudfront-js-2.0', 'cloudfront-js-2.0']);
    expect(associations.filter(({ KeyValueStoreAssociations }) => KeyValueStoreAssociations)).toHaveLength(1);
    expect(keysOf(stack)).toEqual([{ key: 'traffic-split', value: '0' }]);
  });

  test('requests are logged to a bucket that nobody else reads, without cookies', () => {
    expect(config.Logging).toMatchObject({ IncludeCookies: false });
    template.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Retain',
      Properties: {
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
        LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 90 })] },
      },
    });
  });

  test('nothing has a role', () => {
    template.resourceCountIs('AWS::IAM::Role', 0);
  });
});

/** What the store is imported from. */
function keysOf(stack: Stack): unknown {
  const assembly = (stack.node.root as App).synth();
  const folder = assembly.directory;
  const { files } = JSON.parse(readFileSync(join(folder, `${stack.stackName}.assets.json`), 'utf8'));
  const sources = Object.values(files as Record<string, { source: { path: string } }>).map(
    ({ source }) => source.path,
  );
  const imported = sources.find((path) => !path.endsWith('.template.json'));
  return JSON.parse(readFileSync(join(folder, `${imported}`), 'utf8')).data;
}

describe('a store of system B is taken over', () => {
  const { stack, made } = split(existing);
  const template = Template.fromStack(stack);

  test('as it is: none is made, and its keys say where the paths are', () => {
    template.resourceCountIs('AWS::CloudFront::KeyValueStore', 0);
    template.hasResourceProperties('AWS::CloudFront::Function', {
      FunctionConfig: { KeyValueStoreAssociations: [{ KeyValueStoreARN: STORE }] },
    });
    expect(settingsIn(template, 'ChooseSide')).toMatchObject({
      hash: 'b',
      oldKey: 'APIGW_A_URL',
      paths: [{ origin: { key: 'APIGW_B1_URL' } }, { origin: { key: 'APIGW_B2_URL' } }],
    });
    expect(distributionIn(template).Origins).toHaveLength(1);
  });

  test('and its router is one that a plan takes', () => {
    const checked = check(keyValueStoreSchema, made.router);
    expect(checked).toMatchObject({ ok: true, value: { ...made.router, keyValueStoreArn: STORE } });
    expect(made.router.configKeys).toEqual(['APIGW_A_URL', 'APIGW_B1_URL', 'APIGW_B2_URL']);
  });
});

test("a store of its own with system B's keys", () => {
  const { stack } = split({
    origins: 'store',
    oldUrl: 'https://legacy.example.com',
    newPaths: [{ patterns: ['/*'], url: 'https://b1.example.com/prod' }],
  });
  expect(keysOf(stack)).toEqual([
    { key: 'APIGW_A_URL', value: 'https://legacy.example.com' },
    { key: 'APIGW_B1_URL', value: 'https://b1.example.com/prod' },
    { key: 'traffic-split', value: '0' },
  ]);
});

test('an origin with an id of its own is chosen by that', () => {
  const origin = new HttpOrigin('b1.example.com', { originId: 'orders' });
  const template = Template.fromStack(split({ newPaths: [{ patterns: ['/*'], origin }] }).stack);
  expect(settingsIn(template, 'ChooseSide').paths[0].origin).toEqual({ originId: 'orders' });
  expect(distributionIn(template).Origins[1].Id).toBe('orders');
});

test('names, certificate and web ACL are those given', () => {
  const webAclArn = 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/api/1234abcd';
  const template = Template.fromStack(
    split((stack) => ({ webAclArn, domainNames: ['api.example.com'], certificate: certificateIn(stack) }))
      .stack,
  );
  expect(distributionIn(template)).toMatchObject({
    WebACLId: webAclArn,
    Aliases: ['api.example.com'],
    ViewerCertificate: { MinimumProtocolVersion: 'TLSv1.2_2021', SslSupportMethod: 'sni-only' },
  });
});

const certificateIn = (stack: Stack) =>
  Certificate.fromCertificateArn(stack, 'Cert', 'arn:aws:acm:us-east-1:111122223333:certificate/1');

describe('an error at synth names the field and the remedy', () => {
  const origin = () => new HttpOrigin('b1.example.com');
  const header = (name: string) => ({ identity: { kind: 'header', name } }) as const;
  type Case = [string, Props | ((stack: Stack) => Props), RegExp];
  test.each<Case>([
    ['no new path', { newPaths: [] }, /newPaths: is an empty list; name at least one/],
    [
      'no pattern',
      { newPaths: [{ patterns: [], origin: origin() }] },
      /newPaths\[0\]\.patterns: is an empty list/,
    ],
    [
      'a pattern without a slash',
      { newPaths: [{ patterns: ['*'], origin: origin() }] },
      /newPaths\[0\]\.patterns\[0\]: is "\*"; must begin with \//,
    ],
    [
      'a pattern that is taken',
      {
        newPaths: [
          { patterns: ['/a/*'], origin: origin() },
          { patterns: ['/a/b/*'], origin: origin() },
        ],
      },
      /newPaths\[1\]\.patterns\[0\]: is "\/a\/b\/\*", which newPaths\[0\]\.patterns\[0\] "\/a\/\*" takes already; put it first/,
    ],
    ['a header that is none', header('x user'), /identity\.name: is "x user"; must be the name of a header/],
    [
      'the header authorization',
      header('Authorization'),
      /identity\.name: is authorization.*use the kind "jwt" or "basic"/,
    ],
    ['the header host', header('Host'), /identity\.name: is host, which names no user/],
    ['our own header', header('X-Cutover-Side'), /identity\.name: is x-cutover-side/],
    [
      'a cookie that is none',
      { identity: { kind: 'cookie', name: 'a;b' } },
      /identity\.name: is "a;b"; .* cookie/,
    ],
    ['a claim without a name', { identity: { kind: 'jwt', claim: '' } }, /identity\.claim: is ""/],
    ['a cookie name that is none', { cookieName: 'a b' }, /cookieName: is "a b"/],
    [
      'one cookie for two things',
      { cookieName: 'sid', identity: { kind: 'cookie', name: 'sid' } },
      /cookieName: is "sid", the cookie with the user's name/,
    ],
    [
      'a cookie kept too long',
      { cookieMaxAge: Duration.days(401) },
      /cookieMaxAge: is 401 days; must be 1 second to 400 days/,
    ],
    ['a cookie not kept', { cookieMaxAge: Duration.seconds(0) }, /cookieMaxAge: is .*; must be 1 second/],
    ['a key that is none', { percentKey: 'a key' }, /percentKey: is "a key"/],
    [
      'no origin',
      { newPaths: [{ patterns: ['/*'] }] },
      /newPaths\[0\]\.origin: is missing; .*origins "store"/,
    ],
    [
      'an origin and a URL of the store',
      (stack) => ({ ...existing(stack), newPaths: [{ patterns: ['/*'], origin: origin() }] }),
      /newPaths\[0\]\.origin: is given with origins "store"/,
    ],
    [
      'no URL for a new store',
      { origins: 'store', newPaths: [{ patterns: ['/*'] }] },
      /oldUrl: is missing; .*\nnewPaths\[0\]\.url: is missing/,
    ],
    [
      'a URL that nothing reads',
      { oldUrl: 'https://a.example.com' },
      /oldUrl: is given, but nothing would be written/,
    ],
    [
      'a URL for a store that exists',
      (stack) => ({ ...existing(stack), oldUrl: 'https://a.example.com' }),
      /oldUrl: is given, but nothing would be written/,
    ],
    [
      'a URL that is none',
      { origins: 'store', oldUrl: 'http://a', newPaths: [{ patterns: ['/*'], url: 'https://b' }] },
      /oldUrl: is "http:\/\/a"; must be https:\/\/HOST/,
    ],
    [
      'a URL known at deployment only',
      (stack) => ({
        origins: 'store',
        oldUrl: new CfnParameter(stack, 'Url').valueAsString,
        newPaths: [{ patterns: ['/*'], url: 'https://b' }],
      }),
      /oldUrl: is known at deployment only, .*use origins "declared"/,
    ],
    [
      'an old origin with a path, and URLs of the store',
      (stack) => ({ ...existing(stack), old: new HttpOrigin('a.example.com', { originPath: '/prod' }) }),
      /old: has the path \/prod, .*use origins "declared"/,
    ],
    [
      'a group of origins',
      {
        newPaths: [
          {
            patterns: ['/*'],
            origin: new OriginGroup({ primaryOrigin: origin(), fallbackOrigin: origin() }),
          },
        ],
      },
      /newPaths\[0\]\.origin is a group of origins; must be one alone/,
    ],
    [
      'a regional web ACL',
      { webAclArn: 'arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/a/1' },
      /webAclArn: is ".*"; must be a web ACL of WAF with scope CLOUDFRONT/,
    ],
    [
      'a regional web ACL in us-east-1',
      { webAclArn: 'arn:aws:wafv2:us-east-1:111122223333:regional/webacl/a/1' },
      /webAclArn: .*scope CLOUDFRONT/,
    ],
    ['names without a certificate', { domainNames: ['a.example.com'] }, /certificate: is missing/],
    [
      'a certificate without names',
      (stack) => ({ certificate: certificateIn(stack) }),
      /domainNames: is missing/,
    ],
    [
      'old TLS',
      (stack) => ({
        domainNames: ['a.example.com'],
        certificate: certificateIn(stack),
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_1_2016,
      }),
      /minimumProtocolVersion: is TLSv1\.1_2016; must be TLS 1\.2 or newer/,
    ],
    [
      'a TLS version that would not count',
      { minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021 },
      /minimumProtocolVersion: is given without certificate/,
    ],
  ])('%s', (_, changes, words) => {
    expect(() => split(changes)).toThrow(words);
  });

  test('all of it at once', () => {
    expect(() => split({ newPaths: [], cookieName: ' ', percentKey: '' })).toThrow(
      /^Edge\/Split is not set up right:\nnewPaths: .*\ncookieName: .*\npercentKey: .*$/,
    );
  });
});
