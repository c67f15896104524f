import { expect, test } from '@jest/globals';
import { checkAllowFile } from '../../../lambdas/core/stack-changes/allowed-changes';

const now = Date.parse('2026-11-20T12:00:00Z');
const entry = { stack: 'Api', logicalId: 'Topic', reason: 'it is unused', expires: '2026-11-20' };
const problemsOf = (value: unknown, at = now) => {
  const checked = checkAllowFile(value, at);
  return checked.ok ? [] : checked.problems.map(({ path, message }) => `${path}: ${message}`);
};

test('valid entries are returned unchanged', () => {
  const allow = [
    entry,
    { stack: 'Api/Nested', path: 'Api/Db', action: 'Remove', reason: 'r', expires: '2027-02-28' },
  ];
  expect(checkAllowFile({ allow }, now)).toEqual({ ok: true, value: allow });
});

test('an entry expires at the end of its expiry date, UTC', () => {
  const end = Date.parse('2026-11-21T00:00:00Z');
  expect(problemsOf({ allow: [entry] }, end - 1)).toEqual([]);
  expect(problemsOf({ allow: [entry] }, end)).toEqual([
    'allow[0].expires: is 2026-11-20, which has passed, for Topic of Api; review the change,' +
      ' then set a later date or remove the entry',
  ]);
});

test.each<[string, unknown, string]>([
  ['no entries', {}, 'allow: is missing'],
  [
    'no reason',
    { allow: [{ ...entry, reason: '' }] },
    'allow[0].reason: is ""; must be why the change is accepted, 1 to 1000 characters',
  ],
  [
    'no expiry date',
    { allow: [{ ...entry, expires: undefined }] },
    'allow[0].expires: is missing; must be a date in the form YYYY-MM-DD, such as 2027-01-31',
  ],
  [
    'an invalid expiry date',
    { allow: [{ ...entry, expires: '20.11.2026' }] },
    'allow[0].expires: is "20.11.2026"; must be a date in the form YYYY-MM-DD, such as 2027-01-31',
  ],
  [
    'a day that does not exist',
    { allow: [{ ...entry, expires: '2027-02-30' }] },
    'allow[0].expires: is "2027-02-30"; must be a date in the form YYYY-MM-DD, such as 2027-01-31',
  ],
  [
    'a month that does not exist',
    { allow: [{ ...entry, expires: '2027-13-01' }] },
    'allow[0].expires: is "2027-13-01"; must be a date in the form YYYY-MM-DD, such as 2027-01-31',
  ],
  [
    'an unknown field',
    { allow: [{ ...entry, resource: 'x' }] },
    'allow[0].resource: is not a field; allowed fields: stack, logicalId, path, action, reason, expires',
  ],
  [
    'an action that no change has',
    { allow: [{ ...entry, action: 'Replace' }] },
    'allow[0].action: is "Replace"; must be one of "Add"',
  ],
  [
    'no resource',
    { allow: [{ ...entry, logicalId: undefined }] },
    'allow[0]: has neither logicalId nor path; must have one of them',
  ],
  [
    'both a logical id and a path',
    { allow: [{ ...entry, path: 'a' }] },
    'allow[0]: has both logicalId and path; must have one of them',
  ],
])('an allow file is rejected: %s', (_, value, message) => {
  expect(problemsOf(JSON.parse(JSON.stringify(value))).join('\n')).toContain(message);
});

test('the problem of an expired entry names its construct', () => {
  const { logicalId: _, ...rest } = entry;
  expect(problemsOf({ allow: [{ ...rest, path: 'Api/Topic', expires: '2026-01-01' }] })[0]).toContain(
    'Api/Topic of Api',
  );
});
