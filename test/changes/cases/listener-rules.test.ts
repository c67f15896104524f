import { expect, test } from '@jest/globals';
import { mayMatchBoth } from '../../../lib/changes/attachments/judges/patterns';
import { type AdditionCase, expectAddition } from './additions';

const LISTENER =
  "Listener: { Type: 'AWS::ElasticLoadBalancingV2::Listener', Properties: { LoadBalancerArn: !Ref" +
  ' Lb, Port: 443,' +
  ' DefaultActions: [{ Type: forward, TargetGroupArn: tg-a }] } }';
const BALANCER = "Lb: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer' }";
const rule = (id: string, priority: number | string, conditions: string, listener = '!Ref Listener') =>
  `${id}: { Type: 'AWS::ElasticLoadBalancingV2::ListenerRule', Properties: { ListenerArn:` +
  ` ${listener},` +
  ` Priority: ${priority}, Conditions: [${conditions}], Actions: [{ Type: forward, TargetGroupArn:` +
  ` tg-b }] } }`;
const path = (...values: string[]) =>
  `{ Field: path-pattern, PathPatternConfig: { Values: ${JSON.stringify(values)} } }`;
const host = (...values: string[]) =>
  `{ Field: host-header, HostHeaderConfig: { Values: ${JSON.stringify(values)} } }`;
const header = (name: string, value: string) =>
  `{ Field: http-header, HttpHeaderConfig: { HttpHeaderName: ${name}, Values: [${value}] } }`;
const record = (id: string, name: string) =>
  `${id}: { Type: AWS::Route53::RecordSet, Properties: { HostedZoneId: Z1, Name: ${name}, Type: A, TTL: 60,` +
  ' ResourceRecords: [192.0.2.1] } }';
const oldStyle = "{ Field: path-pattern, Values: ['/api/*'] }";
const ARN =
  'arn:aws:elasticloadbalancing:eu-west-1:111122223333:listener/app/x/0123456789abcdef/0123456789abcdef';

const cases: AdditionCase[] = [
  [
    'a rule for every path before nothing: the default action loses its requests',
    [LISTENER],
    [rule('New', 1, path('/*'))],
    'high',
    /attaches to Listener.*with priority 1 it takes .* from the default action/,
  ],
  [
    'a rule before a live one with an overlapping path',
    [LISTENER, rule('Live', 10, path('/api/*'))],
    [rule('New', 5, path('/api/v2/*'))],
    'high',
    /from Live, the default action/,
  ],
  [
    'a rule before a live one with another path: only the default action loses',
    [LISTENER, rule('Live', 10, path('/api/*'))],
    [rule('New', 5, path('/web/*'))],
    'high',
    /match it from the default action\./,
  ],
  [
    'a rule behind a live one with an overlapping path still takes from the default action',
    [LISTENER, rule('Live', 1, path('/api/v2/*'))],
    [rule('New', 5, path('/api/*'))],
    'high',
    /from the default action/,
  ],
  [
    'a rule behind a live one that matches every request',
    [LISTENER, rule('Live', 1, path('/*'))],
    [rule('New', 5, path('/api/*'))],
    'medium',
    /Live is evaluated before it and matches every request/,
  ],
  [
    'the older form of conditions',
    [LISTENER, rule('Live', 10, oldStyle)],
    [rule('New', 5, path('/api/*'))],
    'high',
    /from Live, the default action/,
  ],
  [
    'hosts in another case overlap',
    [LISTENER, rule('Live', 10, host('API.example.com'))],
    [rule('New', 5, host('*.example.com'))],
    'high',
    /from Live/,
  ],
  [
    'other headers do not exclude each other, other values of one do',
    [LISTENER, rule('Live', 10, header('X-A', '"1"')), rule('Other', 11, header('X-B', '"1"'))],
    [rule('New', 5, header('x-b', '"2"'))],
    'high',
    /from Live, the default action/,
  ],
  [
    'a header of tests: who sends it is not known',
    [LISTENER],
    [rule('New', 5, header('X-Canary', 'yes'))],
    'high',
    /from the default action/,
  ],
  [
    'a priority that is in use',
    [LISTENER, rule('Live', 5, path('/a'))],
    [rule('New', 5, path('/b'))],
    'high',
    /Live has priority 5 too/,
  ],
  [
    'a priority that is not known',
    [LISTENER, rule('Live', 5, path('/a'))],
    [rule('New', '!Ref Priority', path('/a'))],
    'high',
    /priority not known .* from Live/,
  ],
  [
    'only hosts whose first records are added too',
    [LISTENER],
    [rule('New', 5, host('new.example.com')), record('Name', 'new.example.com.')],
    'medium',
    /only for hosts whose first records/,
  ],
  [
    'a new host before a live rule for every host',
    [LISTENER, rule('Live', 10, path('/*'))],
    [rule('New', 5, host('new.example.com')), record('Name', 'new.example.com.')],
    'high',
    /from Live, the default action/,
  ],
  [
    'a host that a live record has',
    [LISTENER, record('Name', 'old.example.com')],
    [rule('New', 5, host('old.example.com'))],
    'high',
    /from the default action/,
  ],
  ['a listener that only its ARN names', [], [rule('New', 1, path('/*'), ARN)], 'high', /0123456789abcdef/],
  [
    'a listener that another stack exports',
    [],
    [rule('New', 1, path('/*'), '!ImportValue Shared-Listener')],
    'high',
    /the import Shared-Listener/,
  ],
  ['a listener that is added too', [], [BALANCER, LISTENER, rule('New', 1, path('/*'))], 'safe', /^$/],
];

test.each(cases)('a listener rule: %s', (_, live, added, risk, words) => {
  expectAddition(live, added, risk, words);
});

test.each([
  ['/api/*', '/api/v2/*', true],
  ['/api/*', '/web/*', false],
  ['*.example.com', 'api.example.com', true],
  ['/a?c', '/abc', true],
  ['/a?c', '/ac', false],
  ['*a*', 'b*', true],
  ['', '*', true],
  ['', 'a', false],
  ['<Api:Host>', 'anything', true],
])('the patterns %s and %s: some text matches both is %s', (one, other, expected) => {
  expect(mayMatchBoth(one, other)).toBe(expected);
  expect(mayMatchBoth(other, one)).toBe(expected);
});

test('many rules are counted', () => {
  const live = Array.from({ length: 12 }, (_, i) => rule(`Live${i}`, 10 + i, path('/*')));
  const added = [rule('New', 1, path('/*'))];
  expectAddition([LISTENER, ...live], added, 'high', /from Live0, .*, Live7 and 5 more\./);
});
