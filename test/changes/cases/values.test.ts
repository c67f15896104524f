import { describe, expect, test } from '@jest/globals';
import { parseTemplate } from '../../../lib/changes/template';
import { diffOf, lineOf } from '../../support/templates/templates';
import { type ExpectedPair, expectPair, type TemplatePair } from './pairs';

const NOTHING: ExpectedPair = { exitCode: 0, risks: {} };
const KEEP = 'Keep: { Type: AWS::SNS::Topic }';

/** A template with one resource `A` of a type, with a property in YAML. */
const yaml = (type: string, property: string) =>
  `Resources:\n  ${KEEP}\n  A:\n    Type: ${type}\n    Properties:\n      ${property}\n`;
/** The same in JSON, with the property as it is written there. */
const json = (type: string, property: string) =>
  `{"Resources":{"Keep":{"Type":"AWS::SNS::Topic"},"A":{"Type":"${type}","Properties":{${property}}}}}`;
const queue = (property: string) => yaml('AWS::SQS::Queue', property);
const topic = (property: string) => yaml('AWS::SNS::Topic', property);
const database = (property: string) => yaml('AWS::RDS::DBInstance', property);
const alarm = (property: string) => yaml('AWS::CloudWatch::Alarm', property);
const name = (value: string) => topic(`DisplayName: ${value}`);

describe('the same value in another spelling is no change', () => {
  test.each<[string, TemplatePair]>([
    ['h01: True and true', 'h01-*.yaml'],
    ['yes and true', { old: queue('FifoQueue: yes'), fresh: queue('FifoQueue: true') }],
    ['on and True', { old: queue('FifoQueue: on'), fresh: queue('FifoQueue: True') }],
    ['NO and false', { old: queue('FifoQueue: NO'), fresh: queue('FifoQueue: false') }],
    ['off and "false"', { old: queue('FifoQueue: off'), fresh: queue('FifoQueue: "false"') }],
    ['a quoted "True" for a boolean', { old: queue('FifoQueue: "True"'), fresh: queue('FifoQueue: true') }],
    [
      'yes of YAML and true of JSON',
      { old: queue('FifoQueue: yes'), fresh: json('AWS::SQS::Queue', '"FifoQueue":true') },
    ],
    [
      'a boolean inside of a list and a function',
      {
        old: alarm('Metrics: [{ Id: a, ReturnData: !If [C, yes, "False"] }]'),
        fresh: alarm('Metrics: [{ Id: a, ReturnData: !If [C, true, false] }]'),
      },
    ],
    ['yes for a text is the text true', { old: name('yes'), fresh: name('"true"') }],
    ['10 and "10"', { old: queue('DelaySeconds: 10'), fresh: queue('DelaySeconds: "10"') }],
    ['10 and 10.0 for a number', { old: queue('DelaySeconds: 10'), fresh: queue('DelaySeconds: 10.0') }],
    ['0.50, .5 and 5e-1', { old: alarm('Threshold: 0.50'), fresh: alarm('Threshold: 5e-1') }],
    [
      '10.0 of JSON for a number',
      { old: json('AWS::SQS::Queue', '"DelaySeconds":10.0'), fresh: queue('DelaySeconds: 10') },
    ],
    ['!Ref and Fn::Sub', { old: name('!Ref Keep'), fresh: name(`!Sub '\${Keep}'`) }],
    ['!Ref and Fn::Join', { old: name('!Ref Keep'), fresh: name("!Join ['', [!Ref Keep]]") }],
    [
      '!GetAtt and Fn::Sub',
      { old: name('!GetAtt Keep.TopicName'), fresh: name(`!Sub '\${Keep.TopicName}'`) },
    ],
    [
      'Fn::Join with a delimiter and Fn::Sub',
      { old: name("!Join ['-', [a, !Ref Keep, b]]"), fresh: name(`!Sub 'a-\${Keep}-b'`) },
    ],
    [
      'Fn::Sub with a variable and without',
      { old: name(`!Sub ['x-\${v}', { v: !Ref Keep }]`), fresh: name(`!Sub 'x-\${Keep}'`) },
    ],
    ['Fn::Sub of a constant', { old: name('!Sub abc'), fresh: name('abc') }],
    ['Fn::Sub of a literal', { old: name(`!Sub 'a\${!B}'`), fresh: name(`'a\${B}'`) }],
    ['constant parts that are joined', { old: name("!Join [':', [a, b, c]]"), fresh: name("'a:b:c'") }],
    [
      'joins inside of joins',
      { old: name(`!Join ['', [a, !Sub 'b-\${Keep}', c]]`), fresh: name(`!Sub 'ab-\${Keep}c'`) },
    ],
    [
      "!GetAZs '' and of the Region",
      { old: topic("Tags: !GetAZs ''"), fresh: topic("Tags: !GetAZs { Ref: 'AWS::Region' }") },
    ],
    [
      'the order of keys',
      {
        old: topic('Tags: [{ Key: a, Value: b }]\n      DisplayName: x'),
        fresh: topic('DisplayName: x\n      Tags: [{ Value: b, Key: a }]'),
      },
    ],
    [
      'block style and JSON',
      {
        old: topic('Tags:\n        - Key: a\n          Value: b'),
        fresh: json('AWS::SNS::Topic', '"Tags":[{"Key":"a","Value":"b"}]'),
      },
    ],
    [
      'an anchor and what it stands for',
      {
        old: topic('DisplayName: &n x\n      TopicName: *n'),
        fresh: topic('DisplayName: x\n      TopicName: x'),
      },
    ],
    [
      'a merge key and what it merges',
      {
        old: `Common: &c { DisplayName: x, TopicName: y }\n${topic('<<: *c\n      TopicName: z')}`,
        fresh: `Common: { DisplayName: x, TopicName: y }\n${topic('DisplayName: x\n      TopicName: z')}`,
      },
    ],
    ['folded text and text on one line', { old: name('>-\n        a\n        b'), fresh: name('a b') }],
    ['dates', { old: topic('TopicName: 2012-10-17'), fresh: topic('TopicName: "2012-10-17"') }],
  ])('%s', (_, pair) => expectPair(pair, NOTHING));
});

describe('another value that looks alike is a change', () => {
  test.each<[string, TemplatePair, string]>([
    [
      'a version 1.10 and 1.1',
      { old: database('EngineVersion: 1.10'), fresh: database('EngineVersion: 1.1') },
      'EngineVersion',
    ],
    [
      'a version 14.10 and 14.1 in JSON without quotes',
      {
        old: json('AWS::RDS::DBInstance', '"EngineVersion":14.10'),
        fresh: json('AWS::RDS::DBInstance', '"EngineVersion":14.1'),
      },
      'EngineVersion',
    ],
    ['an account with a leading 0', { old: name('012345678901'), fresh: name('12345678901') }, 'DisplayName'],
    ['10 and 10.0 for a text', { old: name('10'), fresh: name('10.0') }, 'DisplayName'],
    ['a quoted "yes" and true', { old: name('"yes"'), fresh: name('true') }, 'DisplayName'],
    ['"yes" for a boolean', { old: queue('FifoQueue: "yes"'), fresh: queue('FifoQueue: true') }, 'FifoQueue'],
    ['n and false', { old: name('n'), fresh: name('false') }, 'DisplayName'],
    [
      'a number that no double holds',
      { old: queue('DelaySeconds: 9007199254740993'), fresh: queue('DelaySeconds: 9007199254740992') },
      'DelaySeconds',
    ],
    ['a literal and a reference', { old: name(`!Sub '\${!Keep}'`), fresh: name('!Ref Keep') }, 'DisplayName'],
    [
      'a variable of Fn::Sub that hides a resource',
      { old: name(`!Sub ['\${Keep}', { Keep: x }]`), fresh: name('!Ref Keep') },
      'DisplayName',
    ],
    [
      'another delimiter',
      { old: name("!Join ['-', [a, b]]"), fresh: name("!Join [':', [a, b]]") },
      'DisplayName',
    ],
    [
      'an element that is left out with its delimiter',
      {
        old: name("!Join ['-', [a, !Ref 'AWS::NoValue']]"),
        fresh: name("!Join ['', ['a-', !Ref 'AWS::NoValue']]"),
      },
      'DisplayName',
    ],
    ['the order of a list', { old: topic('Tags: [a, b]'), fresh: topic('Tags: [b, a]') }, 'Tags'],
  ])('%s', (_, pair, property) => {
    const { old, fresh } = pair as { old: string; fresh: string };
    const [only, ...more] = diffOf(old, fresh);
    expect(more).toEqual([]);
    expect(only?.logicalId).toBe('A');
    expect(only?.causes).toEqual([property]);
  });
});

describe('YAML that CloudFormation reads is read', () => {
  const list = (text: string) =>
    parseTemplate(`Resources:\n  A:\n    Type: T\n    Properties:\n${text}`, 't.yaml').resources.A
      ?.Properties;

  test.each([
    ['a bracket at the column of its key', '      P: [\n        a\n      ]', { P: ['a'] }],
    ['a brace at the column of its key', '      P: {\n        x: a\n      }', { P: { x: 'a' } }],
    ['a bracket left of its key', '      P: [\n        a\n  ]\n      Q: b', { P: ['a'], Q: 'b' }],
    ['elements left of their key', '      P: [\n a,\n b\n ]\n      Q: b', { P: ['a', 'b'], Q: 'b' }],
    ['a brace in a list', '      P:\n      - {\n        x: a\n      }\n      - b', { P: [{ x: 'a' }, 'b'] }],
    [
      'a tag before the bracket',
      "      P: !Join ['', [\n      a\n      ]\n      ]",
      { P: { 'Fn::Join': ['', ['a']] } },
    ],
    ['quoted text left of its key', '      P: "a\n  b"\n      Q: c', { P: 'a b', Q: 'c' }],
    [
      'brackets in block text beside such lists',
      '      P: |\n        [ {\n        "\n      Q: [\n      a\n ]',
      { P: '[ {\n"\n', Q: ['a'] },
    ],
    [
      'brackets in plain text',
      "      P: a [b\n      Q: [\n a # ]\n ]\n      R: it's",
      { P: 'a [b', Q: ['a'], R: "it's" },
    ],
    ['merge keys by precedence', '      <<: [{ P: a }, { P: b, Q: c }]', { P: 'a', Q: 'c' }],
    ['a quoted << is a key', '      "<<": { P: a }', { '<<': { P: 'a' } }],
    ['nothing, ~ and null', '      P:\n      Q: ~\n      R: null', { P: '', Q: '', R: '' }],
    ['standard tags', '      P: !!str 10\n      Q: !!bool yes', { P: '10', Q: 'true' }],
  ])('%s', (_, text, expected) => {
    expect(list(text)).toEqual(expected);
  });

  test.each([
    ['!Contains [[a, b], !Ref P]', { 'Fn::Contains': [['a', 'b'], { Ref: 'P' }] }],
    [
      '!EachMemberEquals [!ValueOf [P, VpcId], !Ref V]',
      { 'Fn::EachMemberEquals': [{ 'Fn::ValueOf': ['P', 'VpcId'] }, { Ref: 'V' }] },
    ],
    ['!EachMemberIn [[a], [b]]', { 'Fn::EachMemberIn': [['a'], ['b']] }],
    ["!RefAll 'AWS::EC2::VPC::Id'", { 'Fn::RefAll': 'AWS::EC2::VPC::Id' }],
    [
      "!ValueOfAll ['AWS::EC2::VPC::Id', Tags.Name]",
      { 'Fn::ValueOfAll': ['AWS::EC2::VPC::Id', 'Tags.Name'] },
    ],
    [
      '!GetStackOutput { StackName: s, OutputName: o }',
      { 'Fn::GetStackOutput': { StackName: 's', OutputName: 'o' } },
    ],
    ['!ToJsonString { a: !Length [b] }', { 'Fn::ToJsonString': { a: { 'Fn::Length': ['b'] } } }],
    ['!Cidr [!GetAtt V.CidrBlock, 2, 8]', { 'Fn::Cidr': [{ 'Fn::GetAtt': ['V', 'CidrBlock'] }, '2', '8'] }],
    ['!Base64 { Fn::Sub: x }', { 'Fn::Base64': { 'Fn::Sub': 'x' } }],
  ])('%s', (text, expected) => {
    expect(list(`      P: ${text}`)).toEqual({ P: expected });
  });

  test('d07: the functions of Rules', () => {
    expectPair('d07-*.yaml', { exitCode: 0, risks: { Topic2: 'safe' } });
  });

  test('another rule changes no resource', () => {
    const template = (values: string) =>
      `Rules: { R: { Assertions: [{ Assert: !Contains [${values}, !Ref P] }] } }\nResources: { ${KEEP} }`;
    expectPair({ old: template('[a]'), fresh: template('[a, b]') }, NOTHING);
  });
});

/** A list of ten texts, then seven lists of ten aliases to the one before. */
const manyAliases = [
  `A: &a0 [${'x, '.repeat(10)}]`,
  ...Array.from({ length: 7 }, (_, i) => `B${i}: &a${i + 1} [${`*a${i}, `.repeat(10)}]`),
  'Resources: {}',
].join('\n');

describe('what is invalid is refused with its place', () => {
  test.each([
    ['an unknown tag', 'Resources: { A: !Nope x }', 'Unresolved tag: !Nope (line 1)'],
    ['an alias to nothing', 'Resources:\n  A: *x', 'the alias *x names nothing (line 2)'],
    [
      'a merge of a list of texts',
      'Resources:\n  <<: [a]',
      '<< merges something other than mappings (line 2)',
    ],
    ['a key that is a list', 'Resources:\n  ? [a]\n  : b', 'a key is a list or a mapping (line 2)'],
    ['a value that contains itself', 'Resources: &a\n  A: *a', 'contains itself: the alias *a'],
    ['aliases that grow without bounds', manyAliases, 'it has more than 500000 values'],
  ])('%s', (_, text, message) => {
    expect(() => parseTemplate(text, 't.yaml')).toThrow(message);
  });
});

describe('a key that is there twice', () => {
  const yamlTwice =
    'Resources:\n  A: { Type: AWS::SNS::Topic }\n' +
    '  A: { Type: AWS::SNS::Topic, Properties: { TopicName: b } }\n';
  const jsonTwice =
    '{"Resources":{"A":{"Type":"AWS::SNS::Topic"},\n"A":{"Type":"AWS::SNS::Topic","Properties":{"TopicName":"b"}}}}';
  const once = 'Resources:\n  A: { Type: AWS::SNS::Topic, Properties: { TopicName: b } }\n';

  test.each([
    ['YAML', yamlTwice, '2, 3'],
    ['JSON', jsonTwice, '1, 2'],
  ])('is a finding in a new template, by its lines: %s', (_, text, lines) => {
    expectPair(
      { old: once, fresh: text },
      {
        exitCode: 2,
        risks: { 'Template.Resources.A': 'high' },
        notes: {
          'Template.Resources.A': [
            `The key Resources.A is there twice (lines ${lines})`,
            'takes the last value',
          ],
        },
      },
    );
  });

  test.each([
    ['YAML', yamlTwice],
    ['JSON', jsonTwice],
  ])('changes nothing where both have it, and the last value counts: %s', (_, text) => {
    expectPair({ old: text, fresh: text }, NOTHING);
    expectPair({ old: text, fresh: once }, NOTHING);
  });

  test('is found at any depth', () => {
    const text = yaml('AWS::SNS::Topic', 'Tags: [{ Key: a, Key: b, Key: c }]');
    const [found] = diffOf(yaml('AWS::SNS::Topic', 'Tags: [{ Key: c }]'), text);
    expect(found?.logicalId).toBe('Template.Resources.A.Properties.Tags.0.Key');
    expect(found?.notes.join()).toContain('3 times');
  });
});

describe('a parameter that becomes a resource of the same name, or the reverse', () => {
  const group = (head: string, more = '') =>
    `${head}\nResources:\n` +
    `  G: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: g, VpcId: !Ref Vpc } }\n${more}`;
  const parameter = "Parameters: { Vpc: { Type: 'AWS::EC2::VPC::Id' } }";
  const resource = '  Vpc: { Type: AWS::EC2::VPC, Properties: { CidrBlock: 10.0.0.0/16 } }\n';

  test('d06: replaces what refers to it', () => {
    expectPair('d06-*.yaml', {
      exitCode: 2,
      risks: { Group: 'critical', Vpc: 'safe' },
      notes: { Group: ['VpcId changes, because Vpc was a parameter and is a new resource.'] },
    });
  });

  test('also by Fn::Sub in a text', () => {
    const old = group(parameter).replace('!Ref Vpc', `!Sub '\${Vpc}'`);
    expectPair({ old, fresh: group('', resource) }, { exitCode: 2, risks: { G: 'critical', Vpc: 'safe' } });
  });

  test('may replace what refers to it, in the other direction', () => {
    expectPair(
      { old: group('', resource), fresh: group(parameter) },
      {
        exitCode: 2,
        risks: { G: 'high', Vpc: 'critical' },
        notes: { G: ['VpcId may change, because Vpc was a resource and is a parameter.'] },
      },
    );
  });

  test('a mapping of that name is another thing', () => {
    const mapped = 'Mappings: { Vpc: { a: { b: c } } }';
    expectPair({ old: group(parameter), fresh: group(`${parameter}\n${mapped}`) }, NOTHING);
  });

  test('another type of a parameter is a changed value', () => {
    const typed = (type: string) => group(`Parameters: { Vpc: { Type: '${type}' } }`);
    expectPair(
      { old: typed('String'), fresh: typed('AWS::SSM::Parameter::Value<String>') },
      { exitCode: 2, risks: { G: 'high' }, notes: { G: ['parameter Vpc has another type'] } },
    );
  });
});

describe('policies with conditions', () => {
  const head =
    'Transform: AWS::LanguageExtensions\nParameters:\n  Stage: { Type: String, Default: dev }\n' +
    '  Policy: { Type: String, AllowedValues: [Retain, Delete] }\n' +
    'Conditions: { IsProd: !Equals [!Ref Stage, prod], IsEu: !Equals [!Ref "AWS::Region", eu-west-1] }\n' +
    'Mappings: { Keep: { dev: { policy: Delete }, prod: { policy: Retain } } }\n';
  const table = (policies: string) =>
    `${head}Resources:\n  Keep: { Type: AWS::SNS::Topic }\n  T: { Type: AWS::DynamoDB::Table${policies} }\n`;
  const gone = `${head}Resources:\n  Keep: { Type: AWS::SNS::Topic }\n`;
  const removed = (policy: string, ...notes: string[]): [string, string, string[]] => [policy, gone, notes];

  test('d02: a condition for a policy is a change of the policy alone', () => {
    expectPair('d02-*.yaml', {
      exitCode: 2,
      risks: { Table: 'medium' },
      notes: {
        Table: [
          'its DeletionPolicy changes from Delete to Retain if IsProd, otherwise Delete',
          'its UpdateReplacePolicy changes from Delete to Retain if IsProd, otherwise Delete',
        ],
      },
    });
  });

  test.each<[string, string, string[]]>(
    [
      removed(
        '!If [IsProd, Retain, Delete]',
        'If IsProd, it stays in the account',
        'Otherwise, it is deleted.',
      ),
      removed(
        '!If [IsProd, !If [IsEu, Retain, Snapshot], Delete]',
        'If IsProd and IsEu, it stays',
        'Otherwise, it is deleted.',
      ),
      removed(
        '!If [IsProd, Retain, !If [IsEu, Snapshot, Delete]]',
        'If IsProd, it stays',
        'If IsEu, it is deleted after a snapshot.',
        'Otherwise, it is deleted.',
      ),
      removed('!If [IsProd, Retain, Retain]', 'It stays in the account'),
      removed(
        "!If [IsProd, Retain, !Ref 'AWS::NoValue']",
        'If IsProd, it stays',
        'Otherwise, it is deleted.',
      ),
      removed('!FindInMap [Keep, prod, policy]', 'It stays in the account'),
      removed('!FindInMap [Keep, dev, policy]', 'It is deleted.'),
      removed(
        '!FindInMap [Keep, !Ref Stage, policy]',
        'If Keep is read at dev.policy, it is deleted.',
        'If Keep is read at prod.policy, it stays in the account',
      ),
      removed('!Ref Policy', 'If Policy is Retain, it stays', 'If Policy is Delete, it is deleted.'),
      removed('!Ref Stage', 'If Stage has its default, it is not known', 'Otherwise, it is not known'),
      removed(
        `!Sub "\${Policy}x"`,
        'it is not known whether it is deleted, because its DeletionPolicy is computed',
      ),
      removed('[Retain]', 'It is not known whether it is deleted'),
    ].map(
      (row) =>
        [row[0].replace('it is not known', 'It is not known'), row[1], row[2]] as [string, string, string[]],
    ),
  )('a removal says what each branch of %s does', (policy, fresh, notes) => {
    const [found] = diffOf(table(`, DeletionPolicy: ${policy}`), fresh);
    expect(found && lineOf(found)).toBe('Remove T');
    for (const note of notes) {
      expect(found?.notes.join(' ').toLowerCase()).toContain(note.toLowerCase());
    }
  });

  test('a replacement says what each branch does to the old resource', () => {
    const named = (name: string) =>
      table(`, UpdateReplacePolicy: !If [IsProd, Retain, Delete], Properties: { TableName: ${name} }`);
    const [found] = diffOf(named('a'), named('b'));
    expect(found?.notes.join(' ')).toContain(
      'If IsProd, the old resource stays in the account and is no longer managed by a stack.' +
        ' Otherwise, the old resource is deleted.',
    );
  });
});

describe('what a release generates is judged by what it does', () => {
  const cdk = (analytics: string, condition = 'CDKMetadataAvailable') => ({
    Type: 'AWS::CDK::Metadata',
    Properties: { Analytics: analytics },
    Condition: condition,
  });
  const keep = { Type: 'AWS::SNS::Topic' };

  test.each<[string, TemplatePair, ExpectedPair]>([
    ['d09: the condition of CDKMetadata', 'd09-*.json', { exitCode: 0, risks: { CDKMetadata: 'safe' } }],
    [
      'CDKMetadata that is added',
      { old: { Resources: { keep } }, fresh: { Resources: { keep, CDKMetadata: cdk('a') } } },
      { exitCode: 0, risks: { CDKMetadata: 'safe' } },
    ],
    [
      'CDKMetadata that is removed',
      { old: { Resources: { keep, CDKMetadata: cdk('a') } }, fresh: { Resources: { keep } } },
      { exitCode: 0, risks: { CDKMetadata: 'safe' } },
    ],
    [
      'metadata alone',
      {
        old: { Resources: { A: { ...keep, Metadata: { 'aws:asset:path': 'a' } } } },
        fresh: { Resources: { A: { ...keep, Metadata: { 'aws:asset:path': 'b' } } } },
      },
      { exitCode: 0, risks: { A: 'safe' } },
    ],
  ])('%s', (_, pair, expected) => expectPair(pair, expected));

  const lambda = (version: string, code: string, retain = {}, routing = {}) => ({
    Resources: {
      Fn: { Type: 'AWS::Lambda::Function', Properties: { Code: { S3Bucket: 'b', S3Key: code } } },
      [version]: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: { Ref: 'Fn' } }, ...retain },
      Live: {
        Type: 'AWS::Lambda::Alias',
        Properties: {
          FunctionName: { Ref: 'Fn' },
          Name: 'live',
          FunctionVersion: { 'Fn::GetAtt': [version, 'Version'] },
          ...routing,
        },
      },
    },
  });

  test('a version that the alias moves away from is no removal of something in use', () => {
    expectPair(
      { old: lambda('V1', 'a.zip'), fresh: lambda('V2', 'b.zip') },
      {
        exitCode: 2,
        risks: { Fn: 'medium', V1: 'safe', V2: 'safe', Live: 'medium' },
        notes: {
          V1: ['the published version that Live used until now', 'V2 is used', 'It is deleted.'],
          Live: ['Whoever invokes the alias gets the new version'],
          Fn: ['Whoever invokes the function without a version or an alias gets the new code at once.'],
        },
      },
    );
  });

  test('a version that is retained stays', () => {
    const retain = { DeletionPolicy: 'Retain' };
    expectPair(
      { old: lambda('V1', 'a.zip', retain), fresh: lambda('V2', 'a.zip', retain) },
      {
        exitCode: 2,
        risks: { V1: 'safe', V2: 'safe', Live: 'medium' },
        notes: { V1: ['It stays in the account'] },
      },
    );
  });

  test('a version that still takes a share of the alias is in use', () => {
    const routing = {
      RoutingConfig: {
        AdditionalVersionWeights: [
          { FunctionVersion: { 'Fn::GetAtt': ['V1', 'Version'] }, FunctionWeight: 0.1 },
        ],
      },
    };
    const changes = diffOf(lambda('V1', 'a.zip', {}, routing), lambda('V2', 'a.zip', {}, routing));
    expect(changes.map(lineOf)).toEqual(['Modify Live never: FunctionVersion', 'Remove V1', 'Add V2']);
  });

  test('a version that another alias stays on is in use', () => {
    const two = (version: string) => {
      const { Resources } = lambda(version, 'a.zip');
      const { Live } = Resources as Record<string, { Properties: object }>;
      const FunctionVersion = { 'Fn::GetAtt': ['V1', 'Version'] };
      return {
        Resources: { ...Resources, Stays: { ...Live, Properties: { ...Live?.Properties, FunctionVersion } } },
      };
    };
    expect(diffOf(two('V1'), two('V2')).map(lineOf)).toEqual([
      'Modify Live never: FunctionVersion',
      'Remove V1',
      'Add V2',
    ]);
    expectPair(
      { old: two('V1'), fresh: two('V2') },
      { exitCode: 2, risks: { Live: 'medium', V1: 'critical', V2: 'safe' } },
    );
  });

  test('a version that nothing in the template points to is removed like any resource', () => {
    const alone = (version?: string) => ({
      Resources: {
        keep,
        ...(version === undefined
          ? {}
          : { [version]: { Type: 'AWS::Lambda::Version', Properties: { FunctionName: 'f' } } }),
      },
    });
    expectPair({ old: alone('V1'), fresh: alone() }, { exitCode: 2, risks: { V1: 'critical' } });
  });

  const api = (service: string, deployment: string, more = {}) => ({
    Resources: {
      [deployment]: {
        Type: `AWS::${service}::Deployment`,
        Properties: { [service === 'ApiGateway' ? 'RestApiId' : 'ApiId']: 'api' },
        ...more,
      },
      Stage: {
        Type: `AWS::${service}::Stage`,
        Properties: {
          [service === 'ApiGateway' ? 'RestApiId' : 'ApiId']: 'api',
          StageName: 'prod',
          DeploymentId: { Ref: deployment },
        },
      },
    },
  });

  test.each(['ApiGateway', 'ApiGatewayV2'])(
    'a deployment of %s that the stage moves away from',
    (service) => {
      expectPair(
        { old: api(service, 'D1'), fresh: api(service, 'D2') },
        {
          exitCode: 2,
          risks: { D1: 'safe', D2: 'safe', Stage: 'medium' },
          notes: {
            D1: ['the deployment that Stage used until now', 'It is deleted.'],
            Stage: ['The stage serves the new deployment to its clients'],
          },
        },
      );
    },
  );

  test('a deployment that is removed with its stage is a removal', () => {
    const { Stage, D1 } = api('ApiGateway', 'D1').Resources;
    expectPair(
      { old: { Resources: { keep, Stage, D1 } }, fresh: { Resources: { keep } } },
      { exitCode: 2, risks: { Stage: 'critical', D1: 'critical' } },
    );
  });

  test('a deployment whose stage points to a fixed one afterwards is a removal', () => {
    const fresh = api('ApiGateway', 'D1');
    const { Stage } = fresh.Resources as Record<string, { Properties: object }>;
    const fixed = { ...Stage, Properties: { ...Stage?.Properties, DeploymentId: 'abc123' } };
    expectPair(
      { old: api('ApiGateway', 'D1'), fresh: { Resources: { Stage: fixed } } },
      { exitCode: 2, risks: { D1: 'critical', Stage: 'medium' } },
    );
  });
});
