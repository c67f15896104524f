import { describe, expect, test } from '@jest/globals';
import { judgeChanges, rejectedOf } from '../../../lambdas/core/stack-changes/stack-change';
import { diffStacks } from '../../../lib/changes/diff-stacks';
import { diffOf, stackOf } from '../../support/templates/templates';

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
