import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { type PacedRehearsal, pacedRehearsal } from '../../lib/cli/dashboard/rehearsed';
import { type Served, serveDashboard } from '../../lib/cli/dashboard/server';
import { checkScenario } from '../../lib/rehearsal/scenario';
import { planOf } from '../support/plans/plans';
import { accessibilityProblems, openPage, startBrowser } from './browser';

let browser: Browser;
let served: Served | undefined;
let stop: () => void = () => undefined;

beforeAll(async () => {
  browser = await startBrowser();
});
afterEach(async () => {
  stop();
  await served?.close();
});
afterAll(async () => {
  await browser.close();
});

const scenario = (() => {
  const checked = checkScenario({});
  if (!checked.ok) {
    throw new Error('the empty scenario is valid');
  }
  return checked.value;
})();

/** A rehearsal whose first stage must be approved, and its page. */
async function rehearsal(speed: number): Promise<{ rehearsed: PacedRehearsal; url: string }> {
  const plan = planOf({
    stages: [
      { percent: 10, soakSeconds: 300, approval: { timeoutSeconds: 86_400 } },
      { percent: 100, soakSeconds: 60 },
    ],
  });
  const rehearsed = pacedRehearsal({ plan, scenario, scenarioName: 'healthy' }, { user: 'ada', speed });
  stop = () => rehearsed.stop();
  served = await serveDashboard(rehearsed, 0);
  return { rehearsed, url: served.url };
}

const headline = (page: Page, text: RegExp) => page.locator('#headline').filter({ hasText: text }).waitFor();
const command = (page: Page, kind: string) => page.locator(`#actions [data-kind="${kind}"]`);

describe('the dashboard, over a rehearsal', () => {
  test('a cutover that waits is approved by clicking, and succeeds', async () => {
    const { rehearsed, url } = await rehearsal(150);
    const { page, faults } = await openPage(browser, url);
    await headline(page, /Waiting for an approval/);
    expect(await page.locator('#facts').textContent()).toMatch(/1 person has to approve the raise from 10 %/);
    await command(page, 'approve').click();
    expect(await page.locator('#confirm-effect').textContent()).toBe(
      'Approves the raise from 10 %: the shift to 100 % follows once the soak has passed.',
    );
    await page.locator('#confirm-reason').fill('all charts are flat');
    await page.locator('#confirm-send').click();
    await page
      .locator('#answer')
      .filter({ hasText: /approve was accepted from .*user\/ada/ })
      .waitFor();
    await headline(page, /Succeeded/);
    expect((await rehearsed.ended).result.outcome).toBe('succeeded');
    expect(await page.locator('#history').textContent()).toMatch(/approve at 10 %.*all charts are flat/s);
    expect(await command(page, 'abort').isDisabled()).toBe(true);
    expect(await page.locator('#share-chart canvas').count()).toBe(1);
    expect(faults).toEqual([]);
  });

  test('another one is aborted with the keyboard alone', async () => {
    const { rehearsed, url } = await rehearsal(60);
    const { page, faults } = await openPage(browser, url);
    await headline(page, /Soaking/);
    await command(page, 'abort').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.type('wrong build');
    await page.keyboard.press('Enter');
    await page
      .locator('#answer')
      .filter({ hasText: /abort was accepted/ })
      .waitFor();
    await headline(page, /Reverted/);
    expect((await rehearsed.ended).result.outcome).toBe('reverted');
    expect(faults).toEqual([]);
  });

  test('a confirmation can be left, and nothing is sent', async () => {
    const { url } = await rehearsal(60);
    const { page, faults } = await openPage(browser, url);
    await headline(page, /Soaking/);
    await command(page, 'pause').click();
    await page.keyboard.press('Escape');
    await command(page, 'pause').click();
    await page.locator('#confirm-send').click();
    // Without a reason, the browser keeps the form.
    expect(await page.evaluate('document.getElementById("confirm").open')).toBe(true);
    await page.locator('#confirm-cancel').click();
    expect(await page.locator('#answer').textContent()).toBe('');
    expect(await page.locator('#history').textContent()).not.toMatch(/pause/);
    expect(faults).toEqual([]);
  });

  test.each([
    { width: 1_100, colorScheme: 'light' },
    { width: 1_100, colorScheme: 'dark' },
    { width: 390, colorScheme: 'light' },
    { width: 390, colorScheme: 'dark' },
  ] as const)('axe-core finds nothing, and nothing is cut off: %o', async (options) => {
    const { url } = await rehearsal(60);
    const { page, faults } = await openPage(browser, url, options);
    await headline(page, /Soaking/);
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(options.width);
    await command(page, 'abort').click();
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(faults).toEqual([]);
  });
});
