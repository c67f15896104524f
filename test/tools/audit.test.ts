import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { judgeAudit } from '../../tools/audit/judge-audit';

const recorded = (name: string) => readFileSync(join(__dirname, '../fixtures/audit', `${name}.json`), 'utf8');

describe('a vulnerability', () => {
  test('fails at its own level, with the package, the advisory and what fixes it', () => {
    expect(judgeAudit(recorded('high'), 'high')).toEqual({
      answered: true,
      findings: [
        'high: undici * at node_modules/undici: ' +
          'A recorded advisory (https://github.com/advisories/GHSA-aaaa-bbbb-cccc); no fix is available',
      ],
      scanned: 516,
    });
  });

  test.each([
    ['high', 'critical', 0],
    ['high', 'moderate', 1],
    ['moderate', 'high', 0],
    ['critical', 'high', 1],
    ['critical', 'critical', 1],
    ['none', 'info', 0],
  ] as const)('of %s counts at the level %s: %i', (name, level, count) => {
    expect(judgeAudit(recorded(name), level)).toMatchObject({
      answered: true,
      findings: { length: count },
    });
  });

  test('names the package through which it comes, and the version that fixes it', () => {
    const report = JSON.parse(recorded('high'));
    report.vulnerabilities.undici.via = ['inner'];
    report.vulnerabilities.undici.fixAvailable = { name: 'undici', version: '99.0.0' };
    const verdict = judgeAudit(JSON.stringify(report), 'high');
    expect(verdict).toMatchObject({
      findings: ['high: undici * at node_modules/undici: through inner; fixed with undici 99.0.0'],
    });
    report.vulnerabilities.undici.fixAvailable = true;
    const other = judgeAudit(JSON.stringify(report), 'high');
    expect(other).toMatchObject({ findings: [expect.stringContaining('fixed by npm audit fix')] });
  });

  test('of a package that is not among those that count does not', () => {
    const found = (names: readonly string[]) => judgeAudit(recorded('high'), 'high', new Set(names));
    expect(found(['undici'])).toMatchObject({ findings: { length: 1 }, scanned: 1 });
    expect(found(['valibot', 'yaml'])).toMatchObject({ findings: [], scanned: 2 });
  });

  test('of a severity that is not known counts', () => {
    const report = recorded('moderate').replaceAll('"severity": "moderate"', '"severity": "severe"');
    expect(judgeAudit(report, 'critical')).toMatchObject({ findings: { length: 1 } });
  });
});

describe('a registry that does not answer', () => {
  test.each(['not-allowed', 'refused'])('is not taken for a pass, nor for a failure: %s', (name) => {
    expect(judgeAudit(recorded(name), 'high')).toMatchObject({
      answered: false,
      reason: expect.stringContaining('registry.example'),
    });
  });

  test('is one that takes too long', () => {
    expect(judgeAudit(null, 'high')).toEqual({ answered: false, reason: 'it took too long' });
  });
});

describe('a fault of our own fails', () => {
  test.each([
    ['without a lock file', recorded('no-lock-file'), /ENOLOCK: This command requires/],
    ['with no output', '', /no JSON/],
    ['with text', 'npm: command not found', /no JSON: npm: command/],
    ['with a list', '[]', /no JSON/],
    ['with null', 'null', /no JSON/],
    ['with a document of another kind', '{}', /failed: for no reason given/],
  ])('%s', (_, output, reason) => {
    expect(judgeAudit(output, 'high')).toEqual({ answered: null, reason: expect.stringMatching(reason) });
  });
});
