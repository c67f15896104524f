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
import { EdgeStack } from '../../examples/edge/edge-stack';
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

/** A distribution with some props changed. */
function split(changes: Props | ((stack: Stack) => Props) = {}) {
  const stack = new Stack(app(), 'Edge', { env });
  const given = typeof changes === 'function' ? changes(stack) : changes;
  const distribution = new UserAwareDistribution(stack, 'Split', {
    old: old(),
    newPaths: [{ patterns: ['/orders/*'], origin: new HttpOrigin('gw-orders.example.com') }],
    identity: { kind: 'jwt', claim: 'sub' },
    ...given,
  });
  return { stack, distribution };
}

const withExistingStore = (stack: Stack): Props => ({
  store: KeyValueStore.fromKeyValueStoreArn(stack, 'Store', STORE),
  origins: 'store',
  newPaths: [{ patterns: ['/orders/*'] }, { patterns: ['/users/*'] }],
});

/** The settings that are built into a function of the template. */
function settingsIn(template: Template, id: string) {
  const functions = template.findResources('AWS::CloudFront::Function');
  const [, found] = Object.entries(functions).find(([name]) => name.startsWith(`Split${id}`)) ?? [];
  const source = found?.Properties.FunctionCode.replace(/^import.*$/m, '');
  const code = `${source};function handler(){return CUTOVER_EDGE}`;
  return JSON.parse(JSON.stringify(edgeHandler<void, unknown>(code, {}, () => undefined)()));
}

function distributionIn(template: Template) {
  const [found] = Object.values(template.findResources('AWS::CloudFront::Distribution'));
  return found?.Properties.DistributionConfig;
}

describe('the example', () => {
  const stack = new EdgeStack(app(), 'Edge', { env: { region: 'us-east-1' } });
  const template = Template.fromStack(stack);
  const config = distributionIn(template);

  test('has all origins, and every cache behavior uses the old one', () => {
    const origins: readonly Record<string, object>[] = config.Origins;
    expect(origins.map(({ Id }) => Id)).toEqual([
      ...[config.DefaultCacheBehavior.TargetOriginId, 'new-path-1', 'new-path-2'],
    ]);
    origins.forEach(({ DomainName }, i) => {
      expect(JSON.stringify(DomainName)).toContain(`"${['A', 'B1', 'B2'][i]}Api`);
    });
    for (const behavior of config.CacheBehaviors) {
      expect(behavior.TargetOriginId).toBe(config.DefaultCacheBehavior.TargetOriginId);
    }
    expect(config.Origins.map((origin: { CustomOriginConfig: object }) => origin.CustomOriginConfig)).toEqual(
      Array(3).fill({ OriginProtocolPolicy: 'https-only', OriginSSLProtocols: ['TLSv1.2'] }),
    );
  });

  test('has functions that use the same origin ids', () => {
    for (const id of ['ChooseSide', 'KeepSide']) {
      expect(settingsIn(template, id)).toEqual({
        paths: [
          { patterns: ['/orders/*', '/orders'], origin: { originId: 'new-path-1' } },
          { patterns: ['/users/*', '/users'], origin: { originId: 'new-path-2' } },
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

  test('caches nothing, forwards credentials, and runs the functions only for split requests', () => {
    for (const behavior of [config.DefaultCacheBehavior, ...config.CacheBehaviors]) {
      expect(behavior).toMatchObject({
        CachePolicyId: CachePolicy.CACHING_DISABLED.cachePolicyId,
        OriginRequestPolicyId: OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER.originRequestPolicyId,
        ViewerProtocolPolicy: 'redirect-to-https',
        AllowedMethods: expect.arrayContaining(['GET', 'POST', 'DELETE']),
      });
    }
    expect(config.DefaultCacheBehavior.FunctionAssociations).toBeUndefined();
    const patterns = config.CacheBehaviors.map(({ PathPattern }: Record<string, string>) => PathPattern);
    expect(patterns).toEqual(['/orders/*', '/orders', '/users/*', '/users']);
    for (const { FunctionAssociations } of config.CacheBehaviors) {
      expect(FunctionAssociations.map(({ EventType }: Record<string, string>) => EventType)).toEqual([
        'viewer-request',
        'viewer-response',
      ]);
    }
  });

  test('has a store at 0 percent, which only the viewer request function reads', () => {
    template.resourceCountIs('AWS::CloudFront::KeyValueStore', 1);
    const associations = Object.values(template.findResources('AWS::CloudFront::Function')).map(
      ({ Properties }) => Properties.FunctionConfig,
    );
    expect(associations.map(({ Runtime }) => Runtime)).toEqual(['cloudfront-js-2.0', 'cloudfront-js-2.0']);
    expect(associations.filter(({ KeyValueStoreAssociations }) => KeyValueStoreAssociations)).toHaveLength(1);
    expect(keysOf(stack)).toEqual([{ key: 'traffic-split', value: '0' }]);
  });

  test('leaves no bucket when it is destroyed', () => {
    template.hasResource('AWS::S3::Bucket', { DeletionPolicy: 'Delete' });
    template.resourceCountIs('Custom::S3AutoDeleteObjects', 1);
  });

  test('has roles for the sample services alone, and none for the functions at the edge', () => {
    const roles = Object.keys(template.findResources('AWS::IAM::Role'));
    expect(roles.map((id) => id.replace(/(FunctionRole|AutoDelete).*/, '')).sort()).toEqual([
      ...['A', 'B1', 'B2', 'CustomS3'],
    ]);
  });
});

/** The keys with which the store is created. */
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

describe('with an existing store', () => {
  const { stack, distribution } = split(withExistingStore);
  const template = Template.fromStack(stack);

  test('no store is created, and the URLs are read from its keys', () => {
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

  test('router is valid in a plan', () => {
    const checked = check(keyValueStoreSchema, distribution.router);
    expect(checked).toMatchObject({ ok: true, value: { ...distribution.router, keyValueStoreArn: STORE } });
    expect(distribution.router.configKeys).toEqual(['APIGW_A_URL', 'APIGW_B1_URL', 'APIGW_B2_URL']);
  });
});

test('a new store with origins "store" is created with the URLs', () => {
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

test('an origin with its own id keeps it, and the functions use it', () => {
  const origin = new HttpOrigin('b1.example.com', { originId: 'orders' });
  const template = Template.fromStack(split({ newPaths: [{ patterns: ['/*'], origin }] }).stack);
  expect(settingsIn(template, 'ChooseSide').paths[0].origin).toEqual({ originId: 'orders' });
  expect(distributionIn(template).Origins[1].Id).toBe('orders');
});

test('the distribution has the given domain names, certificate and web ACL', () => {
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

describe('an invalid prop is refused at synth, with its path and a remedy:', () => {
  const origin = () => new HttpOrigin('b1.example.com');
  const header = (name: string) => ({ identity: { kind: 'header', name } }) as const;
  type Case = [string, Props | ((stack: Stack) => Props), RegExp];
  test.each<Case>([
    ['no new paths', { newPaths: [] }, /newPaths: is an empty list; name at least one/],
    [
      'a new path without patterns',
      { newPaths: [{ patterns: [], origin: origin() }] },
      /newPaths\[0\]\.patterns: is an empty list/,
    ],
    [
      'a pattern without a slash',
      { newPaths: [{ patterns: ['*'], origin: origin() }] },
      /newPaths\[0\]\.patterns\[0\]: is "\*"; must begin with \//,
    ],
    [
      'a pattern that an earlier one matches',
      {
        newPaths: [
          { patterns: ['/a/*'], origin: origin() },
          { patterns: ['/a/b/*'], origin: origin() },
        ],
      },
      /newPaths\[1\]\.patterns\[0\]: is ".*", which newPaths\[0\]\.patterns\[0\] "\/a\/\*" already matches/,
    ],
    ['an invalid header name', header('x user'), /identity\.name: is "x user"; must be the name of a header/],
    [
      'the header authorization as the identity',
      header('Authorization'),
      /identity\.name: is authorization.*use the kind "jwt" or "basic"/,
    ],
    [
      'the header host as the identity',
      header('Host'),
      /identity\.name: is host, which does not identify a user/,
    ],
    [
      'the header x-cutover-side as the identity',
      header('X-Cutover-Side'),
      /identity\.name: is x-cutover-side/,
    ],
    [
      'an invalid cookie name as the identity',
      { identity: { kind: 'cookie', name: 'a;b' } },
      /identity\.name: is "a;b"; .* cookie/,
    ],
    ['an empty claim', { identity: { kind: 'jwt', claim: '' } }, /identity\.claim: is ""/],
    ['an invalid cookie name', { cookieName: 'a b' }, /cookieName: is "a b"/],
    [
      'the same cookie for the identity and the anonymous id',
      { cookieName: 'sid', identity: { kind: 'cookie', name: 'sid' } },
      /cookieName: is "sid", which is also the cookie with the user's name/,
    ],
    [
      'a cookie age of 401 days',
      { cookieMaxAge: Duration.days(401) },
      /cookieMaxAge: is 401 days; must be whole seconds, from 1 to 34560000 \(400 days\)/,
    ],
    [
      'a cookie age of 0',
      { cookieMaxAge: Duration.seconds(0) },
      /cookieMaxAge: is 0 seconds; must be whole seconds/,
    ],
    [
      'a misspelled prop of a new path',
      { newPaths: [{ patterns: ['/*'], origins: origin() } as never] },
      /newPaths\[0\]\.origins: is not a prop; did you mean "origin"\?/,
    ],
    [
      'an identity of another kind',
      { identity: { kind: 'session' } as never },
      /identity\.kind: is "session"; must be "jwt", "basic", "header" or "cookie"/,
    ],
    [
      'a certificate of another region',
      (stack) => ({
        domainNames: ['a.example.com'],
        certificate: Certificate.fromCertificateArn(
          stack,
          'Regional',
          'arn:aws:acm:eu-west-1:111122223333:certificate/1',
        ),
      }),
      /certificate: is in eu-west-1; must be in us-east-1: CloudFront .* crossRegionReferences/,
    ],
    [
      'a URL of a path whose key is in the store',
      {
        origins: 'store',
        oldUrl: 'https://a.example.com',
        newPaths: [{ patterns: ['/*'], url: 'https://b.example.com', keyInStore: true }],
      },
      /newPaths\[0\]\.url: is given, but would not be used/,
    ],
    ['a key with a space', { percentKey: 'a key' }, /percentKey: is "a key"/],
    [
      'a declared path without an origin',
      { newPaths: [{ patterns: ['/*'] }] },
      /newPaths\[0\]\.origin: is missing; .*origins to "store"/,
    ],
    [
      'an origin together with origins "store"',
      (stack) => ({ ...withExistingStore(stack), newPaths: [{ patterns: ['/*'], origin: origin() }] }),
      /newPaths\[0\]\.origin: is given although origins is "store"/,
    ],
    [
      'a new store without URLs',
      { origins: 'store', newPaths: [{ patterns: ['/*'] }] },
      /oldUrl: is missing; .*\nnewPaths\[0\]\.url: is missing/,
    ],
    [
      'a URL with declared origins',
      { oldUrl: 'https://a.example.com' },
      /oldUrl: is given, but would not be used/,
    ],
    [
      'a URL for an existing store',
      (stack) => ({ ...withExistingStore(stack), oldUrl: 'https://a.example.com' }),
      /oldUrl: is given, but would not be used/,
    ],
    [
      'a URL that is not https',
      { origins: 'store', oldUrl: 'http://a', newPaths: [{ patterns: ['/*'], url: 'https://b' }] },
      /oldUrl: is "http:\/\/a"; must be https:\/\/HOST/,
    ],
    [
      'a URL that is known only at deployment',
      (stack) => ({
        origins: 'store',
        oldUrl: new CfnParameter(stack, 'Url').valueAsString,
        newPaths: [{ patterns: ['/*'], url: 'https://b' }],
      }),
      /oldUrl: is known only at deployment, .*use origins "declared"/,
    ],
    [
      'an old origin with a path together with URLs from the store',
      (stack) => ({
        ...withExistingStore(stack),
        old: new HttpOrigin('a.example.com', { originPath: '/prod' }),
      }),
      /old: has the path \/prod, .*use origins "declared"/,
    ],
    [
      'an origin group',
      {
        newPaths: [
          {
            patterns: ['/*'],
            origin: new OriginGroup({ primaryOrigin: origin(), fallbackOrigin: origin() }),
          },
        ],
      },
      /newPaths\[0\]\.origin: is an origin group; must be a single origin/,
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
    ['domain names without a certificate', { domainNames: ['a.example.com'] }, /certificate: is missing/],
    [
      'a certificate without domain names',
      (stack) => ({ certificate: certificateIn(stack) }),
      /domainNames: is missing/,
    ],
    [
      'TLS 1.1',
      (stack) => ({
        domainNames: ['a.example.com'],
        certificate: certificateIn(stack),
        minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_1_2016,
      }),
      /minimumProtocolVersion: is TLSv1\.1_2016; must be TLS 1\.2 or newer/,
    ],
    [
      'a TLS version without a certificate',
      { minimumProtocolVersion: SecurityPolicyProtocol.TLS_V1_2_2021 },
      /minimumProtocolVersion: is given without certificate/,
    ],
  ])('%s', (_, changes, message) => {
    expect(() => split(changes)).toThrow(message);
  });

  test('several invalid props, all in one error', () => {
    expect(() => split({ newPaths: [], cookieName: ' ', percentKey: '' })).toThrow(
      /^Edge\/Split has invalid props:\nnewPaths: .*\ncookieName: .*\npercentKey: .*$/,
    );
  });
});

const messages = (stack: Stack, level: 'info' | 'warning') =>
  stack.node
    .findAll()
    .flatMap(({ node }) => node.metadata)
    .filter(({ type }) => type === `aws:cdk:${level}`)
    .map(({ data }) => String(data));

describe('what is said at synth of the keys of a store', () => {
  const urls = { oldUrl: 'https://a.example.com', origins: 'store' } as const;
  const orders = { patterns: ['/orders/*'], url: 'https://b.example.com' };

  test('a new store gets its keys once', () => {
    const { stack } = split({ ...urls, newPaths: [orders] });
    expect(messages(stack, 'info')).toEqual([
      expect.stringMatching(/^APIGW_A_URL, APIGW_B1_URL get their values only when the store is created/),
    ]);
  });

  test('a path that is added later leaves the import as it is, and its key is to be put first', () => {
    const { stack: before } = split({ ...urls, newPaths: [orders] });
    const { stack } = split({ ...urls, newPaths: [orders, { patterns: ['/users/*'], keyInStore: true }] });
    const sourceOf = (one: Stack) =>
      Object.values(Template.fromStack(one).findResources('AWS::CloudFront::KeyValueStore'));
    expect(sourceOf(stack)).toEqual(sourceOf(before));
    expect(messages(stack, 'info')).toEqual([
      expect.stringMatching(/^APIGW_A_URL, APIGW_B1_URL get/),
      expect.stringMatching(
        /^no deployment writes APIGW_B2_URL\. .* npx @cutover\/cutover kvs set KEY=URL --store ARN$/,
      ),
    ]);
  });

  test('an existing store must have all keys', () => {
    const { stack } = split(withExistingStore);
    expect(messages(stack, 'info')).toEqual([
      expect.stringMatching(/^no deployment writes APIGW_A_URL, APIGW_B1_URL, APIGW_B2_URL\./),
    ]);
  });

  test('nothing is said without URLs in the store', () => {
    expect(messages(split().stack, 'info')).toEqual([]);
  });
});

test.each([
  [75, undefined, 0],
  [76, undefined, 1],
  [81, 100, 0],
])('%i patterns with the quota %s are %i warnings, and no error', (count, behaviorQuota, warnings) => {
  const patterns = Array.from({ length: count }, (_, i) => `/p${i}/*`);
  const { stack } = split({
    newPaths: [{ patterns, origin: old() }],
    ...(behaviorQuota === undefined ? {} : { behaviorQuota }),
  });
  const found = messages(stack, 'warning').filter((text) => text.includes('the quota is'));
  expect(found).toHaveLength(warnings);
  expect(distributionIn(Template.fromStack(stack)).CacheBehaviors).toHaveLength(count);
});

test('by default, requests are logged to a private bucket, without cookies', () => {
  const template = Template.fromStack(split().stack);
  expect(distributionIn(template).Logging).toMatchObject({ IncludeCookies: false });
  template.hasResource('AWS::S3::Bucket', {
    DeletionPolicy: 'Retain',
    Properties: {
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, RestrictPublicBuckets: true },
      LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 90 })] },
    },
  });
});

test('access logs can be left out, and with them the bucket', () => {
  const template = Template.fromStack(split({ accessLogs: 'none' }).stack);
  template.resourceCountIs('AWS::S3::Bucket', 0);
  expect(distributionIn(template).Logging).toBeUndefined();
});

test.each([
  ['us-gov-west-1', {}, 'the stack is in us-gov-west-1, and AWS GovCloud (US) has no CloudFront'],
  [
    'cn-north-1',
    { domainNames: ['a.example.com'] },
    'certificate: is a certificate of ACM, which CloudFront',
  ],
])('CloudFront in %s is refused with its reason', (region, changes, message) => {
  const stack = new Stack(app(), 'Edge', { env: { account: '111122223333', region } });
  const make = () =>
    new UserAwareDistribution(stack, 'Split', {
      old: old(),
      newPaths: [{ patterns: ['/*'], origin: old() }],
      identity: { kind: 'basic' },
      certificate: certificateIn(stack),
      ...changes,
    });
  expect(make).toThrow(message);
});
