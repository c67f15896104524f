import { expect, test } from '@jest/globals';
import { INSIDE_UNKNOWN, judgeNestedStack } from '../../../lambdas/core/stack-changes/nested-stack';
import { changeOf } from '../../support/plans/readings';

const nested = changeOf({ type: 'AWS::CloudFormation::Stack', action: 'Modify', causes: ['TemplateURL'] });

test('changes that are listed in a nested stack count separately', () => {
  expect(judgeNestedStack(nested, true)).toMatchObject({ touches: false });
  expect(judgeNestedStack({ ...nested, causes: ['TemplateURL', 'Tags'] }, true)).toMatchObject({
    touches: true,
  });
});

test('changes that are not listed are unknown', () => {
  expect(judgeNestedStack(nested, false)).toMatchObject({ replacement: 'unknown', notes: [INSIDE_UNKNOWN] });
});

test('a change that does not affect the stack is unchanged', () => {
  const idle = { ...nested, touches: false, causes: ['Metadata'] };
  expect(judgeNestedStack(idle, false)).toBe(idle);
});
