import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { goldens } from '../../tools/golden/golden-files';
import { linksIn, ROOT, readPage } from './pages';

/** The lines of the five systems that did not work in November 2026, by system and as they were tried. */
const LINES: readonly (readonly [system: string, line: string])[] = [
  ['A', 'full integration tests on `gw-*` before traffic'],
  ['A', 'weeks 5 and 6: records, cooling off, then the ALB, each its own deployment'],
  ['A', 'the weeks as a plan'],
  ['B', 'three APIs (A, B1, B2) that one deploys and calls'],
  [
    'B',
    '`update-kvs`: write URLs into an existing store; `set-traffic-shift 25 60`: stop at 25 %, in a minute',
  ],
  ['B', 'roll back by hand at any time'],
  [
    'B',
    'production: Cognito, OAuth or IAM; WAF on the APIs; geo restriction; Secrets Manager; ' +
      'CloudTrail; alarms',
  ],
  ['B', '`destroy` removes everything'],
  ['C', 'certificate requested, validated by DNS, waited for until ISSUED'],
  ['C', '`evaluate_target_health` on the old record'],
  ['C', 'HealthyHostCount stays constant'],
  ['C', 'application error rates of another monitoring platform'],
  ['C', '**clients with hard-coded addresses surface in the 72 hours**'],
  ['C', "the old path's definition kept for 30 days"],
  ['C', 'the runbook as one plan'],
  [
    'D',
    'several services behind one VPC link; overrides; images that show the colour; call it and see; destroy',
  ],
  [
    'E',
    '**green: launch template, Auto Scaling group, target group, ALB, same certificate; t2 → t3, patches, ' +
      'hardened groups**',
  ],
  ['E', 'CPU, memory, logs, database watched; auto scaling works'],
  ['E', 'remove blue'],
];

const page = readPage('docs/systems.md');
const rows = page.text
  .split('\n')
  .map((line) => line.split('|').slice(1, -1))
  .filter((cells) => cells.length === 4)
  .map((cells) => cells.map((cell) => cell.trim()))
  .slice(2)
  .map(([of = '', line = '', now = '', shown = '']) => ({ of, line, now, shown }));

describe('docs/systems.md', () => {
  test('has every line of the five systems that did not work, in their order', () => {
    expect(rows.map(({ of, line }) => [of, line])).toEqual(LINES);
  });

  test.each(rows)('$of, $line: says whether it works, and is shown by what exists', ({ now, shown }) => {
    expect(now).toMatch(/^(done: |\*\*(partly|not yet)\*\*: ).{20}/);
    const names = [...shown.matchAll(/`([^`]+)`/g)].map(([, name]) => name);
    const links = linksIn({ path: page.path, text: shown });
    expect(names.length + links.length).toBeGreaterThan(0);
    const known = goldens().map(({ name }) => name);
    expect(names.filter((name) => !known.includes(name as string))).toEqual([]);
    expect(links.filter(({ target }) => !existsSync(join(ROOT, target)))).toEqual([]);
  });

  test('what is done is shown by a rehearsal, a test, or an example that has tests', () => {
    const isTested = ({ shown }: (typeof rows)[number]) =>
      /`[a-z0-9-]+`/.test(shown) || shown.includes('.test.ts)');
    expect(rows.filter(({ now }) => now.startsWith('done')).filter((row) => !isTested(row))).toEqual([]);
  });
});
