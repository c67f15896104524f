import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse, stringify } from 'yaml';
import { readPlan } from '../../../lib/cli/input/read-plan';
import { readPolicy } from '../../../lib/cli/input/read-policy';
import { planHash, readReceipt } from '../../../lib/cli/input/receipt';
import { version } from '../../../package.json';
import { cutover } from '../../support/cli/cutover';
import { temporaryFiles } from '../../support/cli/temporary-files';

const files = temporaryFiles();
const EXAMPLES = join(__dirname, '../../../examples');
const EXAMPLE = join(EXAMPLES, 'api.yaml');
const plan = parse(readFileSync(EXAMPLE, 'utf8')) as Record<string, unknown>;
const receipt = {
  version: '1.2.3',
  planHash: 'a'.repeat(64),
  scenarios: [{ name: 'healthy', outcome: 'succeeded', expected: 'succeeded', seed: 1 }],
  at: '2026-01-05T00:00:00.000Z',
};

describe('a receipt', () => {
  test('has the version, the hashes, the scenario and how it ended', async () => {
    const file = files.path('receipt.json');
    const policy = join(EXAMPLES, 'policy.yaml');
    const { code, out } = await cutover(
      ...['rehearse', EXAMPLE, '--scenario', 'smoke-fails', '--seed', '7', '--policy', policy],
      ...['--receipt', file],
    );
    expect([code, out]).toEqual([2, expect.stringContaining(`Receipt: ${file}`)]);
    const { at, ...rest } = readReceipt(file);
    expect(rest).toEqual({
      version,
      planHash: planHash(readPlan(EXAMPLE, undefined)),
      policyHash: planHash(readPolicy(policy) ?? {}),
      scenarios: [{ name: 'smoke-fails', outcome: 'rejected', expected: 'rejected', seed: 7 }],
    });
    expect(Math.abs(Date.parse(at) - Date.now())).toBeLessThan(600_000);
  });

  test('expects nothing where the scenario expects nothing', async () => {
    const scenario = files.write('own.yaml', 'faults: [{ kind: alarm-missing, at: 0 }]');
    const file = files.path('own.json');
    await cutover('rehearse', EXAMPLE, '--scenario', scenario, '--receipt', file);
    expect(readReceipt(file)).toMatchObject({
      scenarios: [{ name: scenario, outcome: 'rejected', expected: null, seed: 1 }],
    });
    expect(readReceipt(file)).not.toHaveProperty('policyHash');
  });

  test('is written over an earlier one, and over nothing else', async () => {
    const file = files.write('again.json', JSON.stringify(receipt));
    const rehearse = (to: string) =>
      cutover('rehearse', EXAMPLE, '--scenario', 'smoke-fails', '--receipt', to);
    expect((await rehearse(file)).code).toBe(2);
    expect(readReceipt(file).version).toBe(version);
    const other = files.write('other.json', '{"mine": true}');
    const { code, err } = await rehearse(other);
    expect([code, err]).toEqual([64, expect.stringContaining('is not a receipt of Cutover')]);
    expect(readFileSync(other, 'utf8')).toBe('{"mine": true}');
  });

  test('has another file than the report', async () => {
    const file = files.path('both');
    const { code, err } = await cutover('rehearse', EXAMPLE, '--report', file, '--receipt', file);
    expect([code, err]).toEqual([64, expect.stringContaining('--report and --receipt are both')]);
  });
});

describe('the hash of a plan', () => {
  const hashOf = (name: string, content: unknown) =>
    planHash(readPlan(files.write(`${name}.yaml`, stringify(content)), undefined));

  test('is the same whatever the order of its fields, and with its defaults written out', () => {
    const turned = Object.fromEntries(Object.entries(plan).reverse());
    expect(hashOf('turned', turned)).toBe(hashOf('plan', plan));
    expect(hashOf('defaults', readPlan(EXAMPLE, undefined))).toBe(hashOf('plan', plan));
  });

  test('is another one for another plan', () => {
    expect(hashOf('renamed', { ...plan, name: 'api2' })).not.toBe(hashOf('plan', plan));
  });
});

describe('what is not a receipt is refused', () => {
  test.each<[string, string, string]>([
    ['a plan', readFileSync(EXAMPLE, 'utf8'), 'is a plan, not a receipt'],
    [
      'a hash that is cut',
      JSON.stringify({ ...receipt, planHash: 'abc' }),
      'planHash: is "abc"; must be a SHA-256',
    ],
    ['no scenario', JSON.stringify({ ...receipt, scenarios: [] }), 'scenarios: is an empty list'],
    [
      'an outcome that there is not',
      JSON.stringify({ ...receipt, scenarios: [{ ...receipt.scenarios[0], outcome: 'ok' }] }),
      'scenarios[0].outcome: is "ok"; must be one of',
    ],
    ['a time that is none', JSON.stringify({ ...receipt, at: 'today' }), 'at: is "today"; must be a time'],
    ['a field of its own', JSON.stringify({ ...receipt, by: 'me' }), 'by: is not a field'],
    ['an empty file', '', 'is empty: it has no receipt'],
  ])('%s', (name, content, words) => {
    expect(() => readReceipt(files.write(`${name}.json`, content))).toThrow(words);
  });

  test('but a receipt is read', () => {
    expect(readReceipt(files.write('good.json', JSON.stringify(receipt)))).toEqual(receipt);
  });
});
