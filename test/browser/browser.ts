import { existsSync } from 'node:fs';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Where distributions install Chromium. */
const PLACES = [process.env.CHROMIUM ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser'];

/**
 * Starts the Chromium of the distribution.
 * @throws Error when there is none
 */
export function startBrowser(): Promise<Browser> {
  const executablePath = PLACES.find((path) => path !== '' && existsSync(path));
  if (executablePath === undefined) {
    throw new Error('there is no Chromium: install the package chromium, or set CHROMIUM to its path');
  }
  // The sandbox needs a user that is not root; the page is our own, and asks for nothing from outside.
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

/** A page, and everything about it that must not happen. */
export interface WatchedPage {
  readonly page: Page;
  /** Errors on the console, and requests to anything but the page's own server. */
  readonly faults: string[];
}

/** Opens an address and notes what must not happen. */
export async function openPage(
  browser: Browser,
  url: string,
  options: { readonly width?: number; readonly colorScheme?: 'light' | 'dark' } = {},
): Promise<WatchedPage> {
  const { width = 1_100, colorScheme = 'light' } = options;
  const page = await browser.newPage({ viewport: { width, height: 1_000 }, colorScheme });
  const faults: string[] = [];
  const { origin } = new URL(url);
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') {
      faults.push(`console: ${message.text()}`);
    }
  });
  page.on('pageerror', (error) => faults.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (!request.url().startsWith(origin) && !request.url().startsWith('data:')) {
      faults.push(`request: ${request.url()}`);
    }
  });
  await page.goto(url);
  // A condition in a string would be code that the page's policy refuses.
  await page.locator('#headline .outcome').waitFor();
  return { page, faults };
}

/** What axe-core finds, a line each. It is run beside the page's policy, which lets no script in. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const results = (await page.evaluate('axe.run()')) as axe.AxeResults;
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 120)}: ${failureSummary}`),
  );
}
