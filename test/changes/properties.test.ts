import { fullDiff, ResourceImpact } from '@aws-cdk/cloudformation-diff';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { judgeChanges, type Replacement, rejectedOf } from '../../lambdas/core/stack-changes/stack-change';
import { diffOf } from '../support/templates/templates';

const NAMES = ['A', 'B', 'C', 'D'];
const name = fc.constantFrom(...NAMES);

const value = fc.oneof(
  fc.constantFrom('a', 'b', '1', '1.0', '012', ''),
  fc.integer({ min: 0, max: 2 }),
  fc.boolean(),
  name.map((id) => ({ Ref: id })),
  name.map((id) => ({ 'Fn::GetAtt': [id, 'Arn'] })),
  name.map((id) => ({ 'Fn::Join': ['', ['x', { Ref: id }]] })),
  name.map((id) => ({ 'Fn::Sub': `x-\${${id}.Arn}` })),
  fc.constant({ 'Fn::If': ['IsA', 'a', 'b'] }),
);

const KINDS: readonly (readonly [string, readonly string[]])[] = [
  ['AWS::SNS::Topic', ['TopicName', 'DisplayName']],
  ['AWS::ElasticLoadBalancingV2::TargetGroup', ['Port', 'HealthCheckPath']],
  ['AWS::EC2::Instance', ['InstanceType', 'SubnetId', 'ImageId']],
  ['Custom::Thing', ['One', 'Two']],
];

const resource = fc.constantFrom(...KINDS).chain(([Type, properties]) =>
  fc.record(
    {
      Type: fc.constant(Type),
      Properties: fc.dictionary(fc.constantFrom(...properties), value),
      Condition: fc.constantFrom('IsA', 'IsB'),
      DeletionPolicy: fc.constantFrom('Retain', 'Delete'),
      Metadata: fc.dictionary(fc.constantFrom('x', 'y'), fc.constantFrom('1', '2')),
      DependsOn: fc.uniqueArray(name, { maxLength: 2 }),
    },
    { requiredKeys: ['Type', 'Properties'] },
  ),
);
type Resource = {
  Type: string;
  Properties: Record<string, unknown>;
  Metadata?: object;
  DependsOn?: string[];
};
type Resources = Record<string, Resource>;

const resources = fc.dictionary(name, resource) as fc.Arbitrary<Resources>;
const whole = (Resources: Resources) => ({
  Conditions: { IsA: { 'Fn::Equals': ['a', 'a'] }, IsB: { 'Fn::Not': [{ Condition: 'IsA' }] } },
  Resources,
});
const rejected = (old: Resources, fresh: Resources) =>
  rejectedOf(judgeChanges(diffOf(whole(old), whole(fresh))).changes);

test('identical templates have no changes', () => {
  fc.assert(
    fc.property(resources, (one) => {
      expect(diffOf(whole(one), whole(structuredClone(one)))).toEqual([]);
    }),
  );
});

test('resources that are added to any template are the only changes', () => {
  const more = fc.dictionary(fc.constantFrom('X', 'Y', 'Z'), resource) as fc.Arbitrary<Resources>;
  fc.assert(
    fc.property(resources, more, (old, added) => {
      expect(diffOf(whole(old), whole({ ...added, ...old })).map(({ action }) => action)).toEqual(
        Object.keys(added).map(() => 'Add'),
      );
      // A custom resource that refers to what exists may do anything with it.
      const others = rejected(old, { ...old, ...added }).filter(({ type }) => !type.startsWith('Custom::'));
      expect(others).toEqual([]);
    }),
  );
});

test('any removal is rejected, whatever else changes', () => {
  fc.assert(
    fc.property(resources, resources, name, (old, fresh, id) => {
      const { [id]: gone, ...left } = fresh;
      const before = { ...old, [id]: old[id] ?? gone ?? { Type: 'AWS::SNS::Topic', Properties: {} } };
      const found = rejected(before, left).find(({ logicalId }) => logicalId === id);
      expect(found).toMatchObject({ risk: 'critical', action: expect.stringMatching(/^(Remove|Move)$/) });
    }),
  );
});

test('the order of resources does not matter', () => {
  const reversed = (given: Resources) => Object.fromEntries(Object.entries(given).reverse()) as Resources;
  fc.assert(
    fc.property(resources, resources, (old, fresh) => {
      expect(diffOf(whole(reversed(old)), whole(reversed(fresh)))).toEqual(diffOf(whole(old), whole(fresh)));
    }),
  );
});

const IMPACTS: Partial<Record<ResourceImpact, readonly Replacement[]>> = {
  [ResourceImpact.WILL_REPLACE]: ['always'],
  [ResourceImpact.MAY_REPLACE]: ['maybe', 'unknown', 'always'],
};

test('every change that the CDK library finds is found, with at least the same risk', () => {
  fc.assert(
    fc.property(resources, resources, (old, fresh) => {
      const ours = new Map(diffOf(whole(old), whole(fresh)).map((change) => [change.logicalId, change]));
      fullDiff(whole(old), whole(fresh)).resources.forEachDifference((id, theirs) => {
        const found = ours.get(id);
        expect(found).toBeDefined();
        if (found?.action === 'Modify') {
          expect(IMPACTS[theirs.changeImpact] ?? [found.replacement]).toContain(found.replacement);
        }
        if (theirs.isRemoval) {
          expect(found?.action).toMatch(/^(Remove|Move)$/);
        }
      });
    }),
    { numRuns: 300 },
  );
});
