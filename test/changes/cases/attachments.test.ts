import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { judgeChanges, rejectedOf } from '../../../lambdas/core/stack-changes/stack-change';
import { diffStacks } from '../../../lib/changes/diff-stacks';
import { runCli } from '../../../lib/cli/program';
import { diffOf, stackOf } from '../../support/templates/templates';
import { type AdditionCase, expectAddition } from './additions';

async function run(name: string) {
  const written: string[] = [];
  const terminal = { out: (text: string) => void written.push(text), err: () => undefined, columns: 120 };
  const pair = ['old', 'new'].map((side) => join(__dirname, 'pairs', `${name}-${side}.yaml`));
  const code = await runCli(['diff', ...pair, '--json'], terminal);
  return { code, ...(JSON.parse(written.join('')) as ReturnType<typeof judgeChanges>) };
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
  const { code, changes } = await run('e04');
  expect(code).toBe(2);
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

describe('across stacks', () => {
  const group = { Type: 'AWS::AutoScaling::AutoScalingGroup', Properties: { MinSize: 1 } };
  const scheduled = (target: unknown) => ({
    New: { Type: 'AWS::AutoScaling::ScheduledAction', Properties: { AutoScalingGroupName: target } },
  });
  const shared = (resources: object) => ({
    Resources: { Kept: { Type: 'AWS::SNS::Topic' }, ...resources },
    Outputs: { Group: { Value: { Ref: 'Group' }, Export: { Name: 'Shared-Group' } } },
  });
  const importing = (resources: object) => ({
    Resources: { Kept: { Type: 'AWS::SNS::Topic' }, ...resources },
  });
  const risksOf = (before: object, after: object) => {
    const user = importing(scheduled({ 'Fn::ImportValue': 'Shared-Group' }));
    const { changes } = judgeChanges(
      diffStacks(
        [stackOf(before, { name: 'Shared' }), stackOf(importing({}), { name: 'User' })],
        [stackOf(after, { name: 'Shared' }), stackOf(user, { name: 'User' })],
      ),
    );
    return rejectedOf(changes).map(({ logicalId, risk }) => [logicalId, risk]);
  };

  test('an import of what another stack adds is new, and of what it has is live', () => {
    expect(risksOf(shared({}), shared({ Group: group }))).toEqual([]);
    expect(risksOf(shared({ Group: group }), shared({ Group: group }))).toEqual([['New', 'high']]);
  });

  test('a circle of exports ends', () => {
    const circle = shared({ Group: group });
    const Outputs = { Group: { Value: { 'Fn::ImportValue': 'Loop' }, Export: { Name: 'Loop' } } };
    const fresh = {
      ...circle,
      Outputs,
      Resources: { ...circle.Resources, ...scheduled({ 'Fn::ImportValue': 'Loop' }) },
    };
    expect(rejectedOf(judgeChanges(diffOf({ ...circle, Outputs }, fresh)).changes)).toHaveLength(1);
  });

  test('a parameter has the value that the deployment gives', () => {
    const template = (resources: object) => ({
      Parameters: { P: { Type: 'String' } },
      ...importing(resources),
    });
    const added = { Fn: { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'web' } } };
    const config = {
      New: { Type: 'AWS::Lambda::EventInvokeConfig', Properties: { FunctionName: { Ref: 'P' } } },
    };
    const rejected = (parameters: Record<string, string>) =>
      rejectedOf(
        judgeChanges(
          diffStacks(
            [stackOf(template({}), { name: 'One', parameters })],
            [stackOf(template({ ...added, ...config }), { name: 'One', parameters })],
          ),
        ).changes,
      ).map(({ notes }) => notes.join(' '));
    expect(rejected({ P: 'web' })).toEqual([]);
    expect(rejected({ P: 'other' })).toEqual([expect.stringContaining('attaches to parameter P')]);
    expect(rejected({})).toEqual([expect.stringContaining('attaches to parameter P')]);
  });
});
