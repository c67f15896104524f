import { describe, expect, test } from '@jest/globals';
import { checkPlan } from '../../../lambdas/core/plan/plan-checks';
import { preparationProblems } from '../../../lambdas/core/record-preparation/preparation-problems';
import type { Router } from '../../../lambdas/core/routers/router-schema';
import { planInput, planOf } from '../../support/plans/plans';

const alias = { hostedZoneId: 'ZLY8HYME6SFDD', dnsName: 'D-1.Execute-API.eu-west-1.amazonaws.com' };
const problemsOf = (newTarget: object, more: object = {}) => {
  const { router, ...plan } = planInput(more);
  const checked = checkPlan({ ...plan, router: { ...router, adopt: { newTarget } } });
  return checked.ok ? [] : checked.problems.map(({ path, message }) => `${path}: ${message}`);
};

describe('router.adopt', () => {
  test('is normalized as Route 53 returns it, and stays the same when checked again', () => {
    const { router, ...plan } = planInput();
    const checked = checkPlan({ ...plan, router: { ...router, adopt: { newTarget: { alias } } } });
    const adopt = {
      newTarget: {
        alias: {
          hostedZoneId: 'ZLY8HYME6SFDD',
          dnsName: 'd-1.execute-api.eu-west-1.amazonaws.com.',
          evaluateTargetHealth: false,
        },
      },
    };
    expect(checked).toMatchObject({ ok: true, value: { router: { adopt } } });
    expect(checked.ok && checkPlan(checked.value)).toEqual(checked);
  });

  test('accepts an IPv6 address in any spelling', () => {
    const { router, ...plan } = planInput();
    const adopt = { newTarget: { values: { AAAA: ['2001:0DB8:0::1'] } } };
    const checked = checkPlan({ ...plan, router: { ...router, recordTypes: ['AAAA'], adopt } });
    expect(checked).toMatchObject({
      ok: true,
      value: { router: { adopt: { newTarget: { values: { AAAA: ['2001:db8::1'] } } } } },
    });
  });

  test.each<[string, object, string]>([
    [
      'neither alias nor values',
      {},
      'router.adopt.newTarget: has neither of alias and values; must have one of them',
    ],
    [
      'both alias and values',
      { alias, values: { A: ['192.0.2.1'] } },
      'router.adopt.newTarget: has both of alias and values; must have one of them',
    ],
    [
      'a TTL for an alias',
      { alias, ttlSeconds: 60 },
      'router.adopt.newTarget.ttlSeconds: is 60; must be left out, because an alias has no TTL of its own',
    ],
    [
      'an invalid address',
      { values: { A: ['192.0.2.256'] } },
      'router.adopt.newTarget.values.A[0]: is "192.0.2.256"; must be an IPv4 address',
    ],
  ])('is rejected with %s', (_, target, line) => {
    expect(problemsOf(target)).toEqual([line]);
  });

  test.each<[string, string[], object, string[]]>([
    [
      'a CNAME alias to API Gateway',
      ['CNAME'],
      { hostedZoneId: 'ZLY8HYME6SFDD' },
      [
        'router.adopt.newTarget.alias: leads to d-1.execute-api.eu-west-1.amazonaws.com, outside of the' +
          ' zone Z0123456789ABCDEFGHIJ; must be left out, because an alias to a load balancer, an API or' +
          ' another AWS resource is A or AAAA, not CNAME: give values:' +
          ' { CNAME: [d-1.execute-api.eu-west-1.amazonaws.com] } instead',
      ],
    ],
    [
      'an HTTPS alias to API Gateway',
      ['A', 'HTTPS', 'SVCB'],
      { hostedZoneId: 'ZLY8HYME6SFDD' },
      [
        'router.adopt.newTarget.alias: leads to d-1.execute-api.eu-west-1.amazonaws.com, outside of the' +
          ' zone Z0123456789ABCDEFGHIJ; must be left out, because an alias to a load balancer, an API or' +
          ' another AWS resource is A or AAAA, not HTTPS: leave HTTPS and SVCB out of router.recordTypes,' +
          ' or create that weighted pair yourself, without router.adopt',
      ],
    ],
    [
      'an HTTPS alias to CloudFront',
      ['A', 'HTTPS'],
      { hostedZoneId: 'Z2FDTNDATAQYW2', dnsName: 'd1.cloudfront.net' },
      [],
    ],
    [
      'an alias to the record itself',
      ['A'],
      { hostedZoneId: 'Z0123456789ABCDEFGHIJ', dnsName: 'API.example.com' },
      [
        'router.adopt.newTarget.alias.dnsName: is "api.example.com", the record itself;' +
          ' must be the name of the new path',
      ],
    ],
    [
      'a CNAME alias to a record of the zone',
      ['CNAME'],
      { hostedZoneId: 'Z0123456789ABCDEFGHIJ', dnsName: 'new.example.com' },
      [],
    ],
  ])('is checked as Route 53 checks it: %s', (_, recordTypes, target, lines) => {
    const { router, ...plan } = planInput();
    const newTarget = { alias: { ...alias, ...target } };
    const checked = checkPlan({ ...plan, router: { ...router, recordTypes, adopt: { newTarget } } });
    expect(checked.ok ? [] : checked.problems.map(({ path, message }) => `${path}: ${message}`)).toEqual(
      lines,
    );
  });

  test('cannot have values for HTTPS and SVCB', () => {
    const { router, ...plan } = planInput();
    const values = { A: ['192.0.2.1'] };
    const route = { ...router, recordTypes: ['A', 'HTTPS', 'SVCB'], adopt: { newTarget: { values } } };
    expect(checkPlan({ ...plan, router: route })).toMatchObject({
      problems: [
        {
          path: 'router.adopt.newTarget.values',
          message: expect.stringMatching(
            /^cannot have values for HTTPS and SVCB; must be an alias, or create/,
          ),
        },
      ],
    });
  });

  test('must not have more values than one change of all weights can have', () => {
    const addresses = (count: number) =>
      Array.from({ length: count }, (_, i) => `10.0.${Math.floor(i / 256)}.${i % 256}`);
    const over = (a: number, aaaa: number) => {
      const { router, ...plan } = planInput();
      const values = {
        A: addresses(a),
        AAAA: Array.from({ length: aaaa }, (_, i) => `2001:db8::${(i + 1).toString(16)}`),
      };
      const route = { ...router, recordTypes: ['A' as const, 'AAAA' as const] };
      const checked = checkPlan({ ...plan, router: { ...route, adopt: { newTarget: { values } } } });
      return checked.ok ? [] : checked.problems.map(({ path, message }) => `${path}: ${message}`);
    };
    expect(over(250, 250)).toEqual([]);
    expect(over(251, 250)).toEqual([
      'router.adopt.newTarget.values: has so many that one change of all weights would have at least ' +
        '1002 values (at most 1000); must have fewer, or be an alias',
    ]);
  });

  test('must not have longer values than one change of all weights can have', () => {
    const { router, ...plan } = planInput();
    const values = {
      A: Array.from({ length: 100 }, (_, i) => `192.168.100.${i + 100}`),
      AAAA: Array.from(
        { length: 400 },
        (_, i) => `2001:db8:aaaa:aaaa:aaaa:aaaa:aaaa:${(4_096 + i).toString(16)}`,
      ),
    };
    const route = { ...router, recordTypes: ['A', 'AAAA'], adopt: { newTarget: { values } } };
    expect(checkPlan({ ...plan, router: route })).toMatchObject({
      problems: [{ message: expect.stringContaining('at least 33400 characters of values (at most 32000)') }],
    });
  });

  test('must not be a host name of more than 253 characters', () => {
    const label = 'a'.repeat(63);
    const named = (rest: string) =>
      problemsOf({ values: { CNAME: [`${label}.${label}.${label}.${rest}`] } }).filter((one) =>
        one.includes('host name'),
      );
    expect(named('b'.repeat(61))).toEqual([]);
    expect(named(`${'b'.repeat(61)}.`)).toEqual([]);
    expect(named('b'.repeat(62))).toHaveLength(1);
  });

  test('is not taken for the record itself where another service has an alias of that name', () => {
    const dnsName = planInput().router.recordName as string;
    const elsewhere = { hostedZoneId: 'Z2FDTNDATAQYW2', dnsName, evaluateTargetHealth: false };
    expect(problemsOf({ alias: elsewhere })).toEqual([
      expect.stringMatching(/^router.adopt.newTarget.alias.hostedZoneId: /),
    ]);
  });

  test('needs values for each type of the route, and for no other', () => {
    expect(problemsOf({ values: { AAAA: ['2001:db8::1'] } })).toEqual([
      'router.adopt.newTarget.values.A: is missing; must be given for each of router.recordTypes',
      'router.adopt.newTarget.values.AAAA: is not in router.recordTypes; must be one of A',
    ]);
    expect(problemsOf({ values: { A: ['192.0.2.1'] } })).toEqual([]);
  });
});

describe('ttl', () => {
  test('has its defaults', () => {
    expect(planOf({ ttl: {} }).ttl).toEqual({ seconds: 30, leadSeconds: 172_800 });
  });

  test('is rejected above the maximum of the preflight', () => {
    expect(checkPlan(planInput({ ttl: { seconds: 60 } }))).toMatchObject({ ok: true });
    expect(checkPlan(planInput({ ttl: { seconds: 61 } }))).toMatchObject({
      problems: [
        {
          path: 'ttl.seconds',
          message: expect.stringContaining('is 61; must be at most preflight.maxTtlSeconds (60)'),
        },
      ],
    });
  });

  test('is rejected for a router without records', () => {
    const router = {
      kind: 'cloudfront-kvs',
      keyValueStoreArn: 'arn',
      key: 'traffic-split',
      configKeys: [],
      propagationSeconds: 60,
    } satisfies Router;
    expect(preparationProblems({ ...planOf(), router })).toEqual([]);
    expect(preparationProblems({ ...planOf({ ttl: {} }), router })).toMatchObject([{ path: 'ttl' }]);
  });
});
