import { readFileSync } from 'node:fs';
import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { expect, test } from '@jest/globals';
import { replacementBy } from '../../../lib/changes/impact';
import { SPECIFICATION_FILE, specifiedProperty } from '../../../lib/changes/specification/specification';
import { specificationTable, specificationText } from '../../../tools/specification/specification-table';

test('the table is what npm run specification writes', () => {
  expect(readFileSync(SPECIFICATION_FILE, 'utf8')).toBe(specificationText(specificationTable()));
});

test('each property has the replacement of the specification', () => {
  const expected = { yes: 'always', maybe: 'maybe', no: 'never' } as const;
  const wrong: string[] = [];
  let count = 0;
  for (const resource of loadAwsServiceSpecSync().all('resource')) {
    const { cloudFormationType, cloudFormationTransform } = resource;
    for (const [name, { causesReplacement }] of Object.entries(resource.properties)) {
      count += 1;
      const right = cloudFormationTransform === undefined ? expected[causesReplacement ?? 'no'] : 'unknown';
      if (replacementBy(cloudFormationType, name) !== right) {
        wrong.push(`${cloudFormationType}.${name}`);
      }
    }
  }
  expect(wrong).toEqual([]);
  expect(count).toBeGreaterThan(12_000);
});

test.each([
  ['AWS::Nope::Nope', 'Name'],
  ['AWS::SNS::Topic', 'Nope'],
  ['constructor', 'name'],
  ['AWS::SNS::Topic', 'constructor'],
  ['AWS::SNS::Topic', '__proto__'],
])('the replacement of %s.%s is unknown', (type, name) => {
  expect(replacementBy(type, name)).toBe('unknown');
});

/** The kind of a nested value, by the names of fields and `*` for an element. */
function kindAt(type: string, property: string, ...path: string[]) {
  let kind = specifiedProperty(type, property).value;
  for (const step of path) {
    if (kind.kind === 'fields') {
      kind = kind.field(step);
    } else if (kind.kind === 'list' || kind.kind === 'map') {
      kind = kind.of;
    }
  }
  return kind.kind;
}

test.each([
  [['AWS::SQS::Queue', 'FifoQueue'], 'boolean'],
  [['AWS::SQS::Queue', 'DelaySeconds'], 'number'],
  [['AWS::SQS::Queue', 'QueueName'], 'text'],
  [['AWS::RDS::DBInstance', 'EngineVersion'], 'text'],
  [['AWS::CloudWatch::Alarm', 'Threshold'], 'number'],
  [['AWS::CloudWatch::Alarm', 'Metrics', '*', 'ReturnData'], 'boolean'],
  [['AWS::ElasticLoadBalancingV2::Listener', 'DefaultActions', '*', 'Order'], 'number'],
  [['AWS::ElasticLoadBalancingV2::Listener', 'DefaultActions', '*', 'Type'], 'text'],
  [['AWS::ECS::TaskDefinition', 'ContainerDefinitions', '*', 'Essential'], 'boolean'],
  [['AWS::ECS::TaskDefinition', 'ContainerDefinitions', '*', 'PortMappings', '*', 'ContainerPort'], 'number'],
  [['AWS::IAM::Policy', 'PolicyDocument'], 'text'],
] as const)('%j is a %s', (path, kind) => {
  const [type, property, ...rest] = path;
  expect(kindAt(type, property, ...rest)).toBe(kind);
});
