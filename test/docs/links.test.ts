import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { allPages, anchorsIn, linksIn, pathsIn, ROOT, readPage } from './pages';

const pages = allPages();
const exists = (path: string) => existsSync(join(ROOT, path));

test('every file that a page links to exists', () => {
  const missing = pages.flatMap((page) =>
    linksIn(page)
      .filter(({ target }) => !exists(target))
      .map(({ target }) => `${page.path} → ${target}`),
  );
  expect(missing).toEqual([]);
});

test('every heading that a page links to exists', () => {
  const missing = pages.flatMap((page) =>
    linksIn(page)
      .filter(({ target, anchor }) => anchor !== null && exists(target))
      .filter(({ target, anchor }) => !anchorsIn(readPage(target)).includes(anchor as string))
      .map(({ target, anchor }) => `${page.path} → ${target}#${anchor}`),
  );
  expect(missing).toEqual([]);
});

test('every path of the repository that a page names exists', () => {
  const missing = pages.flatMap((page) =>
    pathsIn(page)
      .filter((path) => !exists(path))
      .map((path) => `${page.path}: ${path}`),
  );
  expect(missing).toEqual([]);
});
