import { describe, expect, test } from '@jest/globals';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import {
  ApplicationLoadBalancer,
  ApplicationTargetGroup,
  TargetType,
} from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { linesOf, readsOf, shownIn, stackWith, titled, widgetsOf } from './dashboard-stack';

const SPLIT = 'Share of the new path';
const titlesOf = (stack: ReturnType<typeof stackWith>) =>
  widgetsOf(stack)
    .filter(({ type }) => type === 'metric')
    .map(({ properties }) => properties.title);

describe('two load balancers', () => {
  const stack = stackWith();
  const split = { title: SPLIT, line: 'as requests arrive' };

  test('have the split, requests, errors and latency, two beside each other', () => {
    const graphs = widgetsOf(stack).filter(({ type }) => type === 'metric');
    expect(graphs.map(({ x, y, properties }) => [properties.title, x, y - (graphs[0]?.y ?? 0)])).toEqual([
      [SPLIT, 0, 0],
      ['Requests', 12, 0],
      ['5XX', 0, 6],
      ['p99 latency', 12, 6],
    ]);
    expect(['Requests', '5XX', 'p99 latency'].map((title) => linesOf(stack, title))).toEqual([
      ['old', 'new'],
      ['old', 'new'],
      ['old', 'new'],
    ]);
    expect(titled(stack, SPLIT).properties.yAxis?.left).toMatchObject({ min: 0, max: 100 });
  });

  test('have the split as the last evaluation found it written', () => {
    expect(linesOf(stack, SPLIT)).toEqual(['as written', 'as requests arrive']);
    const [written] = titled(stack, SPLIT).properties.metrics ?? [];
    expect(written).toEqual([
      ...['Cutover', 'Percent', 'LedgerTable', expect.stringMatching(/^\$\{WorkflowLedger\w+\}$/)],
      ...['Route', 'route53/Z0123456789ABCDEFGHIJ/api.example.com'],
      expect.objectContaining({ label: 'as written', stat: 'Maximum', period: 60 }),
    ]);
  });

  test.each([
    ['requests on both', { old0requests: 300, new0requests: 100 }, 25],
    ['requests on one', { new0requests: 100 }, 100],
    ['no requests', {}, null],
    ['answers of the load balancer itself', { old0requests: 50, old0errors1: 100, new0requests: 100 }, 50],
  ])('the split of a minute with %s', (_, values, expected) => {
    expect(shownIn(stack, split, values)).toBe(expected);
  });

  test('a minute without requests counts 0, and has no error rate', () => {
    expect(shownIn(stack, { title: 'Requests', line: 'new' }, {})).toBe(0);
    expect(shownIn(stack, { title: '5XX', line: 'new' }, {})).toBeNull();
  });

  test('a minute without errors has a rate of 0', () => {
    expect(shownIn(stack, { title: '5XX', line: 'old' }, { old0requests: 10 })).toBe(0);
  });

  test('adds up all errors of a path', () => {
    const values = { new0requests: 100, new0errors0: 3, new0errors1: 2 };
    expect(shownIn(stack, { title: '5XX', line: 'new' }, values)).toBe(5);
  });

  test('shows latency in milliseconds', () => {
    expect(shownIn(stack, { title: 'p99 latency', line: 'old' }, { old0latency: 0.25 })).toBe(250);
    expect(readsOf(stack, 'p99 latency')).toEqual({
      old0latency: 'AWS/ApplicationELB TargetResponseTime LoadBalancer app/legacy/0123456789abcdef p99',
      new0latency:
        'AWS/ApplicationELB TargetResponseTime LoadBalancer app/next/fedcba9876543210 ' +
        'TargetGroup targetgroup/next/0011223344556677 p99',
    });
  });
});

test('an HTTP API and a REST API are read by their own names', () => {
  const stack = stackWith({ old: 'rest-api/shop/prod', new: 'api/a1b2c3d4e5/$default' });
  expect(readsOf(stack, '5XX')).toEqual({
    old0requests: 'AWS/ApiGateway Count ApiName shop Stage prod Sum',
    old0errors0: 'AWS/ApiGateway 5XXError ApiName shop Stage prod Sum',
    new0requests: 'AWS/ApiGateway Count ApiId a1b2c3d4e5 Stage $default Sum',
    new0errors0: 'AWS/ApiGateway 5xx ApiId a1b2c3d4e5 Stage $default Sum',
  });
  expect(shownIn(stack, { title: 'p99 latency', line: 'new' }, { new0latency: 250 })).toBe(250);
});

test('CloudFront has a share of errors, no latency of all requests, and its metrics in us-east-1', () => {
  const stack = stackWith({ old: 'cloudfront/E1234567890AB' });
  const { old0requests, old0errors0 } = readsOf(stack, '5XX');
  expect([old0requests, old0errors0]).toEqual([
    'AWS/CloudFront Requests DistributionId E1234567890AB Region Global Sum us-east-1',
    'AWS/CloudFront 5xxErrorRate DistributionId E1234567890AB Region Global us-east-1',
  ]);
  expect(shownIn(stack, { title: '5XX', line: 'old' }, { old0requests: 200, old0errors0: 5 })).toBe(5);
  expect(linesOf(stack, 'p99 latency')).toEqual(['new']);
});

test('several places are added up, and each has a line of its own for its latency', () => {
  const stack = stackWith({ old: ['app/a/1', 'cloudfront/E1234567890AB', 'api/a1b2c3'] });
  const values = {
    ...{ old0requests: 100, old1requests: 200, old2requests: 100 },
    ...{ old0errors0: 10, old1errors0: 5, old2errors0: 20 },
  };
  expect(shownIn(stack, { title: 'Requests', line: 'old' }, values)).toBe(400);
  expect(shownIn(stack, { title: '5XX', line: 'old' }, values)).toBe(10);
  expect(linesOf(stack, 'p99 latency')).toEqual(['old: app/a/1', 'old: api/a1b2c3', 'new']);
});

test('two NLBs have flows, and neither errors nor latency', () => {
  const stack = stackWith({ old: 'net/old/1', new: 'net/new/2' });
  expect(titlesOf(stack)).toEqual([SPLIT, 'Flows']);
  const values = { old0requests: 30, new0requests: 10 };
  expect(shownIn(stack, { title: SPLIT, line: 'as requests arrive' }, values)).toBe(25);
});

test('flows and requests have the split as written alone', () => {
  expect(linesOf(stackWith({ old: 'net/old/1' }), SPLIT)).toEqual(['as written']);
  expect(titlesOf(stackWith({ old: 'net/old/1' }))).toEqual([
    SPLIT,
    'Requests, or flows of an NLB',
    '5XX',
    'p99 latency',
  ]);
});

test('what CDK knows only at deployment is given by its parts', () => {
  const stack = stackWith((scope) => {
    const vpc = Vpc.fromVpcAttributes(scope, 'Vpc', {
      vpcId: 'vpc-1',
      availabilityZones: ['eu-west-1a', 'eu-west-1b'],
      privateSubnetIds: ['subnet-1', 'subnet-2'],
    });
    const balancer = new ApplicationLoadBalancer(scope, 'Balancer', { vpc });
    const group = new ApplicationTargetGroup(scope, 'Group', { vpc, port: 80, targetType: TargetType.IP });
    balancer.addListener('Listener', { port: 80, defaultTargetGroups: [group] });
    return {
      new: {
        kind: 'app',
        loadBalancer: balancer.loadBalancerFullName,
        targetGroup: group.targetGroupFullName,
      },
    };
  });
  const read = readsOf(stack, 'Requests').new0requests;
  expect(read).toMatch(/ LoadBalancer \$\{Balancer\w+\.LoadBalancerFullName\} TargetGroup /);
  expect(read).toMatch(/ TargetGroup \$\{Group\w+\.TargetGroupFullName\} Sum$/);
});
