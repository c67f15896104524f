import { expect, test } from '@jest/globals';
import { approverOf } from '../../../lib/simulation/reference/approvers';

const user = (name: string) => `arn:aws:iam::000000000000:user/${name}`;
const session = (name: string) => `arn:aws:sts::000000000000:assumed-role/${name}`;

test('two sessions of a role are one person, and a user is another', () => {
  const persons = [session('release/ada'), session('release/bob'), user('ada')].map((by) =>
    approverOf(by, undefined),
  );
  expect(new Set(persons)).toEqual(new Set([session('release'), user('ada')]));
});

test.each([
  ['arn:aws:iam::*:user/b*', true],
  ['arn:aws:iam::*:user/bob', true],
  [user('bob'), true],
  ['arn:aws:iam::*:user/a*', false],
  ['arn:aws:iam::*:user/bo', false],
  ['*', true],
  ['*:user', false],
])('a plan that names %s counts an approval by bob: %s', (pattern, counts) => {
  expect(approverOf(user('bob'), [pattern]) !== null).toBe(counts);
});
