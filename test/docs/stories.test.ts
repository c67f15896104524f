import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { DnsLastDeployment } from '../../examples/dns-last/deployments';
import { EXIT } from '../../lib/cli/output/terminal';
import { runCli } from '../../lib/cli/program';
import { dnsLastAssembly } from '../../tools/golden/dns-last-example';
import { capturedTerminal } from '../support/cli/captured-terminal';
import { linksIn, readPage } from './pages';

/**
 * The guide pages that are stories: what they say to type is run, as far as it needs no account. The options
 * of the others are held to `--help` by commands.test.ts.
 */

const PAGE = 'docs/guide/dns-last.md';
/** Commands that read files alone. */
const OFFLINE = /^npx cutover (plan|rehearse|diff|schema) /;
const folder = mkdtempSync(join(tmpdir(), 'cutover-'));
// Before the allow files expire.
beforeAll(() => {
  jest.spyOn(Date, 'now').mockReturnValue(Date.parse('2026-11-29T12:00:00Z'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The command lines of a page's shell blocks, each on one line. */
function linesIn(page: string): string[] {
  const blocks = [...readPage(page).text.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = '']) => block);
  return blocks
    .flatMap((block) => block.replace(/\\\n\s*/g, '').split('\n'))
    .map((line) => line.replace(/ +#.*$/, '').trim())
    .filter((line) => line.startsWith('npx cutover '));
}

/** How the rehearsals end that do not succeed, by their scenario. */
const ENDS = { 'worst-day.yaml': EXIT.reverted, 'certificate-pending': EXIT.rejected };
const codeOf = (line: string) =>
  Object.entries(ENDS).find(([scenario]) => line.endsWith(scenario))?.[1] ?? EXIT.succeeded;

const lines = linesIn(PAGE);
const offline = lines.filter((line) => OFFLINE.test(`${line} `));

describe(`the commands of ${PAGE}`, () => {
  test('are those that are run here, and those that need an account', () => {
    expect(lines.filter((line) => !offline.includes(line)).map((line) => line.split(' ')[2])).toEqual([
      'start',
      'keep',
    ]);
    expect(offline).toHaveLength(11);
  });

  test.each(offline)('%s', async (line) => {
    // What `synth` of the page writes, and files of the reader, are elsewhere.
    const args = line
      .split(' ')
      .slice(2)
      .map((arg) =>
        arg.replace(/^cdk\.out\/dns-last-(.+)$/, (_, name) => dnsLastAssembly(name as DnsLastDeployment)),
      )
      .map((arg) => (arg.endsWith('.ics') ? join(folder, arg) : arg));
    const terminal = capturedTerminal();
    expect([
      await runCli(args, terminal),
      terminal.texts.err.replace(/^(?!cutover:).*$/gm, '').trim(),
    ]).toEqual([codeOf(line), '']);
    expect(terminal.texts.out.length).toBeGreaterThan(100);
  });

  test('write what the page says', () => {
    expect(readFileSync(join(folder, 'dns-last.ics'), 'utf8')).toMatch(/DTSTART:20270111T070000Z/);
  });
});

test('each story is two clicks away from the README', () => {
  const targets = (page: string) => linksIn(readPage(page)).map(({ target }) => target);
  const stories = targets('docs/systems.md').filter((target) => /^docs\/guide\/[a-z-]+\.md$/.test(target));
  const reached = targets('README.md').flatMap((page) =>
    page.endsWith('.md') ? [page, ...targets(page)] : [],
  );
  expect([...new Set(stories)].filter((story) => !reached.includes(story))).toEqual([]);
  expect(reached).toContain(PAGE);
});
