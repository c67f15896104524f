import { describe, expect, test } from '@jest/globals';
import { riskOf } from '../../lambdas/core/stack-changes/stack-change';
import { diffOf, lineOf } from '../support/templates/templates';

/** Old resources, new resources, and the expected changes. */
type Case = [name: string, old: string, fresh: string, expected: string[]];

const only = (resources: string) => `Resources:\n  Keep: { Type: AWS::SNS::Topic }\n${resources}`;
const resources = (...lines: string[]) => only(lines.map((line) => `  ${line}`).join('\n'));
const linesOf = (old: string, fresh: string) => diffOf(old, fresh).map(lineOf);
const notesOf = (old: string, fresh: string, logicalId: string) =>
  diffOf(old, fresh)
    .find((change) => change.logicalId === logicalId)
    ?.notes.join(' ');

const table: Case[] = [
  ['no changes', resources('A: { Type: AWS::S3::Bucket }'), resources('A: { Type: AWS::S3::Bucket }'), []],
  ['an added resource', resources(), resources('A: { Type: AWS::S3::Bucket, Condition: C }'), ['Add A']],
  ['a removed resource', resources('A: { Type: AWS::S3::Bucket }'), resources(), ['Remove A']],
  [
    'a property that is updated in place',
    resources('A: { Type: AWS::SNS::Topic, Properties: { DisplayName: a } }'),
    resources('A: { Type: AWS::SNS::Topic, Properties: { DisplayName: b } }'),
    ['Modify A never: DisplayName'],
  ],
  [
    'a property that may replace',
    resources('A: { Type: AWS::EC2::Instance, Properties: { InstanceType: t3.small } }'),
    resources('A: { Type: AWS::EC2::Instance, Properties: { InstanceType: t3.large } }'),
    ['Modify A maybe: InstanceType'],
  ],
  [
    'a renamed resource, which is replaced',
    resources('A: { Type: AWS::S3::Bucket, Properties: { BucketName: a } }'),
    resources('A: { Type: AWS::S3::Bucket, Properties: { BucketName: b } }'),
    ['Modify A always: BucketName'],
  ],
  [
    'several properties, of which the highest risk counts',
    resources('A: { Type: AWS::SNS::Topic, Properties: { DisplayName: a, TopicName: a } }'),
    resources('A: { Type: AWS::SNS::Topic, Properties: { DisplayName: b, TopicName: b } }'),
    ['Modify A always: DisplayName, TopicName'],
  ],
  [
    'an added and a removed property',
    resources('A: { Type: AWS::SNS::Topic, Properties: { TopicName: a } }'),
    resources('A: { Type: AWS::SNS::Topic, Properties: { DisplayName: a } }'),
    ['Modify A always: TopicName, DisplayName'],
  ],
  [
    'another type with the same logical id',
    resources('A: { Type: AWS::SNS::Topic }'),
    resources('A: { Type: AWS::SQS::Queue }'),
    ['Modify A always: Type'],
  ],
  [
    'an unknown type',
    resources('A: { Type: Custom::Seed, Properties: { Rows: 1 } }'),
    resources('A: { Type: Custom::Seed, Properties: { Rows: 2 } }'),
    ['Modify A unknown: Rows'],
  ],
  [
    'an unknown property',
    resources('A: { Type: AWS::SNS::Topic, Properties: { Nope: 1 } }'),
    resources('A: { Type: AWS::SNS::Topic, Properties: { Nope: 2 } }'),
    ['Modify A unknown: Nope'],
  ],
  [
    'metadata, which does not affect the resource',
    resources('A: { Type: AWS::SNS::Topic, Metadata: { x: 1 } }'),
    resources('A: { Type: AWS::SNS::Topic, Metadata: { x: 2 } }'),
    ['Modify A never: Metadata (idle)'],
  ],
  [
    'metadata of cfn-init, which affects the resource',
    resources('A: { Type: AWS::EC2::Instance, Metadata: { AWS::CloudFormation::Init: { x: 1 } } }'),
    resources('A: { Type: AWS::EC2::Instance, Metadata: { AWS::CloudFormation::Init: { x: 2 } } }'),
    ['Modify A never: Metadata'],
  ],
  [
    'a dependency, which does not affect the resource',
    resources('A: { Type: AWS::SNS::Topic, DependsOn: Keep }'),
    resources('A: { Type: AWS::SNS::Topic }'),
    ['Modify A never: DependsOn (idle)'],
  ],
  [
    'the same dependencies as a list or in another order',
    resources(
      'A: { Type: AWS::SNS::Topic, DependsOn: Keep }',
      'B: { Type: AWS::SNS::Topic, DependsOn: [A, Keep] }',
    ),
    resources(
      'A: { Type: AWS::SNS::Topic, DependsOn: [Keep] }',
      'B: { Type: AWS::SNS::Topic, DependsOn: [Keep, A] }',
    ),
    [],
  ],
  [
    'another order of dependencies in a property',
    resources(
      'A: { Type: AWS::ECS::TaskDefinition, Properties: { ContainerDefinitions: [{ DependsOn: [a, b] }] } }',
    ),
    resources(
      'A: { Type: AWS::ECS::TaskDefinition, Properties: { ContainerDefinitions: [{ DependsOn: [b, a] }] } }',
    ),
    ['Modify A always: ContainerDefinitions'],
  ],
  [
    'another deletion policy',
    resources('A: { Type: AWS::SNS::Topic, DeletionPolicy: Retain }'),
    resources('A: { Type: AWS::SNS::Topic, UpdateReplacePolicy: Retain }'),
    ['Modify A never: DeletionPolicy, UpdateReplacePolicy'],
  ],
  [
    'another update policy',
    resources('A: { Type: AWS::AutoScaling::AutoScalingGroup, UpdatePolicy: { x: 1 } }'),
    resources('A: { Type: AWS::AutoScaling::AutoScalingGroup, UpdatePolicy: { x: 2 } }'),
    ['Modify A never: UpdatePolicy'],
  ],
  [
    'other metadata of CDK',
    resources('A: { Type: AWS::CDK::Metadata, Properties: { Analytics: a } }'),
    resources('A: { Type: AWS::CDK::Metadata, Properties: { Analytics: b } }'),
    ['Modify A never: Analytics (idle)'],
  ],
  [
    'versions that are equal numbers but different text',
    resources('A: { Type: AWS::RDS::DBInstance, Properties: { EngineVersion: 14.1 } }'),
    resources('A: { Type: AWS::RDS::DBInstance, Properties: { EngineVersion: 14.10 } }'),
    ['Modify A never: EngineVersion'],
  ],
  [
    'a number and the same number as text',
    resources('A: { Type: AWS::SQS::Queue, Properties: { DelaySeconds: 10, FifoQueue: true } }'),
    resources('A: { Type: AWS::SQS::Queue, Properties: { DelaySeconds: "10", FifoQueue: "true" } }'),
    [],
  ],
  [
    'the short and the long form of a function',
    resources('A: { Type: AWS::SNS::Topic, Properties: { DisplayName: !GetAtt Keep.Outputs.X } }'),
    resources('A: { Type: AWS::SNS::Topic, Properties: { DisplayName: { Fn::GetAtt: [Keep, Outputs.X] } } }'),
    [],
  ],
  [
    'a loop over resources',
    resources(`Fn::ForEach::Topics: [N, [a], { "Topic\${N}": { Type: AWS::SNS::Topic } }]`),
    resources(`Fn::ForEach::Topics: [N, [a, b], { "Topic\${N}": { Type: AWS::SNS::Topic } }]`),
    ['Modify Fn::ForEach::Topics unknown: Fn::ForEach'],
  ],
];

test.each(table)('lists the changes of %s', (_, old, fresh, expected) => {
  expect(linesOf(old, fresh)).toEqual(expected);
});

describe('a reference to a replaced resource', () => {
  const group = (port: number) =>
    `Group: { Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: { Port: ${port} } }`;
  const spellings: [string, string][] = [
    ['Ref', '!Ref Group'],
    ['Fn::GetAtt', '!GetAtt Group.TargetGroupFullName'],
    ['Fn::Sub', `!Sub '\${Group}/x'`],
    ['Fn::Sub of an attribute', `!Sub '\${Group.TargetGroupFullName}'`],
    ['Fn::Sub with variables', `!Sub ['\${a}', { a: !Ref Group }]`],
    ['Fn::Join', "!Join ['', [a, !Ref Group]]"],
    ['Fn::If', '!If [C, !Ref Group, b]'],
  ];

  test.each(spellings)('replaces the referring resource: %s', (_, reference) => {
    const rule =
      `Rule: { Type: AWS::ElasticLoadBalancingV2::ListenerRule, Properties: { ListenerArn: ${reference},` +
      ' Priority: 1 } }';
    expect(linesOf(resources(group(80), rule), resources(group(81), rule))).toEqual([
      'Modify Group always: Port',
      'Modify Rule always: ListenerArn',
    ]);
  });

  test.each([
    ['a literal', `!Sub '\${!Group}'`],
    ['a variable of Fn::Sub', `!Sub ['\${Group}', { Group: x }]`],
    ['another resource', '!Ref Keep'],
  ])('is not found in %s', (_, reference) => {
    const rule =
      'Rule: { Type: AWS::ElasticLoadBalancingV2::ListenerRule, Properties: { ListenerArn:' +
      ` ${reference} } }`;
    expect(linesOf(resources(group(80), rule), resources(group(81), rule))).toEqual([
      'Modify Group always: Port',
    ]);
  });

  test('in a chain is as uncertain as the first replacement', () => {
    const chain = (type: string) => [
      `A: { Type: AWS::EC2::Instance, Properties: { InstanceType: ${type} } }`,
      'B: { Type: AWS::EC2::EIPAssociation, Properties: { AllocationId: !GetAtt A.PublicIp } }',
      'C: { Type: AWS::SNS::Topic, Properties: { TopicName: !Ref B, DisplayName: x } }',
      'D: { Type: AWS::SNS::Topic, Properties: { DisplayName: !Ref C } }',
    ];
    expect(linesOf(resources(...chain('a')), resources(...chain('b')))).toEqual([
      'Modify A maybe: InstanceType',
      'Modify B maybe: AllocationId',
      'Modify C maybe: TopicName',
      'Modify D never: DisplayName',
    ]);
  });
});

describe('a resource with conditions', () => {
  const topic = (condition: string) => `A: { Type: AWS::SNS::Topic${condition} }`;
  const withConditions = (conditions: string, ...lines: string[]) =>
    'Parameters: { Env: { Type: String, Default: a } }\nConditions:' +
    ` { ${conditions} }\n${resources(...lines)}`;
  const isA = 'C: !Equals [!Ref Env, a]';
  const isB = 'C: !Equals [!Ref Env, b]';

  test.each<Case>([
    [
      'a condition is added: the resource may be removed',
      withConditions(isA, topic('')),
      withConditions(isA, topic(', Condition: C')),
      ['Remove A: Condition'],
    ],
    [
      'the condition is removed: the resource may be added',
      withConditions(isA, topic(', Condition: C')),
      withConditions(isA, topic('')),
      ['Add A: Condition'],
    ],
    [
      'the condition is removed and the resource is modified',
      withConditions(isA, topic(', Condition: C')),
      withConditions(isA, topic(', Properties: { DisplayName: x }')),
      ['Modify A never: DisplayName'],
    ],
    [
      'the resource gets another condition',
      withConditions(`${isA}, D: !Not [!Condition C]`, topic(', Condition: C')),
      withConditions(`${isA}, D: !Not [!Condition C]`, topic(', Condition: D')),
      ['Remove A: Condition'],
    ],
    [
      'the condition is changed',
      withConditions(isA, topic(', Condition: C')),
      withConditions(isB, topic(', Condition: C')),
      ['Remove A: Condition'],
    ],
    [
      'a condition that the condition refers to is changed',
      withConditions(`${isA}, D: !Not [!Condition C]`, topic(', Condition: D')),
      withConditions(`${isB}, D: !Not [!Condition C]`, topic(', Condition: D')),
      ['Remove A: Condition'],
    ],
    [
      'a value that depends on a changed condition',
      withConditions(isA, topic(', Properties: { TopicName: !If [C, a, b] }')),
      withConditions(isB, topic(', Properties: { TopicName: !If [C, a, b] }')),
      ['Modify A maybe: TopicName'],
    ],
    ['an unused condition is changed', withConditions(isA, topic('')), withConditions(isB, topic('')), []],
    [
      'a condition is new',
      withConditions(isA, topic('')),
      withConditions(`${isA}, D: !Equals [a, b]`, topic('')),
      [],
    ],
  ])('has the expected changes: %s', (_, old, fresh, expected) => {
    expect(linesOf(old, fresh)).toEqual(expected);
  });

  test('a removal has a note that the resource was conditional', () => {
    const notes = notesOf(withConditions(isA, topic(', Condition: C')), withConditions(isA), 'A');
    expect(notes).toBe('It existed only on condition C. It is deleted.');
  });

  test('a key named Condition in a property is not a condition', () => {
    const policy = topic(', Properties: { X: { Condition: C } }');
    expect(linesOf(withConditions(isA, policy), withConditions(isB, policy))).toEqual([]);
  });
});

describe('a resource with parameters and mappings', () => {
  const template = (section: string, property: string) =>
    `${section}\n${resources(`A: { Type: AWS::SNS::Topic, Properties: { TopicName: ${property} } }`)}`;
  const parameter = (fields: string) => `Parameters: { P: { ${fields} } }`;
  const find = '!FindInMap [M, a, b]';

  test.each<Case>([
    [
      'another default',
      template(parameter('Type: String, Default: a'), '!Ref P'),
      template(parameter('Type: String, Default: b'), '!Ref P'),
      ['Modify A maybe: TopicName'],
    ],
    [
      'another default, by Fn::Sub',
      template(parameter('Type: String, Default: a'), `!Sub 'x-\${P}'`),
      template(parameter('Type: String, Default: b'), `!Sub 'x-\${P}'`),
      ['Modify A maybe: TopicName'],
    ],
    [
      'another default that is not used',
      template(parameter('Type: String, Default: a'), 'x'),
      template(parameter('Type: String, Default: b'), 'x'),
      [],
    ],
    [
      'another description',
      template(parameter('Type: String, Description: a'), '!Ref P'),
      template(parameter('Type: String, Description: b'), '!Ref P'),
      [],
    ],
    ['a new parameter', template('', 'x'), template(parameter('Type: String, Default: b'), 'x'), []],
    [
      'another mapping',
      template('Mappings: { M: { a: { b: x } } }', find),
      template('Mappings: { M: { a: { b: y } } }', find),
      ['Modify A maybe: TopicName'],
    ],
    [
      'another mapping, named by a value',
      template('Mappings: { M: { a: { b: x } } }', '!FindInMap [!Ref N, a, b]'),
      template('Mappings: { M: { a: { b: y } } }', '!FindInMap [!Ref N, a, b]'),
      ['Modify A maybe: TopicName'],
    ],
    [
      'another mapping that is not used',
      template('Mappings: { M: { a: { b: x } } }', 'x'),
      template('Mappings: { M: { a: { b: y } } }', 'x'),
      [],
    ],
  ])('has the expected changes: %s', (_, old, fresh, expected) => {
    expect(linesOf(old, fresh)).toEqual(expected);
  });
});

describe('changes that belong to no single resource', () => {
  const withSection = (section: string) => `${section}\n${resources()}`;
  const outputs = (text: string) => withSection(`Outputs: { ${text} }`);

  test.each<Case>([
    ['an output is added', outputs(''), outputs('U: { Value: a }'), []],
    ['an output changes', outputs('U: { Value: a }'), outputs('U: { Value: b }'), ['Modify Outputs.U never']],
    ['an output is removed', outputs('U: { Value: a }'), outputs(''), ['Modify Outputs.U never']],
    [
      'the description of an output',
      outputs('U: { Value: a, Description: a }'),
      outputs('U: { Value: a }'),
      [],
    ],
    [
      'a macro',
      withSection(''),
      withSection('Transform: AWS::Serverless-2016-10-31'),
      ['Modify Template.Transform unknown'],
    ],
    [
      'a section that a macro reads',
      withSection('Globals: { a: 1 }'),
      withSection('Globals: { a: 2 }'),
      ['Modify Template.Globals unknown'],
    ],
    [
      'hooks of a deployment',
      withSection('Hooks: { a: 1 }'),
      withSection(''),
      ['Modify Template.Hooks unknown'],
    ],
    [
      'descriptions and metadata',
      withSection('Description: a\nMetadata: { a: 1 }'),
      withSection('Description: b'),
      [],
    ],
  ])('are listed: %s', (_, old, fresh, expected) => {
    expect(linesOf(old, fresh)).toEqual(expected);
  });

  test('the removal of an export has a note', () => {
    const notes = notesOf(outputs('U: { Value: a, Export: { Name: u } }'), outputs(''), 'Outputs.U');
    expect(notes).toContain('CloudFormation rejects the change while another stack imports the output.');
  });
});

describe('the note on the old resource', () => {
  test.each([
    ['AWS::SNS::Topic', '', 'It is deleted.'],
    [
      'AWS::SNS::Topic',
      'DeletionPolicy: Retain',
      'It stays in the account and is no longer managed by a stack.',
    ],
    [
      'AWS::SNS::Topic',
      'DeletionPolicy: RetainExceptOnCreate',
      'It stays in the account and is no longer managed by a stack.',
    ],
    ['AWS::RDS::DBInstance', '', 'It is deleted after a snapshot.'],
    ['AWS::RDS::DBCluster', '', 'It is deleted after a snapshot.'],
    ['AWS::RDS::DBInstance', 'Properties: { DBClusterIdentifier: x }', 'It is deleted.'],
    ['AWS::RDS::DBInstance', 'DeletionPolicy: Delete', 'It is deleted.'],
  ])('of a removed %s {%s} is: %s', (type, attribute, note) => {
    const old = resources(`A: { Type: ${type}, ${attribute} }`);
    expect(notesOf(old, resources(), 'A')).toBe(note);
    expect(diffOf(old, resources()).map(riskOf)).toEqual(['critical']);
  });

  test.each([
    ['', 'The old resource is deleted.'],
    [
      ', UpdateReplacePolicy: Retain',
      'The old resource stays in the account and is no longer managed by a stack.',
    ],
    [', UpdateReplacePolicy: Snapshot', 'The old resource is deleted after a snapshot.'],
  ])('of a replaced resource {%s} is: %s', (policy, note) => {
    const named = (name: string) =>
      resources(`A: { Type: AWS::SNS::Topic, Properties: { TopicName: ${name} }${policy} }`);
    expect(notesOf(named('a'), named('b'), 'A')).toBe(note);
  });

  test('of a changed policy has both values', () => {
    const old = resources('A: { Type: AWS::SNS::Topic, DeletionPolicy: Retain }');
    expect(notesOf(old, resources('A: { Type: AWS::SNS::Topic }'), 'A')).toBe(
      'The resource is unchanged; its DeletionPolicy changes from Retain to the default.',
    );
  });
});

describe('a resource under another logical id', () => {
  const table = (id: string, properties: string) =>
    resources(`${id}: { Type: AWS::DynamoDB::Table, Properties: { ${properties} } }`);

  test('is a move, whose explicit name is in use', () => {
    const [old, fresh] = [table('A', 'TableName: t'), table('B', 'TableName: t')];
    expect(linesOf(old, fresh)).toEqual(['Move A', 'Add B']);
    expect(diffOf(old, fresh).map(riskOf)).toEqual(['critical', 'safe']);
    expect(notesOf(old, fresh, 'A')).toContain('The same resource is added as B of Template');
    expect(notesOf(old, fresh, 'B')).toContain('Its TableName is in use until then');
  });

  test('is a move without a conflict if it has no explicit name', () => {
    const [old, fresh] = [
      table('A', 'BillingMode: PAY_PER_REQUEST'),
      table('B', 'BillingMode: PAY_PER_REQUEST'),
    ];
    expect(notesOf(old, fresh, 'B')).toBe('It has the same content as A of Template, which is removed.');
  });

  test.each([
    ['other content', table('A', 'TableName: t'), table('B', 'TableName: u')],
    ['no content', resources('A: { Type: AWS::SNS::Topic }'), resources('B: { Type: AWS::SNS::Topic }')],
  ])('is not a move with %s', (_, old, fresh) => {
    expect(linesOf(old, fresh)).toEqual(
      ['Remove A', 'Add B'].sort((a, b) => ((a.at(-1) as string) < (b.at(-1) as string) ? -1 : 1)),
    );
  });

  test('is the target of one move only', () => {
    const two = resources(
      'A: { Type: AWS::SNS::Topic, Properties: { DisplayName: x } }',
      'B: { Type: AWS::SNS::Topic, Properties: { DisplayName: x } }',
    );
    const one = resources('C: { Type: AWS::SNS::Topic, Properties: { DisplayName: x } }');
    expect(linesOf(two, one)).toEqual(['Move A', 'Remove B', 'Add C']);
  });
});

test('a resource may be named like a member of every object', () => {
  const [old, fresh] = [resources(), resources('constructor: { Type: AWS::SNS::Topic }')];
  expect(linesOf(old, fresh)).toEqual(['Add constructor']);
  expect(linesOf(fresh, old)).toEqual(['Remove constructor']);
});

test('a change has the path of its construct if CDK has written it', () => {
  const fresh = resources('A: { Type: AWS::SNS::Topic, Metadata: { aws:cdk:path: App/Topic/Resource } }');
  expect(diffOf(resources(), fresh)).toMatchObject([{ logicalId: 'A', path: 'App/Topic/Resource' }]);
  expect(diffOf(resources('A: { Type: AWS::SNS::Topic }'), resources())).toMatchObject([{ path: null }]);
});
