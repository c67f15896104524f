import { describe, expect, test } from '@jest/globals';
import { findingsIn } from '../../tools/lint-text/text-rules';

const wide = 'word '.repeat(23).trim();

describe('the rules on text', () => {
  test.each([
    ['a comment of 114 columns', 'lib/any.ts', `// ${wide}`, '117 columns; wrap at 110'],
    ['a paragraph of 114 columns', 'docs/any.md', wide, '114 columns; wrap at 110'],
    ['an avoided word', 'lib/any.ts', '/** It was told. */', '"told" is avoided'], // input
    ['an avoided word in ASL', 'statemachine/a.asl.json', '"an ill path"', '"ill" is avoided'], // input
  ])('%s is found', (_, file, text, message) => {
    expect(findingsIn(file, text)).toEqual([{ file, line: 1, message: expect.stringContaining(message) }]);
  });

  test.each([
    ['a table of Markdown', 'docs/any.md', `| ${wide} |`],
    ['a string of JSON', 'statemachine/any.asl.json', `"${wide}"`],
    ['a line with an address that cannot wrap', 'docs/any.md', `see https://example.com/${'x'.repeat(100)}`],
    ['a line of 110 columns', 'lib/any.ts', `//${'word '.repeat(22)}`.slice(0, 110)],
    ['a word that only contains an avoided one', 'lib/any.ts', 'it will fill the string'],
  ])('%s is no finding', (_, file, text) => {
    expect(findingsIn(file, text)).toEqual([]);
  });

  test('a finding has its line', () => {
    expect(findingsIn('lib/any.ts', `first\n${wide}`).map(({ line }) => line)).toEqual([2]);
  });
});
