import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import {
  defaultAllowedHosts,
  hostOf,
  hostProblems,
  isAllowedHost,
} from '../../../lambdas/core/smoke-test/allowed-hosts';
import { planOf } from '../../support/plans/plans';
import { keyValueStore } from '../../support/plans/routers';

describe('the default allow list', () => {
  test.each([
    ['api.example.com', ['gw-*.example.com']],
    ['API.Example.com.', ['gw-*.example.com']],
    ['api.eu.example.com', ['gw-*.eu.example.com', 'gw-*.example.com']],
    ['example.com', ['gw-*.example.com']],
    ['localhost', []],
  ])('for %s is %j', (recordName, expected) => {
    expect(defaultAllowedHosts(recordName)).toEqual(expected);
  });

  it('never has a pattern of a top-level domain', () => {
    const label = fc.stringMatching(/^[a-z]{1,5}$/);
    fc.assert(
      fc.property(fc.array(label, { minLength: 1, maxLength: 6 }), (labels) => {
        for (const pattern of defaultAllowedHosts(labels.join('.'))) {
          expect(pattern).toMatch(/^gw-\*\.[a-z]+\.[a-z.]+$/);
          expect(`.${labels.join('.')}`.endsWith(pattern.replace('gw-*', ''))).toBe(true);
        }
      }),
    );
  });
});

describe('a pattern', () => {
  test.each([
    ['gw-api.example.com', 'gw-*.example.com', true],
    ['GW-API.Example.COM', 'gw-*.example.com', true],
    ['gw-api.example.com', 'GW-*.EXAMPLE.com', true],
    ['gw-api.example.com', 'gw-api.example.com', true],
    ['gw-.example.com', 'gw-*.example.com', false],
    ['gw-api.eu.example.com', 'gw-*.example.com', false],
    ['gw-api.exampleXcom', 'gw-*.example.com', false],
    ['gw-api.example.com.evil.org', 'gw-*.example.com', false],
    ['evil-gw-api.example.com', 'gw-*.example.com', false],
    ['gw-api.example.com', '*', false],
    ['a.b.example.com', '*.*.example.com', true],
    ['gw_1.example.com', 'gw_*.example.com', true],
  ])('%s matches %s: %p', (host, pattern, expected) => {
    expect(isAllowedHost(host, [pattern])).toBe(expected);
  });

  it('matches if one of several does', () => {
    expect(isAllowedHost('b.example.com', ['a.example.com', 'b.example.com'])).toBe(true);
    expect(isAllowedHost('b.example.com', [])).toBe(false);
  });

  it('has a wildcard that matches only one label', () => {
    const label = fc.stringMatching(/^[a-z0-9-]{1,8}$/);
    fc.assert(
      fc.property(fc.array(label, { minLength: 1, maxLength: 5 }), (labels) => {
        const host = `gw-${labels.join('.')}.example.com`;
        expect(isAllowedHost(host, ['gw-*.example.com'])).toBe(labels.length === 1);
      }),
    );
  });
});

const { router } = planOf();
const allowed = ['gw-*.example.com'];
const problemsOf = (baseUrl: string, connectTo?: string, hosts = allowed) =>
  hostProblems({ smokeTest: { baseUrl, connectTo }, router }, hosts);

describe('the base URL', () => {
  test.each(['https://gw-api.example.com', 'https://GW-API.example.com:8443/'])('accepts %s', (baseUrl) => {
    expect(problemsOf(baseUrl)).toEqual([]);
  });

  it('must be on the allow list, which the message shows', () => {
    expect(problemsOf('https://evil.example.org')).toEqual([
      {
        path: 'smokeTest.baseUrl',
        message: 'is "https://evil.example.org"; must be a host on the allow list (gw-*.example.com)',
      },
    ]);
    expect(problemsOf('https://evil.example.org', undefined, ['a.b', 'c.d'])[0]?.message).toContain(
      '(a.b, c.d)',
    );
    expect(problemsOf('https://evil.example.org', undefined, [])[0]?.message).toContain('(which is empty)');
  });

  test.each([
    'https://gw-api.example.com@evil.example.org',
    'https://gw-api.example.com.evil.example.org',
    'https://gw-api.example.com.',
    'https://127.0.0.1',
    'https://0x7f.1',
  ])('rejects %s, which is not on the allow list', (baseUrl) => {
    expect(problemsOf(baseUrl)).toHaveLength(1);
  });

  test.each(['https://gw-api.example.com:99999', 'http://gw-api.example.com', 'gw-api.example.com'])(
    'rejects %s, which is not an https origin',
    (baseUrl) => {
      expect(problemsOf(baseUrl)).toEqual([
        {
          path: 'smokeTest.baseUrl',
          message: `is "${baseUrl}"; must be an https origin, such as https://gw-api.example.com`,
        },
      ]);
    },
  );

  test.each(['https://api.example.com', 'https://API.example.com:8443'])(
    'rejects %s, the name of the record, without connectTo',
    (baseUrl) => {
      // Even if the allow list matches.
      for (const hosts of [allowed, ['*.example.com']]) {
        const [problem, ...others] = problemsOf(baseUrl, undefined, hosts);
        expect(problem?.message).toContain(
          'which the old path still serves; must be a host on the allow list',
        );
        expect(problem?.message).toContain(
          'or be used with smokeTest.connectTo, the address of the new path',
        );
        expect(others).toEqual([]);
      }
      expect(problemsOf(baseUrl, '192.0.2.1')).toEqual([]);
    },
  );

  it('must be on the allow list even with connectTo', () => {
    expect(problemsOf('https://evil.example.org', '192.0.2.1')).toHaveLength(1);
  });
});

describe('connectTo', () => {
  test.each([
    '192.0.2.1',
    '10.0.0.1',
    '2001:db8::1',
    '::ffff:10.0.0.1',
    'gw-api.example.com',
    'GW-API.example.com',
    'new-1234567890.eu-west-1.elb.amazonaws.com',
    'internal-new-1.us-gov-west-1.elb.amazonaws.com',
    'new.elb.amazonaws.com',
    'new-0123.elb.eu-west-1.amazonaws.com',
    'new-1.cn-north-1.elb.amazonaws.com.cn',
    'd-abc123.execute-api.eu-west-1.amazonaws.com',
    'D-ABC123.execute-api.eu-west-1.amazonaws.com',
    'd-abc123.execute-api.us-gov-west-1.amazonaws.com',
    'new-0123.elb.us-iso-east-1.amazonaws.com',
  ])('accepts %s', (connectTo) => {
    expect(problemsOf('https://api.example.com', connectTo)).toEqual([]);
  });

  test.each([
    'evil.example.org',
    'elb.amazonaws.com',
    'a.b.c.elb.amazonaws.com',
    'new.elb.amazonaws.com.evil.org',
    'newelb.amazonaws.com',
    'execute-api.eu-west-1.amazonaws.com',
    'a.b.execute-api.eu-west-1.amazonaws.com',
    'abc.execute-api.evil.amazonaws.com',
    'bucket.s3.eu-west-1.amazonaws.com',
    'x.execute-api.eu-west-1.amazonaws.com.evil.example',
    'x.elb.eu-west-1.amazonaws.com.evil.example',
    'new-1.eu-west-1.elb.amazonaws.com.evil.example',
    'evil.example/x.execute-api.eu-west-1.amazonaws.com',
    'evil.example/new.elb.amazonaws.com',
    'x.execute-api.eu-west-1.amazonaws.com.cn.evil.example',
    'x.execute-api.eu-west.amazonaws.com',
    'x.execute-api.eu-west-12.amazonaws.com',
    'x.execute-api.eur-west-1.amazonaws.com',
    'x.execute-api.1-west-1.amazonaws.com',
    'x_y.execute-api.eu-west-1.amazonaws.com',
    'x_y.elb.amazonaws.com',
    'x.elb.amazonaws.com.com',
    '192.0.2.1x',
    'evil7',
    'evil.example-7',
    'x192.0.2.1',
    '192.0.2.1:443',
    '192.0.2.300',
    '010.0.0.1',
    '2130706433',
    '0x7f.1',
    ':::',
  ])('rejects %s', (connectTo) => {
    expect(problemsOf('https://api.example.com', connectTo)).toEqual([
      {
        path: 'smokeTest.connectTo',
        message:
          `is "${connectTo}"; must be an IP address, a host on the allow list (gw-*.example.com),` +
          ' or the AWS host name of a load balancer or API',
      },
    ]);
  });

  it('must not resolve to the old path', () => {
    const [problem, ...others] = problemsOf('https://api.example.com', 'API.example.com', ['*.example.com']);
    expect(problem?.path).toBe('smokeTest.connectTo');
    expect(problem?.message).toContain(
      'is "api.example.com", which resolves to the old path; must be an IP address,' +
        ' a host on the allow list (*.example.com), or the AWS host name of a load balancer or API',
    );
    expect(others).toEqual([]);
  });
});

it('reports both fields if both are invalid', () => {
  expect(problemsOf('https://evil.example.org', 'evil.example.org').map(({ path }) => path)).toEqual([
    'smokeTest.baseUrl',
    'smokeTest.connectTo',
  ]);
});

test('hostOf is the name of the record or, without one, the host of the smoke test', () => {
  const smokeTest = { baseUrl: 'https://GW-API.example.com:8443', connectTo: undefined };
  expect(hostOf({ smokeTest, router })).toBe('api.example.com');
  expect(hostOf({ smokeTest, router: keyValueStore() })).toBe('gw-api.example.com');
  expect(hostOf({ smokeTest: { ...smokeTest, baseUrl: 'gw' }, router: keyValueStore() })).toBe('');
});

test('without a record name, the host of the old path must be on the allow list', () => {
  const compare = { baseUrl: 'https://api.example.com', samples: 1 } as never;
  const smokeTest = { baseUrl: 'https://gw-api.example.com', connectTo: undefined, compare };
  expect(hostProblems({ smokeTest, router }, allowed)).toEqual([]);
  expect(hostProblems({ smokeTest, router: keyValueStore() }, allowed)).toEqual([
    {
      path: 'smokeTest.compare.baseUrl',
      message: 'is "https://api.example.com"; must be a host on the allow list (gw-*.example.com)',
    },
  ]);
});
