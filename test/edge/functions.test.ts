import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { bucketOf } from '../../lambdas/edge/hash';
import { matches } from '../../lambdas/edge/patterns';
import { edgeConfig, type RequestParts, simulatedDistribution } from '../support/edge/edge-browser';
import { edgeFunctions } from '../support/edge/edge-runtime';

const at = (percent: string) => ({ 'traffic-split': percent });
const authorization = (scheme: string, text: string) => ({ headers: { authorization: `${scheme} ${text}` } });
const base64 = (text: string, encoding: BufferEncoding = 'base64') => Buffer.from(text).toString(encoding);
const token = (claims: unknown) => `e30.${base64(JSON.stringify(claims), 'base64url')}.c2ln`;

/** Sends one request and returns its side. */
const sideOf = async (config: Parameters<typeof edgeConfig>[0], percent: number, parts: RequestParts) =>
  (await simulatedDistribution(edgeConfig(config), at(`${percent}`)).send(parts)).side;

/** Whether a request is assigned to this user: only at the bucket of the user does the side change. */
async function isAssignedTo(user: string, config: Parameters<typeof edgeConfig>[0], parts: RequestParts) {
  const bucket = bucketOf('fnv1a-fmix32', user);
  const sides = [await sideOf(config, bucket, parts), await sideOf(config, bucket + 1, parts)];
  return `${sides}` === 'old,new';
}

describe('the user name', () => {
  const longToken = token({ sub: 'mary.smith', name: 'Ä?>~'.repeat(20) });
  test.each<[string, Parameters<typeof edgeConfig>[0], RequestParts]>([
    ['a header', { identity: { kind: 'header', name: 'X-User' } }, { headers: { 'x-user': 'mary.smith' } }],
    ['a cookie', { identity: { kind: 'cookie', name: 'Session' } }, { cookies: { Session: 'mary.smith' } }],
    [
      'a cookie with its name in lower case',
      { identity: { kind: 'cookie', name: 'Session' } },
      { cookies: { session: 'mary.smith' } },
    ],
    ['a claim', { identity: { kind: 'jwt', claim: 'sub' } }, authorization('Bearer', longToken)],
    [
      'a claim of a token with the scheme in lower case',
      { identity: { kind: 'jwt', claim: 'cognito:username' } },
      authorization('bearer', token({ 'cognito:username': 'mary.smith' })),
    ],
    ['Basic', { identity: { kind: 'basic' } }, authorization('Basic', base64('mary.smith:pass:word'))],
  ])('is read from %s', async (_, config, parts) => {
    expect(await isAssignedTo('mary.smith', config, parts)).toBe(true);
  });

  test('may be a number in a claim, or not ASCII', async () => {
    const jwt = { identity: { kind: 'jwt', claim: 'uid' } } as const;
    expect(await isAssignedTo('4711', jwt, authorization('Bearer', token({ uid: 4711 })))).toBe(true);
    expect(
      await isAssignedTo(
        'Jürgen',
        { identity: { kind: 'basic' } },
        authorization('Basic', base64('Jürgen:x')),
      ),
    ).toBe(true);
  });
});

describe('a request without a valid user name', () => {
  const jwt = { kind: 'jwt', claim: 'sub' } as const;
  test.each<[string, NonNullable<Parameters<typeof edgeConfig>[0]>['identity'], RequestParts]>([
    ['no header', jwt, {}],
    ['another scheme', jwt, authorization('Basic', base64('a:b'))],
    ['an empty token', jwt, authorization('Bearer', '')],
    ['a token with one part', jwt, authorization('Bearer', 'abc')],
    ['a payload that is not JSON', jwt, authorization('Bearer', 'a.%%%.c')],
    ['a payload that is null', jwt, authorization('Bearer', token(null))],
    ['a missing claim', jwt, authorization('Bearer', token({ aud: 'x' }))],
    [
      'a claim named like a member of the prototype',
      { kind: 'jwt', claim: 'toString' },
      authorization('Bearer', token({})),
    ],
    ['a claim that is an object', jwt, authorization('Bearer', token({ sub: {} }))],
    ['an empty claim', jwt, authorization('Bearer', token({ sub: '' }))],
    ['too long a token', jwt, authorization('Bearer', token({ sub: 'a', x: 'x'.repeat(9_000) }))],
    ['Basic without a colon', { kind: 'basic' }, authorization('Basic', base64('mary'))],
    ['Basic without a name', { kind: 'basic' }, authorization('Basic', base64(':secret'))],
    ['too long a name', { kind: 'header', name: 'x-user' }, { headers: { 'x-user': 'x'.repeat(1_025) } }],
    ['an empty header', { kind: 'header', name: 'x-user' }, { headers: { 'x-user': '' } }],
  ])('is anonymous: %s', async (_, identity = jwt, parts) => {
    const { answer } = await simulatedDistribution(edgeConfig({ identity }), at('50')).send(parts);
    expect(answer.cookies).toHaveProperty('__Host-cutover-id');
    expect(await sideOf({ identity, anonymous: 'last' }, 99, parts)).toBe('old');
    expect(await sideOf({ identity, anonymous: 'last' }, 100, parts)).toBe('new');
  });

  test('never causes an error, whatever it contains', async () => {
    const functions = edgeFunctions(edgeConfig({ identity: jwt }), at('50'));
    const text = fc.string({ unit: 'binary', maxLength: 40 });
    const header = fc.oneof(
      text,
      text.map((one) => `Bearer ${one}`),
      text.map((one) => `Bearer a.${base64(one, 'base64url')}.c`),
    );
    await fc.assert(
      fc.asyncProperty(header, text, text, async (authorizationHeader, cookie, uri) => {
        const headers = { authorization: { value: authorizationHeader } };
        const cookies = { '__Host-cutover-id': { value: cookie } };
        const event = { context: {}, viewer: {}, request: { uri: `/orders/${uri}`, headers, cookies } };
        const { request } = await functions.request(event);
        const answer = functions.response({ ...event, request, response: { headers: {} } });
        expect(['old', 'new']).toContain(answer.headers['x-cutover-side']?.value);
      }),
    );
    expect(functions.environment.logged).toEqual([]);
  });
});

describe('a request goes to the old path', () => {
  const fromMary = { headers: { 'x-user': 'mary' } };
  test.each([
    ['if there is no store', null],
    ['if the store cannot be read', new Error('KVSServiceError')],
    ['if the key is missing', {}],
    ...['', ' 100', '100\n', '101', '-1', '050', '99.5', '1e2', 'NaN', '100%', '{"percent":100}'].map(
      (text): [string, Record<string, string>] => [`if the percent is ${JSON.stringify(text)}`, at(text)],
    ),
  ])('%s', async (_, store) => {
    const distribution = simulatedDistribution(edgeConfig(), store);
    const { chosen, side } = await distribution.send(fromMary);
    expect([chosen, side]).toEqual([null, 'old']);
    expect(distribution.environment.logged).toEqual([expect.stringMatching(/^old path: Error: /)]);
    expect(distribution.environment.logged[0]).not.toContain('mary');
  });

  test('if the distribution does not have the origin', async () => {
    const event = { context: {}, viewer: {}, request: { uri: '/orders/1', headers: {}, cookies: {} } };
    const functions = edgeFunctions(edgeConfig(), at('100'), ['another']);
    const { chosen, request } = await functions.request(event);
    expect([chosen, request.headers['x-cutover-side']?.value]).toEqual([null, 'old']);
  });

  test('if no pattern matches, without reading the store', async () => {
    const distribution = simulatedDistribution(edgeConfig(), new Error('must not be read'));
    const { chosen, side } = await distribution.send({ ...fromMary, uri: '/about' });
    expect([chosen, side, distribution.environment.logged]).toEqual([null, 'old', []]);
  });

  test.each([
    'http://b1.example.com',
    'https://',
    'https://b1.example.com:8443/',
    'https://a@b',
    'https://b1.example.com/?x=1',
    'b1',
    'https://b1.example.com/ä',
  ])('if the stored URL of the new path is %s', async (url) => {
    const config = edgeConfig({ paths: [{ patterns: ['/*'], origin: { key: 'APIGW_B1_URL' } }] });
    const { chosen, side } = await simulatedDistribution(config, { ...at('100'), APIGW_B1_URL: url }).send(
      fromMary,
    );
    expect([chosen, side]).toEqual([null, 'old']);
  });
});

describe('a store with the keys of system B', () => {
  const config = edgeConfig({
    hash: 'b',
    identity: { kind: 'basic' },
    oldKey: 'APIGW_A_URL',
    paths: [
      { patterns: ['/orders/*'], origin: { key: 'APIGW_B1_URL' } },
      { patterns: ['/users', '/users/*'], origin: { key: 'APIGW_B2_URL' } },
    ],
  });
  const store = {
    APIGW_A_URL: 'https://a.execute-api.eu-west-1.amazonaws.com/prod/',
    APIGW_B1_URL: 'https://b1.execute-api.eu-west-1.amazonaws.com/prod',
    APIGW_B2_URL: 'https://b2.execute-api.eu-west-1.amazonaws.com',
    'traffic-split': '66',
  };
  // Buckets 65 and 88.
  const bob = authorization('Basic', base64('bob:pass'));
  const alice = authorization('Basic', base64('alice:pass'));

  test.each([
    ['bob', bob, '/orders/7', 'b1', '/prod', 'new'],
    ['bob', bob, '/users', 'b2', undefined, 'new'],
    ['alice', alice, '/users/alice', 'a', '/prod', 'old'],
  ])('sends %s to the same side as system B: %#', async (_, who, uri, api, originPath, side) => {
    const exchange = await simulatedDistribution(config, store).send({ ...who, uri });
    expect(exchange.side).toBe(side);
    expect(exchange.chosen).toEqual({
      domainName: `${api}.execute-api.eu-west-1.amazonaws.com`,
      ...(originPath === undefined ? {} : { originPath }),
      customHeaders: {},
      originAccessControlConfig: { enabled: false },
      customOriginConfig: { port: 443, protocol: 'https', sslProtocols: ['TLSv1.2'] },
    });
  });
});

describe('the side header', () => {
  test('is set for the origin and the viewer, whatever the viewer sends', async () => {
    const spoofed = { headers: { 'x-user': 'mary', 'x-cutover-side': 'new' } };
    const { side, answer } = await simulatedDistribution(edgeConfig(), at('0')).send(spoofed);
    expect([side, answer.headers['x-cutover-side']?.value]).toEqual(['old', 'old']);
  });

  test('is not set for the viewer if the setting is off', async () => {
    const { side, answer } = await simulatedDistribution(edgeConfig({ tellSide: false }), at('100')).send();
    expect([side, answer.headers['x-cutover-side']]).toEqual(['new', undefined]);
  });
});

describe('patterns match like cache behaviors', () => {
  test.each([
    ['/orders/*', '/orders/', true],
    ['/orders/*', '/orders', false],
    ['/orders/*', '/Orders/1', false],
    ['*.jpg', '/a/b.jpg', true],
    ['/a*c*e', '/abcde', true],
    ['/a*c*e', '/abcd', false],
    ['/v?/x', '/v1/x', true],
    ['/v?/x', '/v/x', false],
    ['/*', '/', true],
    ['/a.c', '/abc', false],
  ])('%s matches %s: %s', (pattern, uri, expected) => {
    expect(matches(pattern, uri)).toBe(expected);
  });

  test('in the same way as a regular expression', () => {
    const unit = fc.constantFrom('a', 'b', '/', '*', '?');
    fc.assert(
      fc.property(
        fc.string({ unit, maxLength: 8 }),
        fc.string({ unit: fc.constantFrom('a', 'b', '/'), maxLength: 10 }),
        (pattern, uri) => {
          const expression = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
          expect(matches(pattern, uri)).toBe(expression.test(uri));
        },
      ),
    );
  });

  test('and the first matching path counts', async () => {
    const paths = [
      { patterns: ['/orders/special/*'], origin: { originId: 'new2' } },
      { patterns: ['/orders/*'], origin: { originId: 'new1' } },
    ];
    const { chosen } = await simulatedDistribution(edgeConfig({ paths }), at('100')).send({
      uri: '/orders/special/1',
    });
    expect(chosen).toEqual({ id: 'new2' });
  });
});
