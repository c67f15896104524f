import { describe, expect, test } from '@jest/globals';
import type { EdgeDeployment } from '../../examples/edge/deployments';
import { EXIT } from '../../lib/cli/output/terminal';
import { edgeAssembly } from '../../tools/golden/edge-example';
import { cutover } from '../support/cli/cutover';
import { readPage } from './pages';

const PAGE = 'docs/guide/user-split-story.md';
/** Commands that read files alone. The options of the others are held to `--help` by commands.test.ts. */
const OFFLINE = /^npx cutover (plan|rehearse|diff) /;

const lines = [...readPage(PAGE).text.matchAll(/^```sh\n(.*?)^```$/gms)]
  .flatMap(([, block = '']) => block.replace(/\\\n\s*/g, '').split('\n'))
  .map((line) => line.replace(/ +#.*$/, '').trim())
  .filter((line) => line.startsWith('npx cutover '));
const offline = lines.filter((line) => OFFLINE.test(line));

describe(`the commands of ${PAGE}`, () => {
  test('are those that are run here, and those that need an account', () => {
    const others = lines.filter((line) => !offline.includes(line)).map((line) => line.split(' ')[2]);
    expect(others).toEqual(['traffic', 'start', 'start', 'abort', 'undo', 'revert']);
    expect(offline).toHaveLength(6);
  });

  test.each(offline)('%s', async (line) => {
    const args = line
      .split(' ')
      .slice(2)
      .map((arg) => arg.replace(/^cdk\.out\/edge-(.+)$/, (_, name) => edgeAssembly(name as EdgeDeployment)));
    const { code, out, err } = await cutover(...args);
    const expected = line.endsWith('worst-day.yaml') ? EXIT.reverted : EXIT.succeeded;
    expect([code, err.replace(/^(?!cutover:).*$/gm, '').trim()]).toEqual([expected, '']);
    expect(out.length).toBeGreaterThan(100);
  });

  test('a ramp of the page is that of the file', async () => {
    const { out } = await cutover(...(offline[1] ?? '').split(' ').slice(2));
    expect(out).toMatch(/stage 5 .* 25 %/);
    expect(out).toContain('Duration         about 26 min');
  });
});
