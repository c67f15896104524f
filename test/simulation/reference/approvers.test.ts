import { expect, test } from '@jest/globals';
import { type Approvers, approverOf } from '../../../lib/simulation/reference/approvers';

const user = (name: string) => `arn:aws:iam::000000000000:user/${name}`;
const session = (name: string) => `arn:aws:sts::000000000000:assumed-role/${name}`;
const anybody: Approvers = { named: undefined, policy: undefined, starter: user('starter') };

test('two sessions of a role are one person, and a user is another', () => {
  const persons = [session('release/ada'), session('release/bob'), user('ada')].map((by) =>
    approverOf(by, anybody),
  );
  expect(new Set(persons)).toEqual(new Set([session('release'), user('ada')]));
});

test('sessions are persons where the policy says that they are named after them', () => {
  const policy = { fromPercent: 1, namedSessions: ['arn:aws:iam::*:role/release'] };
  const persons = ['release/ada', 'release/bob', 'deploy/ada', 'deploy/bob'].map((by) =>
    approverOf(session(by), { ...anybody, policy }),
  );
  expect(new Set(persons).size).toBe(3);
});

test.each([
  ['arn:aws:iam::*:user/b*', true],
  ['arn:aws:iam::*:user/bob', true],
  [user('bob'), true],
  ['arn:aws:iam::*:user/a*', false],
  ['arn:aws:iam::*:user/bo', false],
  ['*', true],
  ['*:user', false],
])('a plan or a policy that names %s counts an approval by bob: %s', (pattern, counts) => {
  const policy = { fromPercent: 1, by: [pattern] };
  expect(approverOf(user('bob'), { ...anybody, named: [pattern] }) !== null).toBe(counts);
  expect(approverOf(user('bob'), { ...anybody, policy }) !== null).toBe(counts);
});

test.each([
  [user('ada'), user('ada'), false],
  [session('release/ada'), session('release/eve'), false],
  [session('release/ada'), session('deploy/ada'), true],
  [user('ada'), user('bob'), true],
])('an approval by %s of what %s has started counts: %s', (by, starter, counts) => {
  const policy = { fromPercent: 1, notByStarter: true };
  expect(approverOf(by, { ...anybody, policy, starter }) !== null).toBe(counts);
  expect(approverOf(by, { ...anybody, starter })).not.toBeNull();
});
