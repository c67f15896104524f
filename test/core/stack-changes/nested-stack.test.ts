import { expect, test } from '@jest/globals';
import { INSIDE_UNKNOWN, judgeNestedStack } from '../../../lambdas/core/stack-changes/nested-stack';
import { changeOf } from '../../support/plans/readings';

const nested = changeOf({ type: 'AWS::CloudFormation::Stack', action: 'Modify', causes: ['TemplateURL'] });

test('what is listed inside counts by itself', () => {
  expect(judgeNestedStack(nested, true)).toMatchObject({ touches: false });
  expect(judgeNestedStack({ ...nested, causes: ['TemplateURL', 'Tags'] }, true)).toMatchObject({
    touches: true,
  });
});

test('what is not listed is unknown', () => {
  expect(judgeNestedStack(nested, false)).toMatchObject({ replacement: 'unknown', notes: [INSIDE_UNKNOWN] });
});

test('what touches nothing stays as it is', () => {
  const idle = { ...nested, touches: false, causes: ['Metadata'] };
  expect(judgeNestedStack(idle, false)).toBe(idle);
});
