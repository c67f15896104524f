import { describe, expect, test } from '@jest/globals';
import * as v from 'valibot';
import { check, type RenamedFields } from '../../../lambdas/core/validation/problems';

const schema = v.strictObject({
  stages: v.array(v.strictObject({ soakSeconds: v.number() })),
  hold: v.optional(v.number()),
});
const renamed: RenamedFields = { keep: 'hold', 'stages[].soak': 'soakSeconds' };
const problemsOf = (value: object) => {
  const checked = check(schema, value, renamed);
  return checked.ok ? [] : checked.problems;
};

describe('a field that was renamed', () => {
  test('is reported with its new name', () => {
    expect(problemsOf({ stages: [], keep: 60 })).toEqual([
      { path: 'keep', message: 'was renamed; use hold' },
    ]);
  });

  test('is reported in an entry of a list, beside the field that is missing now', () => {
    expect(problemsOf({ stages: [{ soakSeconds: 1 }, { soak: 60 }] })).toEqual([
      expect.objectContaining({ path: 'stages[1].soakSeconds' }),
      { path: 'stages[1].soak', message: 'was renamed; use soakSeconds' },
    ]);
  });

  test('is only an unknown field where its name is not the old path', () => {
    expect(problemsOf({ stages: [{ soakSeconds: 1, keep: 60 }] })).toEqual([
      { path: 'stages[0].keep', message: expect.stringContaining('is not a field') },
    ]);
  });

  test('leaves problems of other fields as they are', () => {
    expect(problemsOf({ stages: [], hold: 'long' })).toEqual([
      { path: 'hold', message: expect.stringContaining('is "long"') },
    ]);
  });
});
