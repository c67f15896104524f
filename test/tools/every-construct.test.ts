import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const read = (file: string) => readFileSync(join(__dirname, '../..', file), 'utf8');

/** The classes that the package exports as values. */
function exportedClasses(): readonly string[] {
  return [...read('lib/index.ts').matchAll(/^export \{([^}]*)\}/gm)]
    .flatMap(([, list = '']) => list.split(','))
    .map((name) => name.trim())
    .filter((name) => /^[A-Z][a-z]/.test(name));
}

test('the app that tries the package uses every construct that it exports', () => {
  const app = read('tools/package/consumer/every-construct.ts');
  // It is an app itself, so it cannot be in one.
  const constructs = exportedClasses().filter((name) => name !== 'CutoverApp');
  expect(constructs.length).toBeGreaterThan(15);
  expect(constructs.filter((name) => !app.includes(`new ${name}(`))).toEqual([]);
});
