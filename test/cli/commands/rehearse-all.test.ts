import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { readReceipt } from '../../../lib/cli/input/receipt';
import { builtInScenarios } from '../../../lib/cli/input/scenario-names';
import { cutover } from '../../support/cli/cutover';
import { temporaryFiles } from '../../support/cli/temporary-files';

const files = temporaryFiles();
const EXAMPLE = join(__dirname, '../../../examples/api.yaml');
const short = parse(readFileSync(EXAMPLE, 'utf8'));
delete short.hold;
const SHORT = files.write('short.yaml', stringify(short));
const names = builtInScenarios();

describe('every built-in scenario', () => {
  const [report, receipt] = [files.path('all.html'), files.path('all.json')];
  let ran: Awaited<ReturnType<typeof cutover>>;
  beforeAll(async () => {
    ran = await cutover('rehearse', SHORT, '--scenario', 'all', '--report', report, '--receipt', receipt);
  });

  test('is one row of a table, expected beside actual, and the exit code is 0', () => {
    expect(ran.code).toBe(0);
    const rows = ran.out.split('\n').flatMap((line) => {
      const [, name, expected, actual] = line.split('│').map((cell) => cell.trim());
      return names.includes(name ?? '') ? [[name, expected, actual]] : [];
    });
    expect(rows.map(([name]) => name)).toEqual(names);
    expect(rows.filter(([, expected, actual]) => expected !== actual)).toEqual([]);
    expect(new Set(rows.map(([, expected]) => expected))).toEqual(
      new Set(['succeeded', 'rejected', 'reverted']),
    );
    expect(ran.out).toContain(`All ${names.length} scenarios ended as expected.`);
    expect(ran.err.trim().split('\n')).toHaveLength(names.length);
  });

  test('is in one receipt', () => {
    const { scenarios } = readReceipt(receipt);
    expect(scenarios.map(({ name }) => name)).toEqual(names);
    expect(scenarios.every(({ outcome, expected }) => outcome === expected)).toBe(true);
  });

  test('is in one report, whose ids are unique', () => {
    const page = readFileSync(report, 'utf8');
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const name of names) {
      expect(page).toContain(`<summary>${name}: `);
      expect(page).toContain(`id="${name}-timeline"`);
    }
    expect(page).toContain('<strong>as expected</strong>');
    expect(page).not.toContain('<script');
  });
});

describe('a plan that does not end as its scenarios expect', () => {
  // The policy of the deployment rejects the plan, so that it never gets where a fault would revert it.
  const policy = files.write('policy.yaml', 'maxStepUp: 10\nmaxFirstPercent: 10');
  const unlike = ['errors-at-50', 'healthy', 'latency-at-10', 'no-data', 'throttled'];

  test('has exit code 2, and one JSON document says where', async () => {
    const { code, out, err } = await cutover(
      ...['rehearse', SHORT, '--scenario', 'all', '--policy', policy, '--json', '--seed', '3'],
    );
    const { asExpected, planHash, policyHash, scenarios } = JSON.parse(out);
    expect([code, asExpected]).toEqual([2, false]);
    expect([planHash, policyHash]).toEqual(Array(2).fill(expect.stringMatching(/^[0-9a-f]{64}$/)));
    expect(scenarios).toHaveLength(names.length);
    const others = scenarios.filter(
      ({ expected, outcome }: { expected: string; outcome: string }) => expected !== outcome,
    );
    expect(others.map(({ scenario }: { scenario: string }) => scenario)).toEqual(unlike);
    expect(others[1]).toMatchObject({ expected: 'succeeded', outcome: 'rejected', seed: 3 });
    expect(err).toContain('healthy: rejected');
  });

  test('is named in the text, with the reason', async () => {
    const { code, out } = await cutover('rehearse', SHORT, '--scenario', 'all', '--policy', policy);
    expect(code).toBe(2);
    const text = out.replace(/\s+/g, ' ');
    expect(text).toContain(`5 of ${names.length} scenarios did not end as expected: ${unlike.join(', ')}.`);
    expect(text).toContain('healthy the plan is not valid: stages[1].percent: is 50 after 10');
  });
});

test('a scenario alone says whether its end was expected', async () => {
  const { out } = await cutover('rehearse', EXAMPLE, '--scenario', 'smoke-fails');
  expect(out).toMatch(/^Expected {6}yes, the scenario expects rejected$/m);
  const own = files.write('own.yaml', 'expect: reverted\nfaults: [{ kind: alarm-missing, at: 0 }]');
  expect((await cutover('rehearse', EXAMPLE, '--scenario', own)).out).toMatch(
    /^Expected {6}no, the scenario expects reverted$/m,
  );
});
