import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { breachesIn, cyclesIn, repeatedExports, SOURCE_FOLDERS, sourcesIn, textOf } from './imports';

const ROOT = join(__dirname, '../..');
const sources = SOURCE_FOLDERS.flatMap((folder) => sourcesIn(folder));
const texts = new Map(sources.map((path) => [path, textOf(path)]));

describe('the sources', () => {
  test('every import keeps to its layer', () => {
    expect(sources.length).toBeGreaterThan(400);
    expect(sources.flatMap((path) => breachesIn(path, texts.get(path)))).toEqual([]);
  });

  test('no files import each other in a cycle, imports of types included', () => {
    expect(cyclesIn(texts).map((cycle) => cycle.join(' → '))).toEqual([]);
  });

  test('no name is exported by two files, a handler and an entry point aside', () => {
    const repeated = repeatedExports(new Map([...texts].filter(([path]) => !ENTRY_POINT.test(path))));
    expect(repeated).toEqual([]);
  });

  test.each(['lambdas', 'lib', 'bin', 'tools'])('no folder of %s has more than 25 siblings', (top) => {
    const folders = readdirSync(join(ROOT, top), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name));
    const crowded = [join(ROOT, top), ...folders].filter((folder) => readdirSync(folder).length > 25);
    expect(crowded).toEqual([]);
  });
});

/** Each handler of a function exports `handler`, and each example has an app of its own. */
/** And the modules that the build of the package puts in the place of others. */
const ENTRY_POINT = /^(lambdas\/handlers\/|lambdas\/edge\/viewer-|examples\/|lib\/.*\/packed-)/;

test.each([
  [
    'lambdas/core/plan/plan.ts',
    "import { route53Router } from '../../adapters/routers/route53/route53-router';",
  ],
  ['lambdas/core/plan/plan.ts', "import type { Ledger } from '../../ports';"],
  ['lambdas/core/plan/plan.ts', "import { readFileSync } from 'node:fs';"],
  ['lambdas/ports/ledger.ts', "import { record } from '../steps/support/record-decision';"],
  ['lambdas/steps/shift-traffic.ts', "import { Route53Client } from '@aws-sdk/client-route-53';"],
  ['lambdas/steps/shift-traffic.ts', "const { request } = await import('undici');"],
  ['lambdas/steps/shift-traffic.ts', "import { systemClock } from '../adapters/shared/system-clock';"],
  [
    'lambdas/adapters/ledger/dynamo-ledger.ts',
    "import { record } from '../../steps/support/record-decision';",
  ],
  ['lambdas/handlers/shift-traffic.ts', "import { Route53Client } from '@aws-sdk/client-route-53';"],
  ['lambdas/handlers/shift-traffic.ts', "import { tasks } from '../../lib/workflow/tasks';"],
  ['lambdas/handlers/shift-traffic.ts', "export { tasks } from '../../lib/workflow/tasks';"],
  ['lambdas/core/plan/plan.ts', "import '../../handlers/support/task-handler';"],
  ['lambdas/helpers/any.ts', ''],
  ['lib/workflow/machine.ts', "import { program } from '../cli/program';"],
  ['lib/ecs/check-props.ts', "import type { World } from '../rehearsal/world/world';"],
  ['lib/changes/moves.ts', "import type { Terminal } from '../cli/output/terminal';"],
  ['lib/rehearsal/rehearse.ts', "import { simulate } from '../simulation/simulate';"],
  ['tools/golden/golden.ts', "import { goldens } from '../../test/support/golden';"],
  ['lib/cli/program.ts', "import { goldens } from '../../tools/golden/golden-files';"],
  ['bin/app.ts', "import { plans } from '../test/support/plans/plans';"],
])('a breach is found in %s: %s', (path, text) => {
  expect(breachesIn(path, text)).toHaveLength(1);
});

test('a cycle is found over imports of types and over an index', () => {
  const planted = new Map([
    ['lib/a/index.ts', "export { b } from './b';"],
    ['lib/a/b.ts', "import type { C } from '../c';"],
    ['lib/c.ts', "import { b } from './a';\nimport { d } from './d';"],
    ['lib/d.ts', ''],
  ]);
  expect(cyclesIn(planted)).toEqual([['lib/a/index.ts', 'lib/a/b.ts', 'lib/c.ts', 'lib/a/index.ts']]);
});

test('a name that two files export is found with both files', () => {
  const planted = new Map([
    ['lib/a.ts', 'export const once = 1;\nexport function twice() {}'],
    ['lib/b.ts', 'export interface twice {}\nexport type { once } from "./a";'],
  ]);
  expect(repeatedExports(planted)).toEqual(['twice: lib/a.ts, lib/b.ts']);
});
