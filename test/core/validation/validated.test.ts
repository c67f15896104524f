import { describe, expect, test } from '@jest/globals';
import { ValidationError, validated } from '../../../lambdas/core/validation/validated';

describe('validated', () => {
  test('returns a valid value', () => {
    expect(validated('the plan is not valid', { ok: true, value: 7 })).toBe(7);
  });

  test('throws an error with a line for each problem', () => {
    const problems = [
      { path: 'name', message: 'is missing' },
      { path: 'stages[0].percent', message: 'is 101; must be at most 100' },
    ];
    const error = new ValidationError('the plan is not valid', problems);
    expect(error).toMatchObject({ name: 'ValidationError', problems });
    expect(error.message).toBe(
      'the plan is not valid:\nname: is missing\nstages[0].percent: is 101; must be at most 100',
    );
    expect(() => validated('the plan is not valid', { ok: false, problems })).toThrow(error);
  });
});

test('a validation error without problems has only its heading', () => {
  expect(new ValidationError('the event has no fields').message).toBe('the event has no fields');
});
