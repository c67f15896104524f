import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { createColors } from 'picocolors';
import { wrap } from '../../../lib/cli/output/format';

describe('wrap', () => {
  const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 40 });
  const colors = createColors(true);

  test('has no line longer than the width, except for a single longer word, and keeps all words', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 1, max: 60 }), (all, width) => {
        const lines = wrap(all.join(' '), width, '').split('\n');
        for (const line of lines) {
          expect(line.length <= width || !line.includes(' ')).toBe(true);
        }
        expect(lines.join(' ')).toBe(all.join(' '));
      }),
    );
  });

  test('breaks lines at the same words with and without colors', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 1, max: 60 }), (all, width) => {
        const text = all.join(' ');
        const colored = wrap(colors.yellow(text), width, '  ');
        expect(stripVTControlCharacters(colored)).toBe(wrap(text, width, '  '));
      }),
    );
  });
});
