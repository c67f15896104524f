import { describe, expect, test } from '@jest/globals';
import { Lazy } from 'aws-cdk-lib';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { normalizeRoutes, type RouteConfig } from '../../../lib/workflow/routers/routes';
import { planInput } from '../../support/plans/plans';
import { keyValueStore, listenerArn, loadBalancer, ruleArn } from '../../support/plans/routers';
import { resourceOf, route, statementsOf, templateOf } from '../../support/templates/synth';

const { keyValueStoreArn } = keyValueStore();
const store: RouteConfig = { kind: 'cloudfront-kvs', keyValueStoreArn };
const balancer: RouteConfig = { kind: 'alb', listenerArns: [listenerArn], ruleArns: [ruleArn] };
const allowedHosts = ['gw-*.example.com'];

const template = templateOf({ routes: [store, balancer], allowedHosts });
const only = templateOf({ routes: [{ kind: 'alb', ruleArns: [ruleArn] }], allowedHosts });

/** What a function may do to routes, with the resources. */
const allowed = (of: typeof template, task: string) =>
  statementsOf(of, task).flatMap(({ actions, resources }) =>
    actions
      .filter((action) => /^(route53|cloudfront|elasticloadbalancing)/.test(action))
      .map((action) => [action, resources]),
  );
const read = [
  ['cloudfront-keyvaluestore:DescribeKeyValueStore', [keyValueStoreArn]],
  ['cloudfront-keyvaluestore:GetKey', [keyValueStoreArn]],
  ['cloudfront-keyvaluestore:ListKeys', [keyValueStoreArn]],
  ['elasticloadbalancing:DescribeListeners', ['*']],
  ['elasticloadbalancing:DescribeRules', ['*']],
];

describe('a workflow without records', () => {
  test.each(['EvaluateHealth', 'VerifyDecommission', 'Reconcile'])('%s may read its routes', (task) => {
    expect(allowed(template, task)).toEqual(read);
  });

  test.each(['ShiftTraffic', 'RevertTraffic'])('%s may change these routes and no others', (task) => {
    const changes = allowed(template, task).filter(
      ([action]) => !/Describe|GetKey|ListKeys/.test(String(action)),
    );
    expect(changes).toEqual([
      ['cloudfront-keyvaluestore:UpdateKeys', [keyValueStoreArn]],
      ['elasticloadbalancing:ModifyListener', [listenerArn]],
      ['elasticloadbalancing:ModifyRule', [ruleArn]],
    ]);
  });

  test('CheckPropagation may read back what was written', () => {
    expect(allowed(template, 'CheckPropagation')).toEqual([
      ['cloudfront-keyvaluestore:GetKey', [keyValueStoreArn]],
      ['cloudfront-keyvaluestore:ListKeys', [keyValueStoreArn]],
      ['elasticloadbalancing:DescribeListeners', ['*']],
      ['elasticloadbalancing:DescribeRules', ['*']],
    ]);
  });

  test('may do nothing in Route 53', () => {
    expect(JSON.stringify(template.toJSON())).not.toContain('"route53:');
  });

  test.each(['PrepareRecords', 'RestoreRecords'])('%s may do nothing with routes', (task) => {
    expect(allowed(template, task)).toEqual([]);
  });

  test('with rules alone may not change listeners', () => {
    expect(allowed(only, 'ShiftTraffic')).toEqual([
      ['elasticloadbalancing:DescribeRules', ['*']],
      ['elasticloadbalancing:ModifyRule', [ruleArn]],
    ]);
  });

  test('has the keys of its routes in ROUTES', () => {
    const { Properties } = resourceOf(template, 'AWS::Lambda::Function', 'ValidatePlan');
    expect(JSON.parse(String(Properties.Environment?.Variables?.ROUTES))).toEqual([
      `cloudfront-kvs/${keyValueStoreArn}/traffic-split`,
      `alb/${listenerArn}`,
      `alb/${ruleArn}`,
    ]);
  });

  test('is rejected without allowedHosts', () => {
    expect(() => templateOf({ routes: [store] })).toThrow('allowedHosts: is an empty list');
  });
});

test.each<[string, readonly RouteConfig[], string]>([
  [
    'an ARN of something else',
    [{ ...store, keyValueStoreArn: listenerArn }],
    'routes[0].keyValueStoreArn: is "arn:aws:elasticloadbalancing:',
  ],
  [
    'an ARN of something else, with a remedy',
    [{ ...store, keyValueStoreArn: listenerArn }],
    'must be the ARN of a key value store, such as arn:aws:cloudfront::',
  ],
  ['no keys', [{ ...store, keys: [] }], 'routes[0].keys: is an empty list; must be a list of 1 to 1000 keys'],
  ['a key twice', [{ ...store, keys: ['a', 'a'] }], 'routes[0].keys: has "a" twice'],
  ['a store twice', [store, store], `the store ${keyValueStoreArn} is named twice`],
  [
    'no listener and no rule',
    [{ kind: 'alb' }],
    'routes[0]: listenerArns and ruleArns are empty; name at least one',
  ],
  ['a rule for a listener', [{ kind: 'alb', listenerArns: [ruleArn] }], 'routes[0].listenerArns[0]: is'],
  ['a listener for a rule', [{ kind: 'alb', ruleArns: [listenerArn] }], 'routes[0].ruleArns[0]: is'],
  ['every rule', [{ kind: 'alb', ruleArns: [ruleArn.replace(/[^/]+$/, '*')] }], 'without wildcards'],
  ['a rule twice', [balancer, { kind: 'alb', ruleArns: [ruleArn] }], `${ruleArn} is named twice`],
])('rejects %s', (_, routes, message) => {
  expect(() => normalizeRoutes(routes)).toThrow(message);
});

describe('a scheduled plan', () => {
  const schedule = ScheduleExpression.at(new Date('2026-12-01T06:00:00Z'));
  const start = (router: object, routes: readonly RouteConfig[]) =>
    templateOf({
      ...{ routes: [...routes, route], allowedHosts },
      schedules: [{ name: 'api', plan: { ...planInput(), router }, schedule }],
    });
  const later = (value: string) => Lazy.string({ produce: () => value });

  test.each([
    [keyValueStore(), store],
    [loadBalancer(), balancer],
    [keyValueStore(), { ...store, keyValueStoreArn: later(keyValueStoreArn) }],
    [loadBalancer(), { kind: 'alb' as const, ruleArns: [later(ruleArn)] }],
  ])(
    'is accepted for a route of the workflow, also for one that is known at deployment only',
    (router, known) => {
      expect(() => start(router, [known])).not.toThrow();
    },
  );

  test.each([
    [keyValueStore({ key: 'another' }), store],
    [keyValueStore({ key: 'another' }), { ...store, keyValueStoreArn: later(keyValueStoreArn) }],
    [loadBalancer(), store],
    [loadBalancer({ ruleArn: `${ruleArn}0` }), balancer],
  ])('is rejected for any other route', (router, known) => {
    expect(() => start(router, [known])).toThrow('must be one of the routes');
  });
});
