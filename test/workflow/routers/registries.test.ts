import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { routerDefinitions } from '../../../lambdas/core/routers/registry';
import { routerKinds } from '../../../lambdas/core/routers/router-schema';

const ROOT = join(__dirname, '../../..');

/** Every TypeScript source of the project, as a path from its root. */
const sources = ['lambdas', 'lib', 'bin', 'tools', 'examples'].flatMap((folder) =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name))),
);

/** Each layer has one registry, beside a folder per kind. */
const registries = sources.filter((path) => path.endsWith('/routers/registry.ts'));

test.each(['lambdas/core', 'lambdas/adapters', 'lib/workflow', 'lib/rehearsal'])(
  '%s has a registry of routers',
  (layer) => {
    expect(registries).toContain(`${layer}/routers/registry.ts`);
  },
);

describe.each(registries)('%s', (path) => {
  const tables = Object.values(require(join(ROOT, path)) as object).filter((one) => typeof one === 'object');

  test('has an entry for each kind of router, in the same order', () => {
    expect(tables.map((table) => Object.keys(table))).toEqual([routerKinds]);
  });

  test.each(routerKinds)('has a folder %s beside it', (kind) => {
    expect(existsSync(join(ROOT, path, '..', kind))).toBe(true);
  });
});

test.each(routerKinds)('the definition of %s is for routers and routes of that kind', (kind) => {
  const { schema, configSchema } = routerDefinitions[kind];
  expect(schema.entries.kind.literal).toBe(kind);
  const { kind: configKind } = configSchema((field) => field).entries;
  expect('literal' in configKind ? configKind.literal : configKind.wrapped.literal).toBe(kind);
});

/** Code that compares with the name of a kind. */
const names = routerKinds.map((kind) => `'${kind}'`).join('|');
const COMPARISON = new RegExp(`([!=]==?|\\bcase)\\s*(${names})|(${names})\\s*[!=]==?`);

const comparisonsIn = (text: string) => text.split('\n').filter((line) => COMPARISON.test(line));

test('no source outside the folders of the kinds compares with the name of a kind', () => {
  const own = (path: string) => routerKinds.some((kind) => path.includes(`/routers/${kind}/`));
  const found = sources
    .filter((path) => !own(path))
    .flatMap((path) =>
      comparisonsIn(readFileSync(join(ROOT, path), 'utf8')).map((line) => `${path}: ${line.trim()}`),
    );
  expect(found).toEqual([]);
});

test.each(["if (router.kind === 'alb') {", "case 'route53':", "return 'cloudfront-kvs' !== kind;"])(
  'finds the comparison in: %s',
  (line) => {
    expect(comparisonsIn(line)).toHaveLength(1);
  },
);

test.each(["calls.call('route53', 'GetChange')", "readonly kind: 'alb';", "kind: 'cloudfront-kvs',"])(
  'finds no comparison in: %s',
  (line) => {
    expect(comparisonsIn(line)).toEqual([]);
  },
);
