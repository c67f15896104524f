import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const root = join(__dirname, '..', '..');
const readme = readFileSync(join(root, 'README.md'), 'utf8');

describe('README.md', () => {
  test('every script that it names exists', () => {
    const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const named = [...readme.matchAll(/npm (?:run (?:-s )?)?(test|[a-z]+(?::[a-z]+)?)\b/g)].map(
      (match) => match[1],
    );
    const commands = named.filter((name) => name !== 'ci' && name !== 'run');
    expect(commands.filter((name) => !((name as string) in scripts))).toEqual([]);
  });

  test('every file that it links to exists', () => {
    const links = [...readme.matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)].map(
      (match) => match[1] as string,
    );
    expect(links.filter((link) => !existsSync(join(root, link)))).toEqual([]);
  });
});
