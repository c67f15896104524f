import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { App } from 'aws-cdk-lib';
import { CutoverStack } from '../../../lib/workflow/cutover-stack';
import { normalizeRoutes, type RouteConfig } from '../../../lib/workflow/routers/routes';
import { readSettings } from '../../../lib/workflow/settings/app-context';
import { keyValueStore, listenerArn, loadBalancer } from '../../support/plans/routers';
import { appWithoutBundles, route, routes } from '../../support/templates/synth';

const store = keyValueStore();
const balancer = loadBalancer();
const read = (context: Record<string, unknown>) => readSettings(new App({ context }).node);

test('reads values that are data, as in a file, and JSON, as on the command line', () => {
  const settings = { routes, allowedPrivateNetworks: [{ cidr: '10.0.0.0/16' }] };
  expect(
    read({ 'cutover:routes': routes, 'cutover:allowedPrivateNetworks': settings.allowedPrivateNetworks }),
  ).toEqual(settings);
  expect(
    read({
      'cutover:routes': JSON.stringify(routes),
      'cutover:allowedPrivateNetworks': '[{"cidr":"10.0.0.0/16"}]',
    }),
  ).toEqual(settings);
  const decommission = { hostedZoneIds: ['Z2'] };
  expect(read({ 'cutover:routes': routes, 'cutover:decommission': decommission })).toEqual({
    routes,
    decommission,
  });
  const alarmTopicArn = 'arn:aws:sns:eu-west-1:111122223333:on-call';
  expect(read({ 'cutover:routes': routes, 'cutover:alarmTopicArn': alarmTopicArn })).toEqual({
    routes,
    alarmTopicArn,
  });
});

test('reads gates whose functions exist, by the names that plans give them', () => {
  const functionArn = 'arn:aws:lambda:eu-west-1:111122223333:function:contract-tests:live';
  const existingGates = { 'contract-tests': { functionArn, hosts: ['gw-*.example.com'] } };
  expect(read({ 'cutover:routes': routes, 'cutover:gates': existingGates })).toEqual({
    routes,
    existingGates,
  });
});

test('reads the topics that are notified, and the event bus', () => {
  const existingTopics = [
    { topicArn: 'arn:aws:sns:eu-west-1:111122223333:on-call', format: 'text', events: ['reverted'] },
    { topicArn: 'arn:aws:sns:eu-west-1:111122223333:channel', format: 'chat' },
  ];
  const eventBusArn = 'arn:aws:events:eu-west-1:111122223333:event-bus/operations';
  expect(
    read({
      'cutover:routes': routes,
      'cutover:notifications': existingTopics,
      'cutover:eventBusArn': eventBusArn,
    }),
  ).toEqual({ routes, existingTopics, eventBusArn });
});

test.each<[string, unknown, string]>([
  [
    'gates',
    { tests: { functionArn: 'tests' } },
    'gates.tests.functionArn: is "tests"; must be the ARN of a Lambda',
  ],
  ['gates', { tests: {} }, 'gates.tests.functionArn: is missing'],
  ['gates', { 'a b': { functionArn: 'tests' } }, 'gates.a b: '],
  [
    'notifications',
    [{ topicArn: 'on-call', format: 'text' }],
    'notifications[0].topicArn: is "on-call"; must',
  ],
  [
    'notifications',
    [{ topicArn: 'arn:aws:sns:eu-west-1:111122223333:on-call', format: 'mail' }],
    'notifications[0].format: is "mail"; must be one of "text", "chat"',
  ],
  [
    'notifications',
    [{ topicArn: 'arn:aws:sns:eu-west-1:111122223333:on-call', format: 'chat', events: ['revert'] }],
    'notifications[0].events[0]: is "revert"; must be one of "started"',
  ],
  ['eventBusArn', 'operations', 'eventBusArn: is "operations"; must be the ARN of an event bus'],
])('refuses %s %j', (key, value, message) => {
  expect(() => read({ 'cutover:routes': routes, [`cutover:${key}`]: value })).toThrow(message);
});

test('reads cutovers that start at a time, with the plan in the context or in a file', () => {
  const file = join(__dirname, '../../../examples/api.yaml');
  const { schedules } = read({
    'cutover:routes': routes,
    'cutover:schedules': [
      { name: 'api', at: '2027-01-12T07:00:00+01:00', plan: file },
      { name: 'web', at: '2027-01-13T06:00Z', plan: { name: 'web' } },
    ],
  });
  expect(schedules?.map(({ schedule }) => schedule.expressionString)).toEqual([
    'at(2027-01-12T06:00:00)',
    'at(2027-01-13T06:00:00)',
  ]);
  expect(schedules?.map(({ plan }) => plan)).toEqual([
    expect.objectContaining({ name: 'api', router: expect.anything() }),
    { name: 'web' },
  ]);
});

test.each([
  [
    { at: '2027-01-12T06:00:00' },
    'schedules[0].at: is "2027-01-12T06:00:00"; must be a time with its offset',
  ],
  [{ at: 'rate(1 day)' }, 'schedules[0].at: is "rate(1 day)"; must be a time with its offset'],
  [{ plan: 7 }, 'schedules[0].plan: is 7; must be a plan, or the path of its file'],
  [{ plan: 'no-such.yaml' }, 'cannot read the plan no-such.yaml: there is no such file'],
])('refuses the schedule %j', (change, message) => {
  const one = { name: 'api', at: '2027-01-12T06:00:00Z', plan: { name: 'api' }, ...change };
  expect(() => read({ 'cutover:routes': routes, 'cutover:schedules': [one] })).toThrow(message);
});

test('reports everything that is wrong at once', () => {
  const message =
    /\(cutover:…\) is not valid:\nroutes: is missing; .*\nallowedHosts: is "\[oops"; must be a list/s;
  expect(() => read({ 'cutover:allowedHosts': '[oops' })).toThrow(message);
});

test('reads the concurrency that is reserved for reverts', () => {
  expect(read({ 'cutover:routes': routes, 'cutover:revertConcurrency': '2' })).toEqual({
    routes,
    revertConcurrency: 2,
  });
  expect(() => read({ 'cutover:routes': routes, 'cutover:revertConcurrency': 0 })).toThrow(
    'revertConcurrency: is 0; must be',
  );
});

test('reads the ARN of a key', () => {
  const encryptionKeyArn = 'arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
  expect(read({ 'cutover:routes': routes, 'cutover:encryptionKeyArn': encryptionKeyArn })).toEqual({
    routes,
    encryptionKeyArn,
  });
  expect(() => read({ 'cutover:routes': routes, 'cutover:encryptionKeyArn': 'alias/cutover' })).toThrow(
    'encryptionKeyArn: is "alias/cutover"; must be the ARN of a KMS key',
  );
});

test('reads the policy', () => {
  const policy = { maxStepUp: 25, newTargets: { route53: { addresses: ['192.0.2.0/24'] } } };
  expect(read({ 'cutover:routes': routes, 'cutover:policy': JSON.stringify(policy) })).toEqual({
    routes,
    policy,
  });
  expect(() => read({ 'cutover:routes': routes, 'cutover:policy': { maxStep: 25 } })).toThrow(
    'policy.maxStep: is not a field; allowed fields: $schema, newTargets',
  );
});

test.each(['cutover:polcy', 'cutover:', 'cutover:toString', 'Cutover:policy', 'CUTOVER:ROUTES'])(
  'refuses %s, which it does not know',
  (key) => {
    expect(() => read({ 'cutover:routes': routes, [key]: '{}', cutoverRoutes: 1, 'aws:cdk': 1 })).toThrow(
      new RegExp(
        `is not valid:\n${key}: is not a key of the context; ` +
          'keys: cutover:routes, .*cutover:policy, .*cutover:alarmTopicArn, cutover:schedules$',
      ),
    );
  },
);

test.each<[string, RouteConfig, string]>([
  ['a zone', { ...route, hostedZoneId: 'zone' }, 'routes[0].hostedZoneId: is "zone"; must be'],
  ['a record', { ...route, recordNames: ['api'] }, 'routes[0].recordNames[0]: is "api"; must be'],
  [
    'a store',
    { kind: store.kind, keyValueStoreArn: 'store' },
    'routes[0].keyValueStoreArn: is "store"; must be',
  ],
  [
    'a rule',
    { kind: balancer.kind, ruleArns: [listenerArn] },
    'routes[0].ruleArns[0]: is "arn:aws:elasticload',
  ],
])('rejects %s in the words of the construct', (_, wrong, message) => {
  expect(() => read({ 'cutover:routes': [wrong] })).toThrow(message);
  expect(() => normalizeRoutes([wrong])).toThrow(message);
});

test('cdk.json synthesizes, with notices and telemetry off', () => {
  const file = JSON.parse(readFileSync(join(__dirname, '../../../cdk.json'), 'utf8'));
  expect(file).toMatchObject({
    notices: false,
    versionReporting: false,
    context: { 'cli-telemetry': false },
  });
  const stack = new CutoverStack(appWithoutBundles(), 'Example', read(file.context));
  expect(stack.workflow.cutover.stateMachineArn).toBeDefined();
});

test('a key that was replaced is reported with the new one', () => {
  expect(() => read({ 'cutover:routes': routes, 'cutover:allowPrivateAddresses': true })).toThrow(
    'cutover:allowPrivateAddresses: was replaced; use cutover:allowedPrivateNetworks, a list of networks',
  );
});
