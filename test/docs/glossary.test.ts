import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { sourcesIn, textOf } from '../layers/imports';

const page = readFileSync(join(__dirname, '../../docs/glossary.md'), 'utf8');
/** The first column of the table, without its head; a line may define several terms. */
const lines = [...page.matchAll(/^\| (?!term|---)([^|]+) \|/gm)].map(([, terms]) => terms as string);
const sources = ['lambdas', 'lib', 'tools'].flatMap(sourcesIn).map(textOf).join('\n');
const words = sources
  .replace(/([a-z])([A-Z])/g, '$1 $2')
  .replace(/[-_]/g, ' ')
  .toLowerCase();

test('the glossary has at most 40 lines, in the order of the alphabet', () => {
  expect(lines.length).toBeGreaterThan(20);
  expect(lines.length).toBeLessThanOrEqual(40);
  expect(lines).toEqual([...lines].sort((a, b) => a.localeCompare(b, 'en')));
});

test.each(lines.flatMap((line) => line.split(', ')))('the sources use the term "%s"', (term) => {
  expect(words).toContain(term.replace(/-/g, ' '));
});
