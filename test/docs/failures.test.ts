import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { faultSchemas } from '../../lib/rehearsal/faults/table';
import { goldens } from '../../tools/golden/golden-files';

const page = (name: string) => readFileSync(join(__dirname, '..', '..', 'docs', 'reference', name), 'utf8');
const names = goldens().map((golden) => golden.name);

/** The names between backticks in a column of the page's tables, counted from the end when below 0. */
function namesIn(text: string, column: number): string[] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| ---'))
    .map((line) => line.split('|').slice(1, -1).at(column) ?? '')
    .flatMap((cell) => [...cell.matchAll(/`([a-z0-9-]+)`/g)].map((match) => match[1] as string));
}

describe('docs/reference/failures.md and docs/reference/peers.md', () => {
  const named = [...namesIn(page('failures.md'), -1), ...namesIn(page('peers.md'), 1)];

  test('every rehearsal that they name exists', () => {
    expect([...new Set(named)].filter((name) => !names.includes(name))).toEqual([]);
  });

  test('every rehearsal is named', () => {
    expect(names.filter((name) => !named.includes(name))).toEqual([]);
  });
});

describe('docs/reference/scenarios.md', () => {
  test('names every kind of fault, and no other', () => {
    const kinds = faultSchemas.map((schema) => schema.entries.kind.literal);
    expect(namesIn(page('scenarios.md'), 0).sort()).toEqual([...kinds].sort());
  });
});
