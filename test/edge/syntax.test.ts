import { describe, expect, test } from '@jest/globals';
import type { EdgeConfig } from '../../lambdas/edge/config';
import { EDGE_CODE_LIMIT, edgeCode } from '../../lib/user-split/edge-code';
import { edgeConfig } from '../support/edge/edge-browser';
import { edgeHandler } from '../support/edge/edge-runtime';
import { unsupportedSyntax } from '../support/edge/edge-syntax';

const names = ['viewer-request', 'viewer-response'] as const;

const configs: readonly Partial<EdgeConfig>[] = [
  { identity: { kind: 'jwt', claim: 'sub' } },
  {
    hash: 'b',
    identity: { kind: 'basic' },
    anonymous: 'last',
    oldKey: 'APIGW_A_URL',
    paths: Array.from({ length: 20 }, (_, i) => ({
      patterns: [`/a-path-of-usual-length-${i}/*`, `/another-path-of-usual-length-${i}`],
      origin: { key: `APIGW_B${i + 1}_URL` },
    })),
  },
];

describe.each(names)('the deployed %s function', (name) => {
  test.each(configs)('has only syntax that the runtime supports, and fits the size limit: %#', (config) => {
    const code = edgeCode(name, edgeConfig(config));
    expect(unsupportedSyntax(code)).toEqual([]);
    expect(Buffer.byteLength(code)).toBeLessThan(EDGE_CODE_LIMIT);
  });

  test('has a function named handler, and an import on its first line at most', () => {
    const code = edgeCode(name, edgeConfig());
    expect(code).toMatch(/^(async )?function handler\(event\)|[;}](async )?function handler\(event\)/);
    expect(code).not.toContain('export');
    expect(code.lastIndexOf('import ')).toBeLessThanOrEqual(0);
    expect(code.startsWith('import cf from"cloudfront";\n')).toBe(name === 'viewer-request');
  });
});

test('rejects a function that is too large, with its size', () => {
  const patterns = Array.from({ length: 200 }, (_, i) => `/${'long'.repeat(10)}-${i}/*`);
  expect(() =>
    edgeCode('viewer-request', edgeConfig({ paths: [{ patterns, origin: { originId: 'new1' } }] })),
  ).toThrow(
    /the viewer-request function has \d+ bytes, and CloudFront allows at most 10000; name fewer patterns/,
  );
});

test.each([
  ['class A {}', ['ClassDeclaration', 'ClassBody']],
  ['for (const a of []) {}', ['ForOfStatement']],
  ['f(...a)', ['SpreadElement']],
  ['const { a } = b', ['ObjectPattern', 'newer property']],
  ['const [a] = b', ['ArrayPattern']],
  ['function f(a = 1) {}', ['AssignmentPattern']],
  ['a?.b', ['ChainExpression']],
  ['a ?? b', ['??']],
  ['a ||= b', ['||=']],
  ['try {} catch {}', ['catch without a name']],
  ['const a = { b }', ['newer property']],
  ['const a = 1n', ['BigInt']],
  ['const a = /x/u', ['newer flag of a regular expression']],
  ['function* f() {}', ['generator']],
  ['const f = async () => 1', ['async closure']],
  ['function f() { async function g() {} }', ['async closure']],
  ['async function f() { return g(1, await h()) }', ['await in arguments']],
  ['async function f() { return g(1 + (await h())) }', ['await in arguments']],
  ["import a from 'crypto'", ['import of another module']],
  ['export function handler() {}', ['ExportNamedDeclaration']],
])('detects unsupported syntax: %s', (code, unsupported) => {
  expect(unsupportedSyntax(code)).toEqual(unsupported);
});

test('the simulated runtime has only what the runtime provides', () => {
  const handler = edgeHandler<string, string>(
    'function handler(name){return typeof globalThis[name]}',
    {},
    () => undefined,
  );
  for (const name of [
    'process',
    'require',
    'fetch',
    'setTimeout',
    'queueMicrotask',
    'URL',
    'eval',
    'Map',
    'module',
  ]) {
    expect([name, handler(name)]).toEqual([name, 'undefined']);
  }
  const members = edgeHandler<void, string[]>(
    'function handler(){return [Object.hasOwn, "".at, [].at, [].flat, [].flatMap, Array.from,' +
      ' Object.fromEntries, "".matchAll, "".trimLeft].map((m) => typeof m)}',
    {},
    () => undefined,
  );
  expect([...new Set(members())]).toEqual(['undefined']);
  const evaluate = edgeHandler<void, unknown>(
    'function handler(){return Function("return 1")()}',
    {},
    () => undefined,
  );
  expect(() => evaluate()).toThrow('Code generation from strings disallowed');
});
