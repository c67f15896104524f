import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { riskOf } from '../../../lambdas/core/stack-changes/stack-change';
import { followChanges } from '../../../lib/changes/resources/follow-changes';
import { parseTemplate, type Template, type Value } from '../../../lib/changes/template';
import { UsageError } from '../../../lib/shared/usage-error';
import { diffOf, lineOf } from '../../support/templates/templates';
import { type ExpectedPair, expectPair, type TemplatePair } from './pairs';

/** What a property can hold in two templates. */
const VALUES: Readonly<Record<string, readonly [unknown, unknown]>> = {
  'a text': ['one', 'two'],
  'a number': [1, 2],
  'a boolean': [true, false],
  'a list of texts': [['one'], ['two']],
  'a list of mappings': [[{ Name: 'one' }], [{ Name: 'two' }]],
  'a mapping': [{ Name: 'one' }, { Name: 'two' }],
  'an empty mapping and a list': [{}, []],
  nothing: [null, 'two'],
  'an intrinsic function': [{ Ref: 'One' }, { 'Fn::GetAtt': ['One', 'Arn'] }],
  'a policy': [{ Statement: [] }, { Statement: [{ Effect: 'Deny', Action: '*', Resource: { Ref: 'One' } }] }],
  'a condition': [{ 'Fn::If': ['C', 'one', { Ref: 'AWS::NoValue' }] }, 'two'],
};

const types = loadAwsServiceSpecSync()
  .all('resource')
  .map(({ cloudFormationType, properties }) => ({
    type: cloudFormationType,
    names: Object.keys(properties),
  }));

test.each(Object.keys(VALUES))('every property of the specification is judged when it is %s', (kind) => {
  const [before, after] = VALUES[kind] as readonly [unknown, unknown];
  const templateOf = (value: unknown) => ({
    Resources: Object.fromEntries(
      types.map(({ type, names }, i) => [
        `R${i}`,
        { Type: type, Properties: Object.fromEntries(names.map((name) => [name, value])) },
      ]),
    ),
  });
  const changes = new Map(
    diffOf(templateOf(before), templateOf(after)).map((change) => [change.logicalId, change]),
  );
  const missed = types.flatMap(({ type, names }, i) => {
    const causes = changes.get(`R${i}`)?.causes ?? [];
    return names.filter((name) => !causes.includes(name)).map((name) => `${type}.${name}`);
  });
  expect(missed).toEqual([]);
  expect([...changes.values()].flatMap(({ notes }) => notes).join(' ')).not.toContain('could not be judged');
});

/** Unfinished, of an attribute, and literal. */
const SUBSTITUTIONS = [`\${A`, `\${A.B}`, `\${!A}`];

/** Any JSON, with the keys that the comparison reads. */
const key = fc.oneof(
  fc.constantFrom('Ref', 'Fn::GetAtt', 'Fn::Sub', 'Fn::Join', 'Fn::If', 'Fn::FindInMap', 'Fn::ImportValue'),
  fc.constantFrom(
    'Fn::GetStackOutput',
    'Fn::Transform',
    'Fn::ForEach::L',
    'Condition',
    '__proto__',
    'A',
    'B',
  ),
  fc.constantFrom('Type', 'Properties', 'DeletionPolicy', 'UpdateReplacePolicy', 'Metadata', 'DependsOn'),
  fc.constantFrom('Value', 'Export', 'Name', 'Default', 'Events', 'Location', 'TemplateURL', 'constructor'),
);
const { anything } = fc.letrec<{ anything: unknown }>((tie) => ({
  anything: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom('', 'A', 'A.B', 'C', '{{resolve:ssm:x}}', 'AWS::NoValue', ...SUBSTITUTIONS),
    fc.oneof(fc.boolean(), fc.constant(null), fc.double({ noNaN: true, noDefaultInfinity: true })),
    fc.array(tie('anything'), { maxLength: 3 }),
    fc.dictionary(key, tie('anything'), { maxKeys: 3 }),
  ),
}));
const TYPES = ['AWS::SNS::Topic', 'AWS::Serverless::Function', 'AWS::CloudFormation::Stack', 'Custom::X'];
const someResource = fc.record(
  {
    Type: fc.constantFrom(...TYPES, 'AWS::SSM::Parameter', 'AWS::Lambda::Version', 'AWS::Lambda::Alias'),
    Properties: fc.dictionary(key, anything, { maxKeys: 3 }),
    DeletionPolicy: anything,
    UpdateReplacePolicy: anything,
    Condition: anything,
    Metadata: anything,
    DependsOn: anything,
  },
  { requiredKeys: ['Type'] },
);
const id = fc.constantFrom('A', 'B', 'C', 'constructor');
const template = fc.record(
  {
    Resources: fc.dictionary(id, someResource, { maxKeys: 3 }),
    Parameters: fc.dictionary(id, anything, { maxKeys: 2 }),
    Mappings: fc.dictionary(id, anything, { maxKeys: 2 }),
    Conditions: fc.dictionary(id, anything, { maxKeys: 2 }),
    Outputs: fc.dictionary(id, anything, { maxKeys: 2 }),
    Transform: fc.oneof(fc.constant('AWS::Serverless-2016-10-31'), anything),
    Globals: anything,
    Metadata: anything,
  },
  { requiredKeys: ['Resources'] },
);

test('no template that can be parsed ends the comparison', () => {
  fc.assert(
    fc.property(template, template, (old, fresh) => {
      try {
        const changes = diffOf(old, fresh);
        expect(changes.filter(({ notes }) => notes.join().includes('could not be judged'))).toEqual([]);
        expect(diffOf(old, structuredClone(old))).toEqual([]);
      } catch (error) {
        // Such as a local template of a nested stack that does not exist.
        expect(error).toBeInstanceOf(UsageError);
      }
    }),
    { numRuns: 500 },
  );
});

test('a resource that defeats the comparison is listed as high, and the others are judged', () => {
  const template = (name: string) =>
    parseTemplate(
      `Resources:\n  A: { Type: AWS::SNS::Topic, Properties: { TopicName: ${name} } }\n` +
        `  B: { Type: AWS::SNS::Topic, Properties: { TopicName: ${name} } }`,
      't.yaml',
    );
  const broken = (from: Template): Template => {
    const Properties = Object.defineProperty({} as Record<string, Value>, 'TopicName', {
      enumerable: true,
      get: () => {
        throw new TypeError("Cannot read properties of undefined (reading 'Statement')");
      },
    });
    return {
      ...from,
      resources: { ...from.resources, A: { Type: 'AWS::SNS::Topic', Properties, attributes: {} } },
    };
  };
  const templates = [template('a'), broken(template('b'))] as const;
  const nested = {
    diff: () => ({ changes: [], contents: new Map(), compared: [], changedAttributes: [], feeds: new Map() }),
  };
  const { changed } = followChanges(templates, { templates, names: new Map() }, nested, () => undefined);
  const changes = [...changed].flatMap(([logicalId, change]) =>
    change === null ? [] : [{ ...change, logicalId, stack: 'S', path: null, type: 'AWS::SNS::Topic' }],
  );
  expect(changes.map(lineOf)).toEqual(['Modify A unknown', 'Modify B always: TopicName']);
  expect(changes.map(riskOf)).toEqual(['high', 'critical']);
  expect(changes[0]?.notes.join()).toContain('It could not be judged (Cannot read properties of undefined');
});

test.each([
  ['JSON', `{"Resources":{"A":{"Type":"T","Properties":{"P":${'['.repeat(2_000)}${']'.repeat(2_000)}}}}}`],
  ['JSON that no parser can read', `{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`],
  ['YAML', `Resources: { A: { Type: T, Properties: { P: ${'['.repeat(2_000)}${']'.repeat(2_000)} } } }`],
])('%s that is nested too deeply is refused as such', (_, text) => {
  expect(() => parseTemplate(text, 'deep')).toThrow(
    'deep is not a CloudFormation template: its values are nested too deeply',
  );
});

const resources = (...lines: string[]) => `Resources:\n${lines.map((line) => `  ${line}`).join('\n')}`;
const one = (type: string, before: string, after: string): TemplatePair => ({
  old: resources(`One: { Type: ${type}, Properties: { ${before} } }`),
  fresh: resources(`One: { Type: ${type}, Properties: { ${after} } }`),
});
const renamed = (type: string, name: string, follower: string): TemplatePair => {
  const withName = (value: string) =>
    resources(`One: { Type: ${type}, Properties: { ${name}: ${value} } }`, `Two: ${follower}`);
  return { old: withName('first'), fresh: withName('second') };
};
const modified: ExpectedPair = { exitCode: 2, risks: { One: 'medium' } };

test.each<[string, TemplatePair, ExpectedPair]>([
  [
    'f01: a renamed bucket with a policy',
    'f01-*.yaml',
    {
      exitCode: 2,
      risks: { Assets: 'critical', Access: 'critical' },
      notes: { Access: ['Bucket follows Assets, which is replaced.'] },
    },
  ],
  [
    'a renamed bucket whose policy refers to it by Fn::Sub',
    renamed(
      'AWS::S3::Bucket',
      'BucketName',
      `{ Type: AWS::S3::BucketPolicy, Properties: { Bucket: !Sub '\${One}' } }`,
    ),
    { exitCode: 2, risks: { One: 'critical', Two: 'critical' } },
  ],
  [
    'a renamed role with a policy',
    renamed('AWS::IAM::Role', 'RoleName', '{ Type: AWS::IAM::Policy, Properties: { Roles: [!Ref One] } }'),
    { exitCode: 2, risks: { One: 'critical', Two: 'medium' }, notes: { Two: ['Roles follows One'] } },
  ],
  [
    'a queue policy with a computed document',
    one('AWS::SQS::QueuePolicy', 'PolicyDocument: {}', 'PolicyDocument: !Ref Document'),
    modified,
  ],
  [
    'a topic policy whose document is a text',
    one('AWS::SNS::TopicPolicy', 'PolicyDocument: a', 'PolicyDocument: b'),
    modified,
  ],
  [
    'rules of a security group that become computed',
    one(
      'AWS::EC2::SecurityGroup',
      'SecurityGroupIngress: [{ IpProtocol: tcp }]',
      'SecurityGroupIngress: !Ref Rules',
    ),
    modified,
  ],
  [
    'managed policies of a role that are no list',
    one('AWS::IAM::Role', 'ManagedPolicyArns: [a]', 'ManagedPolicyArns: a'),
    modified,
  ],
])('%s', (_, given, expected) => expectPair(given, expected));
