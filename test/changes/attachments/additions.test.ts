import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { judgeChanges, rejectedOf } from '../../../lambdas/core/stack-changes/stack-change';
import { ATTACHMENT_FAMILIES } from '../../../lib/changes/attachments/table/table';
import { diffOf } from '../../support/templates/templates';

/** Every type with properties. What a nested stack or AWS SAM creates is another change. */
const types = loadAwsServiceSpecSync()
  .all('resource')
  .filter(({ cloudFormationType }) => !/^AWS::(Serverless::|CloudFormation::Stack$)/.test(cloudFormationType))
  .filter(({ properties }) => Object.keys(properties).length > 0)
  .map(({ cloudFormationType, properties }) => ({
    Type: cloudFormationType,
    names: Object.keys(properties),
  }));

const BROKEN: readonly (readonly [string, unknown])[] = [
  ['a text', 'one'],
  ['nothing', null],
  ['a list of lists', [['one'], []]],
  ['mappings in lists', [{ Name: 'one', Values: [{ Name: [] }] }]],
  ['an empty mapping', {}],
  ['Ref of a list', { Ref: ['one'] }],
  ['Fn::GetAtt of nothing', { 'Fn::GetAtt': [] }],
  ['Fn::If of a text', { 'Fn::If': 'one' }],
  ['Fn::If of a condition alone', { 'Fn::If': ['C'] }],
  ['Fn::Join of a text', { 'Fn::Join': 'one' }],
  ['Fn::Join of a reference', { 'Fn::Join': [',', { Ref: 'One' }] }],
  ['Fn::Sub of a mapping', { 'Fn::Sub': { A: 'b' } }],
  ['Fn::Sub of nothing', { 'Fn::Sub': [] }],
  ['Fn::Select of a mapping', { 'Fn::Select': {} }],
  ['Fn::Split of a text', { 'Fn::Split': 'one' }],
  ['Fn::FindInMap of a text', { 'Fn::FindInMap': 'one' }],
  ['Fn::ImportValue of a list', { 'Fn::ImportValue': ['one', { Ref: 'One' }] }],
  ['Fn::Transform', { 'Fn::Transform': { Name: 'AWS::Include' } }],
];

test.each(BROKEN)('additions with %s in every property are judged', (_, value) => {
  const resources = types.map(({ Type, names }, i) => [
    `R${i}`,
    { Type, Properties: Object.fromEntries(names.map((name) => [name, value])) },
  ]);
  const fresh = { Resources: Object.fromEntries(resources) };
  expect(diffOf({ Resources: {} }, fresh)).toHaveLength(types.length);
  const changed = {
    Resources: { ...fresh.Resources, More: { Type: 'AWS::Route53::RecordSet', Properties: {} } },
  };
  expect(diffOf(fresh, changed)).toContainEqual(
    expect.objectContaining({ logicalId: 'More', action: 'Add' }),
  );
});

/** Types that act on the account wherever they are, and so attach to something that exists. */
const ON_ACCOUNT = new Set(
  Object.values(ATTACHMENT_FAMILIES)
    .flat()
    .filter(({ targets, orDefault }) => targets === 'account' || orDefault !== undefined)
    .flatMap((attachment) => attachment.types),
);
const IDS = ['A', 'B', 'C', 'D', 'E'];
const reference = fc
  .constantFrom(...IDS)
  .chain((id) =>
    fc.constantFrom<unknown>(
      { Ref: id },
      { 'Fn::GetAtt': [id, 'Arn'] },
      { 'Fn::Sub': `\${${id}}/x/\${AWS::Region}` },
      { 'Fn::Join': ['/', ['service', { Ref: 'AWS::Region' }, { Ref: id }]] },
      { 'Fn::If': ['C', { Ref: id }, { Ref: 'AWS::NoValue' }] },
      [{ Ref: id }],
    ),
  );
const addable = fc
  .constantFrom(...types.filter(({ Type }) => !ON_ACCOUNT.has(Type) && Type !== 'AWS::EC2::SecurityGroup'))
  .chain(({ Type, names }) =>
    fc.record({
      Type: fc.constant(Type),
      Properties: fc.dictionary(fc.constantFrom(...names.slice(0, 60)), reference, { maxKeys: 12 }),
    }),
  );
const live = fc.dictionary(fc.constantFrom('X', 'Y', 'Z'), addable);
const added = fc.tuple(...IDS.map(() => addable));

test('what is added on top of what is added too is safe, whatever it is and whatever else exists', () => {
  fc.assert(
    fc.property(live, added, (before, resources) => {
      const fresh = Object.fromEntries(resources.map((resource, i) => [IDS[i], resource]));
      // Of the live resources, nothing refers to what is added.
      const kept = Object.fromEntries(Object.entries(before).map(([id, { Type }]) => [id, { Type }]));
      const changes = diffOf({ Resources: kept }, { Resources: { ...kept, ...fresh } });
      expect(rejectedOf(judgeChanges(changes).changes)).toEqual([]);
    }),
    { numRuns: 500 },
  );
});
