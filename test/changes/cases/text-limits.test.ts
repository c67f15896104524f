import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { diffStacks } from '../../../lib/changes/diff-stacks';
import { readStacks } from '../../../lib/changes/stack-source';
import { textNotes } from '../../../lib/changes/text-limits/text-notes';
import { UsageError } from '../../../lib/shared/usage-error';
import { stackOf } from '../../support/templates/templates';
import { type ExpectedPair, expectPair, type TemplatePair } from './pairs';

const folder = mkdtempSync(join(tmpdir(), 'cutover-limits-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Two folders with the template `main.yaml` and others; every file of the old one is in the new one. */
function filePair(name: string, old: Record<string, string>, fresh: Record<string, string>): TemplatePair {
  const written = { old, fresh: { ...old, ...fresh } };
  const read = (side: 'old' | 'fresh') => {
    for (const [file, text] of Object.entries(written[side])) {
      const path = join(folder, name, side, file);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    }
    return readStacks(join(folder, name, side, 'main.yaml'));
  };
  return { oldStacks: read('old'), freshStacks: read('fresh') };
}

const TOPIC = '  Topic: { Type: AWS::SNS::Topic }\n';
const MORE = '  More: { Type: AWS::SNS::Topic }\n';

/** A pair that only adds the topic `More` to a template. */
const adding = (head: string, resources: string): TemplatePair => ({
  old: `${head}\nResources:\n${TOPIC}${resources}`,
  fresh: `${head}\nResources:\n${TOPIC}${MORE}${resources}`,
});
const only: ExpectedPair = { exitCode: 0, risks: { More: 'safe' } };
const withHigh = (id: string, ...notes: string[]): ExpectedPair => ({
  exitCode: 2,
  risks: { More: 'safe', [id]: 'high' },
  notes: { [id]: notes },
});

describe('macros', () => {
  const secrets = 'Transform: AWS::SecretsManager-2024-09-16';
  const rotation = (more: string) =>
    `  Rotation: { Type: AWS::SecretsManager::RotationSchedule, Properties: { SecretId: s${more} } }\n`;
  const include = (location: string) =>
    '  Api: { Type: AWS::ApiGateway::RestApi, Properties: { Body: { Fn::Transform:' +
    ` { Name: AWS::Include, Parameters: { Location: ${location} } } } } }\n`;
  const hash = 'd41d8cd98f00b204e9800998ecf8427e';

  test.each<[string, TemplatePair, ExpectedPair]>([
    [
      'of an account may change anything',
      adding('Transform: [Company-Standards]', ''),
      withHigh('Template.Transform', 'Company-Standards', 'it may change any resource'),
    ],
    [
      'among others',
      adding('Transform: [AWS::LanguageExtensions, { Name: Explode, Parameters: { a: b } }]', ''),
      withHigh('Template.Transform', 'Explode'),
    ],
    [
      'that include a file by a name without its content',
      adding('Transform: { Name: AWS::Include, Parameters: { Location: s3://bucket/part.yaml } }', ''),
      withHigh('Template.Transform', 'AWS::Include'),
    ],
    [
      'that include a file by a hash of its content',
      adding(`Transform: { Name: AWS::Include, Parameters: { Location: s3://bucket/${hash}.yaml } }`, ''),
      only,
    ],
    ['that create nothing by themselves', adding('Transform: AWS::LanguageExtensions', ''), only],
    [
      'of a secret whose rotation is unchanged',
      adding('Transform: AWS::SecretsManager-2020-07-23', rotation(', HostedRotationLambda: { a: b }')),
      only,
    ],
    [
      'of a secret whose rotation is new',
      {
        old: `${secrets}\nResources:\n${TOPIC}`,
        fresh:
          `${secrets}\nResources:\n${TOPIC}  New: { Type: AWS::SecretsManager::Secret }\n` +
          rotation(', HostedRotationLambda: { a: b }').replace('SecretId: s', 'SecretId: !Ref New'),
      },
      { exitCode: 2, risks: { New: 'safe', Rotation: 'safe', 'Template.Transform': 'high' } },
    ],
    [
      'in a property',
      adding('', include('s3://bucket/api.yaml')),
      withHigh('Api', 'The template does not show the part that AWS::Include writes'),
    ],
    ['in a property, by a hash', adding('', include(`s3://bucket/${hash}`)), only],
    [
      'in a property of a new resource',
      { old: `Resources:\n${TOPIC}`, fresh: `Resources:\n${TOPIC}${include('s3://bucket/api.yaml')}` },
      { exitCode: 2, risks: { Api: 'high' } },
    ],
    [
      'among the resources',
      adding('', '  Fn::Transform: { Name: Explode }\n'),
      withHigh('Fn::Transform', 'Explode'),
    ],
    [
      'that begin to be used without creating anything',
      {
        old: `Resources:\n${TOPIC}`,
        fresh: `Transform: AWS::LanguageExtensions\nResources:\n${TOPIC}`,
      },
      { exitCode: 0, risks: {} },
    ],
    [
      'where only a description differs',
      {
        old: `Description: a\nTransform: Company\nResources:\n${TOPIC}`,
        fresh: `Description: b\nTransform: Company\nResources:\n${TOPIC}`,
      },
      { exitCode: 0, risks: {} },
    ],
  ])('%s', (_, pair, expected) => expectPair(pair, expected));
});

describe('what AWS SAM generates', () => {
  const sam = (...resources: string[]) =>
    `Transform: AWS::Serverless-2016-10-31\nResources:\n${TOPIC}` +
    resources.map((one) => `  ${one}\n`).join('');
  const fn = (id: string, events: string, more = '') =>
    `${id}: { Type: AWS::Serverless::Function, Properties: { Handler: a.h, Events: { ${events} }${more} } }`;
  const api = (path: string, more = '') =>
    `Get: { Type: Api, Properties: { Path: ${path}, Method: get${more} } }`;
  const http = (path: string, more = '') => `Get: { Type: HttpApi, Properties: { Path: ${path}${more} } }`;
  const source = (type: string, property: string) => `In: { Type: ${type}, Properties: { ${property} } }`;
  const pair = (old: string[], fresh: string[]): TemplatePair => ({ old: sam(...old), fresh: sam(...fresh) });
  const orders = fn('Orders', api('/orders'));
  const restApi = 'My: { Type: AWS::Serverless::Api, Properties: { StageName: prod } }';
  const bucket = 'Bucket: { Type: AWS::S3::Bucket }';
  const queue = 'Queue: { Type: AWS::SQS::Queue }';
  const table = 'Table: { Type: AWS::DynamoDB::Table, Properties: { StreamSpecification: { a: b } } }';
  const connector = (from: string, to: string) =>
    'Link: { Type: AWS::Serverless::Connector, Properties: { Permissions: [Read],' +
    ` Source: { Id: ${from} }, Destination: { Id: ${to} } } }`;

  test.each<[string, TemplatePair, ExpectedPair]>([
    [
      'd01: another function in the implicit REST API',
      'd01-*.yaml',
      {
        exitCode: 2,
        risks: { Users: 'safe', ServerlessRestApi: 'high' },
        notes: { ServerlessRestApi: ['events differ: Get of Users'] },
      },
    ],
    [
      'another function in the implicit HTTP API',
      pair([fn('Orders', http('/orders'))], [fn('Orders', http('/orders')), fn('Users', http('/users'))]),
      { exitCode: 2, risks: { Users: 'safe', ServerlessHttpApi: 'high' } },
    ],
    [
      'a state machine in the implicit REST API',
      pair(
        [orders],
        [
          orders,
          `Flow: { Type: AWS::Serverless::StateMachine, Properties: { Events: { ${api('/flow')} } } }`,
        ],
      ),
      { exitCode: 2, risks: { Flow: 'safe', ServerlessRestApi: 'high' } },
    ],
    [
      'the first function with an API',
      pair([fn('Orders', '')], [fn('Orders', ''), fn('Users', api('/users'))]),
      { exitCode: 0, risks: { Users: 'safe' } },
    ],
    [
      'another function without an API',
      pair([orders], [orders, fn('Job', 'Tick: { Type: Schedule, Properties: { Schedule: rate(1 day) } }')]),
      { exitCode: 0, risks: { Job: 'safe' } },
    ],
    [
      'another path of an event',
      pair([orders], [fn('Orders', api('/all'))]),
      { exitCode: 2, risks: { Orders: 'high', ServerlessRestApi: 'high' } },
    ],
    [
      'the last function of the implicit API is removed',
      pair([orders], []),
      { exitCode: 2, risks: { Orders: 'critical', ServerlessRestApi: 'critical' } },
    ],
    [
      'another function in an API of the template',
      pair([restApi], [restApi, fn('Users', api('/users', ', RestApiId: !Ref My'))]),
      { exitCode: 2, risks: { Users: 'safe', My: 'high' } },
    ],
    [
      'a new API with its function',
      pair([orders], [orders, restApi, fn('Users', api('/users', ', RestApiId: !Ref My'))]),
      { exitCode: 0, risks: { Users: 'safe', My: 'safe' } },
    ],
    [
      'a new API with a record',
      pair([], [restApi.replace('prod', 'prod, Domain: { DomainName: a, Route53: { HostedZoneId: Z } }')]),
      { exitCode: 2, risks: { My: 'high' } },
    ],
    [
      'a function that listens to a bucket of the template',
      pair([bucket], [bucket, fn('Job', source('S3', 'Bucket: !Ref Bucket, Events: x'))]),
      { exitCode: 2, risks: { Job: 'safe', Bucket: 'high' } },
    ],
    [
      'a function that takes messages from a queue of the template',
      pair([queue], [queue, fn('Job', source('SQS', 'Queue: !GetAtt Queue.Arn'))]),
      {
        exitCode: 2,
        risks: { Job: 'safe', JobIn: 'high' },
        notes: { JobIn: ['reads from Queue, which exists'] },
      },
    ],
    [
      'a function that takes messages from a queue outside',
      pair([], [fn('Job', source('SQS', "Queue: 'arn:aws:sqs:eu-west-1:111122223333:q'"))]),
      { exitCode: 2, risks: { Job: 'safe', JobIn: 'high' } },
    ],
    [
      'a function with its own queue',
      pair([], [queue, fn('Job', source('SQS', 'Queue: !GetAtt Queue.Arn'))]),
      { exitCode: 0, risks: { Job: 'safe', Queue: 'safe' } },
    ],
    [
      'a function that reads the stream of a table of the template',
      pair([table], [table, fn('Job', source('DynamoDB', 'Stream: !GetAtt Table.StreamArn'))]),
      { exitCode: 2, risks: { Job: 'safe', JobIn: 'high' } },
    ],
    [
      'a connector to what exists',
      pair([orders, queue], [orders, queue, connector('Orders', 'Queue')]),
      { exitCode: 2, risks: { Link: 'high' } },
    ],
    [
      'a connector of what is new',
      pair([], [fn('Job', ''), queue, connector('Job', 'Queue')]),
      { exitCode: 0, risks: { Link: 'safe', Job: 'safe', Queue: 'safe' } },
    ],
    [
      'another topic beside SAM',
      pair([orders], [orders, 'More: { Type: AWS::SNS::Topic }']),
      { exitCode: 0, risks: { More: 'safe' } },
    ],
    [
      'a changed function, of which the specification knows no effect',
      pair([fn('Job', '')], [fn('Job', '', ', MemorySize: 512')]),
      { exitCode: 2, risks: { Job: 'high' } },
    ],
  ])('%s', (_, given, expected) => expectPair(given, expected));
});

describe('nested stacks', () => {
  const nested = (url: string) =>
    `  Network: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: ${url} } }\n`;
  const app = (location: string) =>
    `  App: { Type: AWS::Serverless::Application, Properties: { Location: ${location} } }\n`;
  const SAM = 'Transform: AWS::Serverless-2016-10-31';
  const sha = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
  const child = (name: string) =>
    `Resources: { T: { Type: AWS::SNS::Topic, Properties: { TopicName: ${name} } } }`;

  test.each<[string, TemplatePair, ExpectedPair]>([
    [
      'd04: by a URL that names no content',
      'd04-*.yaml',
      {
        exitCode: 2,
        risks: { Network: 'high', Topic: 'safe' },
        notes: { Network: ['nothing in its location says that the content is the same'] },
      },
    ],
    ['by a computed URL', adding('', nested(`!Sub 'https://\${B}/network.yaml'`)), withHigh('Network')],
    ['by a URL from a parameter', adding('', nested('!Ref Url')), withHigh('Network')],
    ['by a version in words', adding('', nested('https://b/v1.2.3/network.yaml')), withHigh('Network')],
    ['by a local path without a file', adding('', nested('./missing.yaml')), withHigh('Network')],
    [
      'by the MD5 of the template',
      adding('', nested('https://b/d41d8cd98f00b204e9800998ecf8427e.template')),
      only,
    ],
    [
      'by the SHA-256, as CDK names it',
      adding('', nested(`!Sub 'https://s3.\${AWS::Region}.\${AWS::URLSuffix}/cdk-assets/${sha}.json'`)),
      only,
    ],
    ['by the version of an object', adding('', nested('https://b/network.yaml?versionId=3Lg9')), only],
    ['an application by a URL', adding(SAM, app('https://b/app.yaml')), withHigh('App')],
    [
      'an application of the repository by its version',
      adding(SAM, app("{ ApplicationId: 'arn:aws:serverlessrepo:a', SemanticVersion: 1.0.0 }")),
      only,
    ],
    [
      'an application of the repository by a computed version',
      adding(SAM, app("{ ApplicationId: 'arn:aws:serverlessrepo:a', SemanticVersion: !Ref Version }")),
      withHigh('App'),
    ],
    [
      'that is added by a URL',
      { old: `Resources:\n${TOPIC}`, fresh: `Resources:\n${TOPIC}${nested('https://b/network.yaml')}` },
      { exitCode: 2, risks: { Network: 'high' }, notes: { Network: ['in the nested stack are not known'] } },
    ],
    [
      'beside a change of metadata alone',
      {
        old: `Resources:\n${TOPIC.replace(' }', ', Metadata: { a: 1 } }')}${nested('https://b/n')}`,
        fresh: `Resources:\n${TOPIC.replace(' }', ', Metadata: { a: 2 } }')}${nested('https://b/n')}`,
      },
      { exitCode: 2, risks: { Topic: 'safe', Network: 'high' } },
    ],
  ])('%s', (_, pair, expected) => expectPair(pair, expected));

  test.each([
    ['a nested stack', (path: string) => `Resources:\n${TOPIC}${nested(path)}`, 'Network'],
    ['an application of SAM', (path: string) => `${SAM}\nResources:\n${TOPIC}${app(path)}`, 'App'],
  ])('a child by a local path is read and compared: %s', (name, main, id) => {
    const old = { 'main.yaml': main('./child.yaml'), 'child.yaml': child('a') };
    const given = filePair(name, old, { 'child.yaml': child('b') });
    const { oldStacks, freshStacks } = given as Extract<TemplatePair, { oldStacks: unknown }>;
    expect(diffStacks(oldStacks, oldStacks)).toEqual([]);
    expect(diffStacks(oldStacks, freshStacks)).toMatchObject([
      { stack: `Template/${id}`, logicalId: 'T', action: 'Modify', replacement: 'always' },
    ]);
  });

  test('a changed child updates the stacks beside it', () => {
    const main = `Resources:\n${nested('./child.yaml')}${nested('https://b/o.yaml').replace('Network', 'Other')}`;
    expectPair(
      filePair('beside', { 'main.yaml': main, 'child.yaml': child('a') }, { 'child.yaml': child('b') }),
      {
        exitCode: 2,
        risks: { T: 'critical', Other: 'high' },
      },
    );
  });

  test('an updated parent updates what its children read by a URL', () => {
    const files = {
      'main.yaml': `Resources:\n${TOPIC}${nested('./child.yaml')}`,
      'child.yaml': `Resources:\n${nested('https://b/i.yaml').replace('Network', 'Inner')}`,
    };
    expectPair(
      filePair('below', files, { 'main.yaml': `Resources:\n${TOPIC}${MORE}${nested('./child.yaml')}` }),
      {
        exitCode: 2,
        risks: { More: 'safe', Inner: 'high' },
      },
    );
  });

  test('a template that contains itself is refused', () => {
    const files = { 'main.yaml': `Resources:\n${nested('./main.yaml')}` };
    const { oldStacks } = filePair('self', files, {}) as Extract<TemplatePair, { oldStacks: unknown }>;
    expect(() => diffStacks(oldStacks, oldStacks)).toThrow(UsageError);
    expect(() => diffStacks(oldStacks, oldStacks)).toThrow('contains itself: the nested stack Network of');
  });

  test('templates that contain each other are refused', () => {
    const files = {
      'main.yaml': `Resources:\n${nested('./b.yaml')}`,
      'b.yaml': `Resources:\n${nested('./main.yaml')}`,
    };
    const { oldStacks } = filePair('each', files, {}) as Extract<TemplatePair, { oldStacks: unknown }>;
    expect(() => diffStacks(oldStacks, oldStacks)).toThrow('contains itself');
  });
});

describe('values from outside', () => {
  const nested = '  N: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: https://b/n.yaml } }';
  const group = (value: string) =>
    `  G: { Type: AWS::EC2::SecurityGroup, Properties: { GroupDescription: g, VpcId: ${value} } }\n`;
  const parameter = (id: string, name: string, value: string) =>
    `  ${id}: { Type: AWS::SSM::Parameter, Properties: { Name: ${name}, Type: String, Value: ${value} } }\n`;
  const secret = (password: string) =>
    `  S: { Type: AWS::SecretsManager::Secret, Properties: { Name: db, SecretString: ${password} } }\n`;
  const stored = "Parameters: { P: { Type: 'AWS::SSM::Parameter::Value<String>', Default: /app/vpc } }\n";
  const bootstrap = (version: string) =>
    "Parameters: { BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>'," +
    ` Default: ${version} } }\n` +
    'Rules: { CheckBootstrapVersion: { Assertions: [{ Assert: !Contains [[a], !Ref BootstrapVersion] }] } }';

  test.each<[string, TemplatePair, ExpectedPair]>([
    ['a parameter', adding('Parameters: { P: { Type: String } }', group('!Ref P')), only],
    ['an import', adding('', group('!ImportValue net')), only],
    [
      'an output of another stack',
      adding('', group('!GetStackOutput { StackName: net, OutputName: Vpc }')),
      only,
    ],
    ['a dynamic reference', adding('', group("'{{resolve:ssm:/app/vpc}}'")), only],
    ['a stored parameter', adding(stored, group('!Ref P')), only],
    [
      'another import',
      { old: `Resources:\n${group('!ImportValue a')}`, fresh: `Resources:\n${group('!ImportValue b')}` },
      { exitCode: 2, risks: { G: 'critical' } },
    ],
    [
      'another version of a dynamic reference',
      {
        old: `Resources:\n${group("'{{resolve:ssm:/app/vpc:1}}'")}`,
        fresh: `Resources:\n${group("'{{resolve:ssm:/app/vpc:2}}'")}`,
      },
      { exitCode: 2, risks: { G: 'critical' } },
    ],
    [
      'a dynamic reference to a parameter of the template that changes',
      {
        old: `Resources:\n${group("'{{resolve:ssm:/app/vpc}}'")}${parameter('V', '/app/vpc', 'a')}`,
        fresh: `Resources:\n${group("'{{resolve:ssm:/app/vpc}}'")}${parameter('V', '/app/vpc', 'b')}`,
      },
      {
        exitCode: 2,
        risks: { G: 'high', V: 'medium' },
        notes: { G: ['V of Template changes, whose value is read'] },
      },
    ],
    [
      'a secure dynamic reference to a parameter that changes',
      {
        old: `Resources:\n${group("'{{resolve:ssm-secure:/app/vpc}}'")}${parameter('V', '/app/vpc', 'a')}`,
        fresh: `Resources:\n${group("'{{resolve:ssm-secure:/app/vpc}}'")}${parameter('V', '/app/vpc', 'b')}`,
      },
      { exitCode: 2, risks: { G: 'high', V: 'medium' } },
    ],
    [
      'a dynamic reference to one version of a parameter that changes',
      {
        old: `Resources:\n${group("'{{resolve:ssm:/app/vpc:1}}'")}${parameter('V', '/app/vpc', 'a')}`,
        fresh: `Resources:\n${group("'{{resolve:ssm:/app/vpc:1}}'")}${parameter('V', '/app/vpc', 'b')}`,
      },
      { exitCode: 2, risks: { V: 'medium' } },
    ],
    [
      'a dynamic reference to one version of a secret that changes',
      {
        old: `Resources:\n${group("'{{resolve:secretsmanager:db:SecretString:vpc::v1}}'")}${secret('a')}`,
        fresh: `Resources:\n${group("'{{resolve:secretsmanager:db:SecretString:vpc::v1}}'")}${secret('b')}`,
      },
      { exitCode: 2, risks: { S: 'medium' } },
    ],
    [
      'a dynamic reference by the resource itself',
      {
        old: `Resources:\n${group(`!Sub '{{resolve:ssm:\${V}}}'`)}${parameter('V', '/app/vpc', 'a')}`,
        fresh: `Resources:\n${group(`!Sub '{{resolve:ssm:\${V}}}'`)}${parameter('V', '/app/vpc', 'b')}`,
      },
      { exitCode: 2, risks: { G: 'high', V: 'medium' } },
    ],
    [
      'a dynamic reference to another parameter than the one that changes',
      {
        old: `Resources:\n${group("'{{resolve:ssm:/app/vpc}}'")}${parameter('V', '/app/vp', 'a')}`,
        fresh: `Resources:\n${group("'{{resolve:ssm:/app/vpc}}'")}${parameter('V', '/app/vp', 'b')}`,
      },
      { exitCode: 2, risks: { V: 'medium' } },
    ],
    [
      'a stored parameter of the template that changes',
      {
        old: `${stored}Resources:\n${group('!Ref P')}${parameter('V', '/app/vpc', 'a')}`,
        fresh: `${stored}Resources:\n${group('!Ref P')}${parameter('V', '/app/vpc', 'b')}`,
      },
      { exitCode: 2, risks: { G: 'high', V: 'medium' } },
    ],
    [
      'a parameter that is named after itself',
      {
        old: `Resources:\n${parameter('V', '!Ref V', 'a')}`,
        fresh: `Resources:\n${parameter('V', '!Ref V', 'b')}`,
      },
      { exitCode: 2, risks: { V: 'medium' } },
    ],
    [
      'parameters that are named after each other',
      {
        old: `Resources:\n${parameter('V', '!Ref W', 'a')}${parameter('W', '!Ref V', 'a')}`,
        fresh: `Resources:\n${parameter('V', '!Ref W', 'b')}${parameter('W', '!Ref V', 'b')}`,
      },
      { exitCode: 2, risks: { V: 'medium', W: 'medium' } },
    ],
    [
      'a secret of the template that changes',
      {
        old: `Resources:\n${group("'{{resolve:secretsmanager:db:SecretString:vpc}}'")}${secret('a')}`,
        fresh: `Resources:\n${group("'{{resolve:secretsmanager:db:SecretString:vpc}}'")}${secret('b')}`,
      },
      { exitCode: 2, risks: { G: 'high', S: 'medium' } },
    ],
    [
      "CDK's parameter for the bootstrap version",
      {
        old: `${bootstrap('/cdk-bootstrap/a/version')}\nResources:\n${TOPIC}`,
        fresh: `${bootstrap('/cdk-bootstrap/b/version')}\nResources:\n${TOPIC}`,
      },
      { exitCode: 0, risks: {} },
    ],
    [
      "CDK's parameter for the bootstrap version, beside a nested stack",
      {
        old: `Resources:\n${nested}`,
        fresh: `${bootstrap('a')}\nResources:\n${nested}`,
      },
      { exitCode: 0, risks: {} },
    ],
  ])('%s', (_, pair, expected) => expectPair(pair, expected));

  const exporting = (value: string, name: string) =>
    `Resources:\n${TOPIC}Outputs: { Vpc: { Value: ${value}, Export: { Name: ${name} } } }`;
  const stacks = (net: string, app: string) => [
    stackOf(net, { name: 'net' }),
    stackOf(app, { name: 'app' }),
    // Follows the export of a stack that follows one itself.
    stackOf(`Resources:\n${group('!ImportValue second')}`, { name: 'last' }),
  ];

  test.each([
    ['by its name', '!ImportValue net-vpc', 'net-vpc'],
    ['with the name of the stack', '!ImportValue net-vpc', `!Sub '\${AWS::StackName}-vpc'`],
    ['with a parameter', `!ImportValue { Fn::Sub: '\${Net}-vpc' }`, 'net-vpc'],
    ['by an output', '!GetStackOutput { StackName: net, OutputName: Vpc }', 'any'],
  ])('an export of another stack of the assembly that changes is followed: %s', (_, imported, exported) => {
    const app =
      `Parameters: { Net: { Type: String, Default: net } }\nResources:\n${group(imported)}` +
      'Outputs: { Out: { Value: !Ref G, Export: { Name: second } } }';
    const given = {
      oldStacks: stacks(exporting('a', exported), app),
      freshStacks: stacks(exporting('b', exported), app),
    };
    const changes = diffStacks(given.oldStacks, given.freshStacks).map(
      ({ stack, logicalId, replacement }) => `${stack} ${logicalId} ${replacement}`,
    );
    expect(changes).toEqual(['app G maybe', 'last G maybe', 'net Outputs.Vpc never']);
  });
});

describe('the notes on what the text does not show', () => {
  const notes = (template: string) => textNotes([stackOf(template)]).join(' ');
  const resources = 'Resources: { T: { Type: AWS::SNS::Topic, Properties: { DisplayName: VALUE } } }';

  test.each([
    ['macros', `Transform: [Company, AWS::LanguageExtensions]\n${resources}`, 'these macros', ': Company.'],
    [
      'SAM',
      `Transform: AWS::Serverless-2016-10-31\n${resources}`,
      'these macros',
      'AWS::Serverless-2016-10-31.',
    ],
    [
      'parameters',
      `Parameters: { Size: { Type: String } }\n${resources}`,
      'values that these parameters',
      ': Size.',
    ],
    [
      'imports',
      resources.replace('VALUE', `!ImportValue { Fn::Sub: '\${N}-x' }`),
      'these imports',
      `: \${N}-x.`,
    ],
    [
      'dynamic references',
      resources.replace('VALUE', "'{{resolve:ssm:/a/b}}'"),
      'dynamic references',
      ': /a/b.',
    ],
    [
      'secrets by their ARN',
      resources.replace(
        'VALUE',
        "'{{resolve:secretsmanager:arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-a1b2c3:SecretString:p}}'",
      ),
      'dynamic references',
      ': arn:aws:secretsmanager:eu-west-1:111122223333:secret:db-a1b2c3.',
    ],
    [
      'nested stacks',
      'Resources: { N: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: https://b/n.yaml } } }',
      'nested stacks',
      ': N.',
    ],
    [
      'local files',
      'Resources: { F: { Type: AWS::Serverless::Function, Properties: { CodeUri: ./src } } }',
      'local files',
      ': ./src.',
    ],
    [
      'keys that are there twice',
      'Resources:\n  A: { Type: AWS::SNS::Topic }\n  A: { Type: AWS::SNS::Topic }',
      'The key Resources.A is there twice (lines 2, 3)',
      'takes the last value',
    ],
  ])('name %s', (_, template, text, names) => {
    expect(notes(template)).toContain(text);
    expect(notes(template)).toContain(names);
  });

  test('name at most five of a kind', () => {
    const names = ['A', 'B', 'C', 'D', 'E', 'F', 'G'].map((name) => `${name}: { Type: String }`).join(', ');
    expect(notes(`Parameters: { ${names} }\n${resources}`)).toContain(': A, B, C, D, E and 2 more.');
  });

  test('are empty for a template that shows everything, and for what CDK adds', () => {
    expect(notes(resources)).toBe('');
    expect(
      notes(
        `Parameters: { BootstrapVersion: { Type: 'AWS::SSM::Parameter::Value<String>', Default: x } }\n` +
          'Resources: { CDKMetadata: { Type: AWS::CDK::Metadata, Properties: { Analytics: a } } }',
      ),
    ).toBe('');
  });
});

test('an identical pair changes nothing, whatever its text does not show', () => {
  const template =
    'Transform: [Company, AWS::Serverless-2016-10-31]\nParameters: { P: { Type: String } }\nResources:\n' +
    '  N: { Type: AWS::CloudFormation::Stack, Properties: { TemplateURL: !Ref P } }\n' +
    '  F: { Type: AWS::Serverless::Function, Properties: { CodeUri: src,' +
    ' Events: { A: { Type: Api, Properties: { Path: / } } } } }\n' +
    "  T: { Type: AWS::SNS::Topic, Properties: { TopicName: '{{resolve:ssm:x}}'," +
    ' DisplayName: !ImportValue y } }\n';
  expectPair({ old: template, fresh: template }, { exitCode: 0, risks: {} });
});
