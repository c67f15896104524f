import { expect, test } from '@jest/globals';
import { judgeChanges } from '../../../lambdas/core/stack-changes/stack-change';
import { diffStacks } from '../../../lib/changes/diff-stacks';
import { diffOf, stackOf } from '../../support/templates/templates';
import { resourcesOf } from './additions';

const forward = (...groups: string[]) =>
  `[{ Type: forward, ForwardConfig: { TargetGroups: [${groups.join(', ')}] } }]`;
const WEIGHTED = forward('{ TargetGroupArn: a, Weight: 70 }', '{ TargetGroupArn: b, Weight: 30 }');
const rule = (more: string, actions = WEIGHTED) =>
  `One: { Type: 'AWS::ElasticLoadBalancingV2::ListenerRule', Properties: { ListenerArn: x, Actions:` +
  ` ${actions},` +
  ` ${more} } }`;
const resource = (type: string, properties: string) =>
  `One: { Type: '${type}', Properties: { ${properties} } }`;
const both = (type: string, fixed: string, one: string, other: string): [string, string] => [
  resource(type, `${fixed}, ${one}`),
  resource(type, `${fixed}, ${other}`),
];

/** A name, the resource before and after, its risk, and words of its notes. */
type Case = [name: string, pair: [old: string, fresh: string], risk: string, words: RegExp];

const cases: Case[] = [
  [
    'the weights of a rule',
    [rule('Priority: 1'), rule('Priority: 1', WEIGHTED.replace('70', '60'))],
    'high',
    /\(60, 30\) over the live/,
  ],
  [
    'a condition of a rule',
    [rule('Priority: 1, Conditions: [a]'), rule('Priority: 1, Conditions: [b]')],
    'high',
    /over the live/,
  ],
  [
    'the listener of a rule, which replaces it',
    [rule('Priority: 1'), rule('Priority: 1').replace('x,', 'y,')],
    'critical',
    /over the live/,
  ],
  [
    'weights that are taken away',
    [rule('Priority: 1'), rule('Priority: 1', '[{ Type: forward, TargetGroupArn: a }]')],
    'high',
    /no weights over the live/,
  ],
  [
    'target groups without weights',
    [
      rule('Priority: 1', forward('{ TargetGroupArn: a }', '{ TargetGroupArn: b }')),
      rule('Priority: 2', forward('{ TargetGroupArn: a }', '{ TargetGroupArn: b }')),
    ],
    'high',
    /\(equal\) over the live/,
  ],
  [
    'a rule with one target group',
    [
      rule('Priority: 1', forward('{ TargetGroupArn: a }')),
      rule('Priority: 2', forward('{ TargetGroupArn: a }')),
    ],
    'medium',
    /^$/,
  ],
  [
    'the certificate of a listener with weights',
    both(
      'AWS::ElasticLoadBalancingV2::Listener',
      `LoadBalancerArn: x, DefaultActions: ${WEIGHTED}`,
      'Certificates: [a]',
      'Certificates: [b]',
    ),
    'high',
    /\(70, 30\) over the live/,
  ],
  [
    'the TTL of a weighted record',
    both('AWS::Route53::RecordSet', 'Name: a, Type: A, SetIdentifier: x, Weight: 5', 'TTL: 60', 'TTL: 30'),
    'high',
    /\(5\) over the live/,
  ],
  [
    'the TTL of a simple record',
    both('AWS::Route53::RecordSet', 'Name: a, Type: A', 'TTL: 60', 'TTL: 30'),
    'medium',
    /^$/,
  ],
  [
    'a weight in a group of records',
    both(
      'AWS::Route53::RecordSetGroup',
      'HostedZoneId: Z1',
      'RecordSets: [{ Name: a, Type: A, SetIdentifier: x, Weight: 5 }]',
      'RecordSets: [{ Name: a, Type: A, SetIdentifier: x, Weight: 6 }]',
    ),
    'high',
    /\(6\) over the live/,
  ],
  [
    'the version of an alias with a routing configuration',
    both(
      'AWS::Lambda::Alias',
      'FunctionName: f, Name: live, RoutingConfig: { AdditionalVersionWeights: [{ FunctionVersion:' +
        ' 2, FunctionWeight: 0.1 }] }',
      'FunctionVersion: 1',
      'FunctionVersion: 3',
    ),
    'high',
    /\(0\.1\) over the live/,
  ],
  [
    'the deployment of a stage with a canary',
    both(
      'AWS::ApiGateway::Stage',
      'RestApiId: r, StageName: s, CanarySetting: { PercentTraffic: 10 }',
      'DeploymentId: a',
      'DeploymentId: b',
    ),
    'high',
    /\(10\) over the live/,
  ],
  [
    'the health check of an endpoint group',
    both(
      'AWS::GlobalAccelerator::EndpointGroup',
      'ListenerArn: l, EndpointGroupRegion: x, TrafficDialPercentage: 5',
      'HealthCheckPath: /a',
      'HealthCheckPath: /b',
    ),
    'high',
    /\(5\) over the live/,
  ],
  [
    'only the deletion policy',
    [rule('Priority: 1'), rule('Priority: 1').replace('Properties', 'DeletionPolicy: Retain, Properties')],
    'medium',
    /^The resource is unchanged/,
  ],
  [
    'only metadata',
    [rule('Priority: 1'), rule('Priority: 1').replace('Properties', 'Metadata: { x: 1 }, Properties')],
    'safe',
    /^$/,
  ],
];

test.each(cases)('an update writes weights over the live ones: %s', (_, [old, fresh], risk, words) => {
  const { changes } = judgeChanges(diffOf(resourcesOf([old]), resourcesOf([fresh])));
  const one = changes.find(({ logicalId }) => logicalId === 'One');
  expect([one?.risk, one?.notes.join(' ')]).toEqual([risk, expect.stringMatching(words)]);
});

test('a weighted rule that follows a replaced target group is updated, and by no other update', () => {
  const group = (port: number) =>
    `Group: { Type: 'AWS::ElasticLoadBalancingV2::TargetGroup', Properties: { Port: ${port} } }`;
  const follows = rule(
    'Priority: 1',
    forward('{ TargetGroupArn: !Ref Group, Weight: 1 }', '{ TargetGroupArn: b }'),
  );
  const risksOf = (old: string[], fresh: string[]) =>
    judgeChanges(diffOf(resourcesOf(old), resourcesOf(fresh))).changes.map(({ logicalId, risk }) => [
      logicalId,
      risk,
    ]);
  expect(risksOf([group(80), follows], [group(81), follows])).toEqual([
    ['Group', 'critical'],
    ['One', 'high'],
  ]);
  const queue = (seconds: number) =>
    `Queue: { Type: AWS::SQS::Queue, Properties: { DelaySeconds: ${seconds} } }`;
  expect(risksOf([queue(1), follows], [queue(2), follows])).toEqual([['Queue', 'medium']]);
});

test('the tags of a stack update its weighted rules, and a stack without any stays medium', () => {
  const tagged = (line: string, team: string) => [
    stackOf(resourcesOf([line]), { name: 'One', tags: { team } }),
  ];
  const judged = (line: string) => judgeChanges(diffStacks(tagged(line, 'a'), tagged(line, 'b'))).changes;
  expect(judged(rule('Priority: 1'))).toMatchObject([
    {
      logicalId: 'Stack.Tags',
      risk: 'high',
      notes: [expect.anything(), expect.stringContaining('weights of One over')],
    },
  ]);
  expect(judged('Topic: { Type: AWS::SNS::Topic }')).toMatchObject([
    { logicalId: 'Stack.Tags', risk: 'medium' },
  ]);
});
