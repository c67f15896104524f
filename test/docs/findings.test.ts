import { expect, test } from '@jest/globals';
import { acceptableFindings, otherFindings } from '../../lambdas/core/preflight/finding';
import { readPage } from './pages';

test('docs/guide/operating.md names every finding, those that a plan can accept first', () => {
  const { text } = readPage('docs/guide/operating.md');
  const section = text.split('## Findings of the preflight')[1]?.split('\n## ')[0] ?? '';
  const names = [...section.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, cell]) =>
    [...String(cell).matchAll(/`([a-z-]+)`/g)].map(([, name]) => name),
  );
  const can = names.slice(0, acceptableFindings.length);
  expect(can.sort()).toEqual([...acceptableFindings]);
  expect(names.slice(acceptableFindings.length).sort()).toEqual([...otherFindings].sort());
  expect(section).toContain('A plan can accept the first ten by name.');
  expect(acceptableFindings).toHaveLength(10);
});
