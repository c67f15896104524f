import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { cutover } from '../../support/cli/cutover';

const root = join(__dirname, '../../..');
const EXAMPLE = join(root, 'examples', 'api.yaml');
const POLICY = join(root, 'examples', 'policy.yaml');
const TAKEOVER = join(root, 'test', 'rehearsal', 'golden', 'plan-that-takes-over.yaml');
const folder = mkdtempSync(join(tmpdir(), 'cutover-policy-'));
afterAll(() => rmSync(folder, { recursive: true }));

function policyFile(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test('the example plan keeps to the example policy', async () => {
  expect(await cutover('plan', EXAMPLE, '--policy', POLICY)).toEqual(await cutover('plan', EXAMPLE));
});

test('a plan that does not is refused with every problem', async () => {
  expect(await cutover('plan', TAKEOVER)).toMatchObject({ code: 0 });
  const { code, out, err } = await cutover('plan', TAKEOVER, '--policy', POLICY, '--json');
  expect(code).toBe(64);
  expect(err).toContain(
    'is not a valid plan:\n  router.adopt.newTarget.values.A: is "203.0.113.66"; must be',
  );
  expect(JSON.parse(out).error.problems.map(({ path }: { path: string }) => path)).toEqual([
    'router.adopt.newTarget.values.A',
    'stages[0].soakSeconds',
    'health.alarms',
    'hold',
  ]);
});

test('JSON is a policy too', async () => {
  const policy = policyFile('policy.json', JSON.stringify({ minSoakSeconds: 86_400 }));
  expect(await cutover('plan', EXAMPLE, '--policy', policy)).toMatchObject({
    code: 64,
    err: expect.stringContaining('must be at least 86400'),
  });
});

test.each([
  ['that is missing', join(folder, 'none.yaml'), 'cannot read the policy'],
  ['that is empty', policyFile('empty.yaml', ''), 'is empty: it has no policy'],
  ['with an unknown field', policyFile('field.yaml', 'maxStep: 5'), 'maxStep: is not a field; allowed'],
  [
    'that contradicts itself',
    policyFile('odd.yaml', 'maxStepUp: 1'),
    'maxStepUp: is 1, so that a plan needs',
  ],
])('a policy %s is refused by every command that takes one', async (_, policy, message) => {
  for (const command of ['plan', 'rehearse']) {
    expect(await cutover(command, EXAMPLE, '--policy', policy)).toMatchObject({
      code: 64,
      err: expect.stringContaining(message),
    });
  }
});

test('a rehearsal rejects what the deployment would reject', async () => {
  expect(await cutover('rehearse', TAKEOVER)).toMatchObject({ code: 0 });
  const { code, out } = await cutover('rehearse', TAKEOVER, '--policy', POLICY, '--json');
  expect(code).toBe(2);
  expect(JSON.parse(out)).toMatchObject({
    outcome: 'rejected',
    reason: expect.stringMatching(
      /^the plan is not valid: router.adopt.newTarget.values.A: is "203.0.113.66"/,
    ),
    traffic: { maxPercent: 0 },
  });
});
