import { expect, test } from '@jest/globals';
import { plural } from '../../../lambdas/core/shared/plural';

test.each([
  [0, '0 checks'],
  [1, '1 check'],
  [2, '2 checks'],
])('counts %i in words', (count, words) => {
  expect(plural(count, 'check')).toBe(words);
});

test('takes the plural of an irregular noun', () => {
  expect(plural(3, 'try', 'tries')).toBe('3 tries');
  expect(plural(1, 'try', 'tries')).toBe('1 try');
});
