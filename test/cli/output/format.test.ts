import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { createColors } from 'picocolors';
import { wrap } from '../../../lib/cli/output/format';

describe('wrap', () => {
  const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 40 });
  const colors = createColors(true);

  test('no line is longer than the width, unless one word alone is, and no word is lost', () => {
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

  test('text breaks at the same words with and without colours', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 1, max: 60 }), (all, width) => {
        const text = all.join(' ');
        const coloured = wrap(colors.yellow(text), width, '  ');
        expect(stripVTControlCharacters(coloured)).toBe(wrap(text, width, '  '));
      }),
    );
  });
});
