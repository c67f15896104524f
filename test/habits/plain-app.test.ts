import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';

const ROOT = join(__dirname, '../..');
let outdir: string;

beforeAll(() => {
  outdir = mkdtempSync(join(tmpdir(), 'cutover-plain-'));
});

afterAll(() => {
  rmSync(outdir, { recursive: true });
});

/** Runs the app as the command line of CDK does: by node, with the context in the environment. */
function run(extra: object) {
  return spawnSync(process.execPath, ['--import', 'tsx', 'tools/lint-templates/habits/plain-app.cjs'], {
    cwd: ROOT,
    encoding: 'utf8',
    env: {
      ...process.env,
      CDK_OUTDIR: outdir,
      CDK_CONTEXT_JSON: JSON.stringify({ 'aws:cdk:bundling-stacks': [] }),
      EXTRA_PROPS: JSON.stringify(extra),
    },
  });
}

test('node synthesizes a JavaScript app over the sources', () => {
  const { status, stderr } = run({});
  expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
  expect(readdirSync(outdir)).toEqual(
    expect.arrayContaining(['Plain.template.json', 'PlainCutover.template.json']),
  );
});

test('a misspelled prop ends it with the name that was probably meant', () => {
  const { status, stderr } = run({ desiredcount: 3 });
  expect(status).not.toBe(0);
  expect(stderr).toContain('desiredcount: is not a prop; did you mean "desiredCount"?');
});
