import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { stringify } from 'yaml';
import { cutover } from '../../support/cli/cutover';
import { planInput } from '../../support/plans/plans';

const folder = mkdtempSync(join(tmpdir(), 'cutover-outlook-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, 'plan.yaml');
const compare = { old: 'app/old/0123456789abcdef', new: 'app/new/0123456789abcdef' };
writeFileSync(
  file,
  stringify(
    planInput({
      stages: [
        { percent: 10, soakSeconds: 600 },
        { percent: 50, soakSeconds: 14_400 },
        { percent: 100, soakSeconds: 600 },
      ],
      health: { alarms: ['a'], compare },
    }),
  ),
);

test('a plan shows what each stage can know with the traffic that is given', async () => {
  const { code, out } = await cutover('plan', file, '--requests-per-minute', '300', '--error-rate', '1');
  expect(code).toBe(0);
  expect(out).toMatch(/│ 10 % +│ 10 min +│ 59\.\d+ +│ 61\.\d+ +│ 6 h 43 min +│ 9 h 27 min +│ – +│/);
  expect(out).toMatch(/│ 50 % +│ 4 h +│ 0\.95 +│ 1\.03 +│ 1 h 44 min +│ 2 h 27 min +│ \d+ % +│/);
  expect(out).toMatch(/Warning: comparison: the stage at 10 % is too short to know/);
});

test('the JSON has the same', async () => {
  const { out } = await cutover('plan', file, '--json', '--requests-per-minute', '300');
  expect(JSON.parse(out).comparison).toMatchObject([
    { percent: 10, soakSeconds: 600, isKnowable: false, passesAfterMinutes: { 80: 145 } },
    { percent: 50, isKnowable: true },
  ]);
});

test('without the traffic, nothing is shown', async () => {
  const { out } = await cutover('plan', file);
  expect(out).not.toContain('can know');
});

test.each([
  [['--error-rate', '1'], '--error-rate is for --requests-per-minute'],
  [['--requests-per-minute', '0'], 'It must be a number from 0.001'],
  [['--requests-per-minute', 'many'], 'It must be a number from 0.001'],
  [['--requests-per-minute', '1', '--error-rate', '101'], 'It must be a number from 0 to 100'],
])('refuses %p', async (args, message) => {
  const { code, err } = await cutover('plan', file, ...args);
  expect(code).toBe(64);
  expect(err).toContain(message);
});
