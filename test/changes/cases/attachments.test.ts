import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import type { JudgedChanges } from '../../../lambdas/core/stack-changes/stack-change';
import { runCli } from '../../../lib/cli/program';
import { type AdditionCase, expectAddition } from './additions';

async function run(name: string) {
  const written: string[] = [];
  const terminal = { out: (text: string) => void written.push(text), err: () => undefined, columns: 120 };
  const pair = ['old', 'new'].map((side) => join(__dirname, 'pairs', `${name}-${side}.yaml`));
  const code = await runCli(['diff', ...pair, '--json'], terminal);
  return { code, ...(JSON.parse(written.join('')) as JudgedChanges & { summary: string }) };
}

test('e03: an update of a weighted rule, for whatever cause, is high and has a remedy', async () => {
  const { code, changes } = await run('e03');
  expect(code).toBe(2);
  expect(changes).toMatchObject([
    { logicalId: 'Rule', action: 'Modify', causes: ['Priority'], risk: 'high' },
  ]);
  expect(changes[0]?.notes.join(' ')).toMatch(
    /writes the template's weights \(100, 0\) over the live ones.*live weights into the template/,
  );
});

test('e04: a rule, a weight and a Deny on what is live are high', async () => {
  const { code, changes, summary } = await run('e04');
  expect(code).toBe(2);
  expect(summary).toBe('Not additive: 3 changes to review (3 Add, high).');
  expect(changes.map(({ logicalId, action, risk }) => [logicalId, action, risk])).toEqual([
    ['Deny', 'Add', 'high'],
    ['Rec2', 'Add', 'high'],
    ['Rule', 'Add', 'high'],
  ]);
  const [deny, record, rule] = changes.map(({ notes }) => notes.join(' '));
  expect(deny).toMatch(/attaches to Role.*a Deny overrides every allow/);
  expect(record).toMatch(/takes 100 % of the queries for api.example.com A/);
  expect(rule).toMatch(/attaches to Listener.*with priority 1/);
});

const GROUP = "Group: { Type: 'AWS::AutoScaling::AutoScalingGroup', Properties: { MinSize: 1, MaxSize: 2 } }";
const action = (target: string) =>
  `New: { Type: 'AWS::AutoScaling::ScheduledAction', Properties: { AutoScalingGroupName: ${target} } }`;
const fn = (name: string) => `Fn: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: ${name} } }`;
const invoke = (name: string) =>
  `New: { Type: 'AWS::Lambda::EventInvokeConfig', Properties: { FunctionName: ${name}, Qualifier: x } }`;
const scalable = (id: string) =>
  `New: { Type: 'AWS::ApplicationAutoScaling::ScalableTarget', Properties: { ResourceId: ${id},` +
  ` MinCapacity: 1 } }`;
const CLUSTER = "Cluster: { Type: 'AWS::ECS::Cluster' }";
const SERVICE =
  "Service: { Type: 'AWS::ECS::Service', Properties: { Cluster: !Ref Cluster, ServiceName: web } }";

const origins: AdditionCase[] = [
  ['Ref of a live resource', [GROUP], [action('!Ref Group')], 'high', /attaches to Group, which/],
  ['Ref of an added resource', [], [GROUP, action('!Ref Group')], 'safe', /^$/],
  ['a literal name', [], [action('web')], 'high', /attaches to web, which/],
  ['the literal name of an added resource', [], [fn('web'), invoke('web')], 'safe', /^$/],
  [
    'the ARN of an added resource',
    [],
    [fn('web'), invoke("'arn:aws:lambda:eu-west-1:1:function:web'")],
    'safe',
    /^$/,
  ],
  [
    'the name of an added resource of another service',
    [],
    [fn('web'), action('web')],
    'high',
    /attaches to web/,
  ],
  ['the name of a live resource', [fn('web')], [invoke('web')], 'medium', /attaches to web/],
  [
    'a name that is live and added',
    [fn('web')],
    [fn('web').replace('Fn', 'Other'), invoke('web')],
    'medium',
    /to web/,
  ],
  ['Fn::Sub of a live resource', [GROUP], [action(`!Sub '\${Group}'`)], 'high', /attaches to Group/],
  [
    'Fn::Sub with a value of its own',
    [GROUP],
    [action(`!Sub ['\${X}', { X: !Ref Group }]`)],
    'high',
    /to Group/,
  ],
  ['a literal in Fn::Sub', [], [action(`!Sub 'web-\${AWS::Region}'`)], 'high', /attaches to web-/],
  [
    'both branches of Fn::If',
    [GROUP],
    [action('!If [C, !Ref AWS::NoValue, !Ref Group]')],
    'high',
    /to Group/,
  ],
  [
    'a branch of Fn::If in Fn::Sub',
    [GROUP],
    [action(`!Sub ['\${X}', { X: !If [C, !Ref Group, !Ref AWS::NoValue] }]`)],
    'high',
    /to Group/,
  ],
  [
    'the first branch of Fn::If',
    [GROUP],
    [action('!If [C, !Ref Group, !Ref AWS::NoValue]')],
    'high',
    /to Group/,
  ],
  ['no value', [], [action('!Ref AWS::NoValue')], 'safe', /^$/],
  ['Fn::Select of a list', [GROUP], [action("!Select [1, ['x', !Ref Group]]")], 'high', /to Group/],
  [
    'Fn::Select of Fn::Split',
    [GROUP],
    [action("!Select [1, !Split ['/', !GetAtt Group.Arn]]")],
    'high',
    /to Group/,
  ],
  ['Fn::FindInMap', [], [action('!FindInMap [Groups, a, b]')], 'high', /a value of mapping Groups/],
  ['an import', [], [action("!ImportValue 'Shared:Group'")], 'high', /the import Shared:Group/],
  ['a reference that leads nowhere', [], [action('!Ref Elsewhere')], 'high', /attaches to Elsewhere/],
  [
    'a new service in a live cluster: the last part names the target',
    [CLUSTER],
    [SERVICE, scalable("!Join ['/', [service, !Ref Cluster, !GetAtt Service.Name]]")],
    'safe',
    /^$/,
  ],
  [
    'a new service in a live cluster, by its literal name',
    [CLUSTER],
    [SERVICE, scalable(`!Sub 'service/\${Cluster}/web'`)],
    'safe',
    /^$/,
  ],
  [
    'a live service',
    [CLUSTER, SERVICE],
    [scalable(`!Sub 'service/\${Cluster}/\${Service.Name}'`)],
    'high',
    /attaches to Service, which .* is changed at once/,
  ],
];

test.each(origins)('a target is live or added: %s', (_, live, added, risk, words) => {
  expectAddition(live, added, risk, words);
});
