import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { compilePattern } from '../../../lambdas/core/json-path/i-regexp';
import { PatternError } from '../../../lambdas/core/json-path/i-regexp-class';
import { BudgetExceededError, workBudget } from '../../../lambdas/core/json-path/work-budget';

const holds = (pattern: string, text: string, mode: 'match' | 'search') =>
  compilePattern(pattern).matches(text, mode, workBudget());

const atom = fc.constantFrom(
  'a',
  'b',
  '.',
  '[ab]',
  '[^a]',
  '[-b]',
  '[a-]',
  '[a-b]',
  '\\.',
  '\\n',
  '\\p{L}',
  '\\P{Lu}',
  '😀',
);
const { pattern } = fc.letrec<{ pattern: string; piece: string }>((tie) => ({
  piece: fc
    .tuple(
      fc.oneof(
        { depthSize: 'small' },
        atom,
        tie('pattern').map((inner) => `(${inner})`),
      ),
      fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,}', '{0,2}', '{0}'),
    )
    .map(([one, often]) => one + often),
  pattern: fc.oneof(
    { depthSize: 'small' },
    fc.array(tie('piece'), { maxLength: 3 }).map((pieces) => pieces.join('')),
    fc.tuple(tie('pattern'), tie('pattern')).map((two) => two.join('|')),
  ),
}));
const text = fc.string({ unit: fc.constantFrom('a', 'b', 'A', '.', '-', '\n', '😀'), maxLength: 6 });

it('matches what a regular expression of JavaScript matches', () => {
  let matched = 0;
  fc.assert(
    fc.property(pattern, text, (one, value) => {
      // JavaScript's . also stops at two line separators, which these texts do not have.
      const whole = new RegExp(`^(?:${one})$`, 'u').test(value);
      matched += whole ? 1 : 0;
      expect(holds(one, value, 'match')).toBe(whole);
      expect(holds(one, value, 'search')).toBe(new RegExp(one, 'u').test(value));
      expect(holds(`^(${one})$`, value, 'search')).toBe(whole);
    }),
    { numRuns: 2_000 },
  );
  expect(matched).toBeGreaterThan(50);
});

it('takes at most a step per state and character', () => {
  fc.assert(
    fc.property(pattern, text, (one, value) => {
      try {
        compilePattern(one).matches(value, 'search', workBudget(1_000 * (value.length + 1)));
      } catch (error) {
        expect(error).toBeInstanceOf(PatternError);
      }
    }),
  );
  expect(() => compilePattern('(a*)*b').matches('a'.repeat(1_000), 'match', workBudget(100))).toThrow(
    BudgetExceededError,
  );
});

describe('a pattern', () => {
  test.each<[string, string, boolean]>([
    ['\\t\\r\\-\\{', '\t\r-{', true],
    ['[\\]\\p{Nd}]+', ']1', true],
    ['[^\\P{L}]', 'a', true],
    ['a{0}', '', true],
    ['(){3}', '', true],
    ['.', '\u2028', true],
    ['$', '', true],
    ['(a|a|a?)*b', 'aab', true],
    ['^a', 'ba', false],
  ])('%j on %j', (one, value, expected) => {
    expect(holds(one, value, 'match')).toBe(expected);
  });

  test.each([
    '\\d',
    '\\',
    '\\p',
    '\\p{',
    '\\p{Latin}',
    '\\p{Xx}',
    '[',
    '[a',
    '[]',
    '[^]',
    '[b-a]',
    '[a-\\p{L}]',
    '[a[b]',
    '[a--b]',
    '(',
    ')',
    'a)',
    '*',
    'a**',
    'a+?',
    '(?:a)',
    '(?=a)',
    'a{',
    'a{x}',
    'a{2,1}',
    'a{2',
    'a{2,x}',
    '{',
    '}',
    ']',
    '^*',
    '$+',
    'a{1001}',
    '(a{40}){40}',
    '(((){99}){99}){99}',
    'x'.repeat(1_001),
    'a{0,99999999999}',
  ])('%j is refused', (one) => {
    expect(() => compilePattern(one)).toThrow(PatternError);
  });
});
