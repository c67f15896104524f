import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import {
  checkHookPlan,
  hookTimeoutSeconds,
  MAX_HOOK_PLAN_BYTES,
} from '../../lambdas/core/deployment-hook/hook-plan';

const page = readFileSync(join(__dirname, '../../docs/guide/hook.md'), 'utf8');
const [plan, line] = [...page.matchAll(/```json\n(.*?)```/gs)].map(([, json]) => JSON.parse(json ?? ''));

test('the plan on the page is one', () => {
  const checked = checkHookPlan(plan);
  expect(checked).toMatchObject({ ok: true });
  // 30 s to look things up and 60 s in reserve.
  expect(checked.ok && hookTimeoutSeconds(checked.value)).toBe(120 + 300 + 30 + 60);
  expect(page).toContain(`${MAX_HOOK_PLAN_BYTES.toLocaleString('en-US')} bytes`);
});

test('the line of the log on the page has the fields that a line has', () => {
  expect(Object.keys(line)).toEqual(
    expect.arrayContaining([
      'message',
      'contract',
      'deployment',
      'verdict',
      'reason',
      'stage',
      'checks',
      'console',
    ]),
  );
});
