import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { fill, generatedPages, renderPage } from '../../tools/docs/pages';

test.each(generatedPages)(
  'the generated parts of %s match the code (npm run docs)',
  async (file) => {
    const text = readFileSync(join(__dirname, '../..', file), 'utf8');
    expect(await renderPage(file)).toBe(text);
  },
  // The first page of the constructs waits for the compiler and API Extractor.
  300_000,
);

describe('filling a page', () => {
  const generators = { one: () => 'new text', two: async () => 'more text' };
  const marked = (name: string, text: string) => `<!-- generated:${name} -->\n${text}\n<!-- end -->`;

  test('replaces the text between the marks and nothing else', async () => {
    const page = `before\n${marked('one', 'old\ntext')}\nbetween\n${marked('two', '')}\nafter`;
    expect(await fill(page, ['one'], generators)).toBe(
      `before\n${marked('one', 'new text')}\nbetween\n${marked('two', 'more text')}\nafter`,
    );
  });

  test('fails for a mark without a section', async () => {
    await expect(fill(marked('three', ''), [], generators)).rejects.toThrow('no section is named "three"');
  });

  test('fails when a required section is missing', async () => {
    await expect(fill('', ['one', 'two'], generators)).rejects.toThrow('the page has no marks for one, two');
  });
});
